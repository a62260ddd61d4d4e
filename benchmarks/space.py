"""The space that all searches search, and what a trace of one holds."""

from typing import Any

EPOCHS, RUNGS = 9, [1, 3, 9]
MOST_SHIFT = 2
SPACE: dict[str, Any] = {
    "hidden_layers": {"integer": [1, 3]},
    "hidden_size": [64, 128, 256],
    "learning_rate": {"log_uniform": [0.01, 0.5]},
    "momentum": {"uniform": [0.5, 0.95]},
    "weight_decay": {"log_uniform": [0.00001, 0.01]},
    "dropout": {"uniform": [0, 0.4]},
    "label_smoothing": {"uniform": [0, 0.15]},
    "batch_norm": [False, True],
    "flip": [False, True],
    "shift": {"integer": [0, MOST_SHIFT]},
    "batch_size": [64, 128, 256],
    "nesterov": True,
    "epochs": EPOCHS,
}
# One row for each run at each rung and at its end, or for each trial where it was pruned or ended.
COLUMNS = ["core_seconds", "configuration", "epochs", "validation_accuracy"]

OURS = {
    "random": "random",
    "halving": "successive halving",
    "tpe": "TPE in generations",
    "tpe_halving": "TPE with halving",
    "hyperband": "Hyperband",
}
PRUNERS = ("hyperband", "median")
PEERS = {f"optuna_{pruner}": f"Optuna, TPE and {pruner.capitalize()}Pruner" for pruner in PRUNERS}
METHODS = OURS | PEERS
