"""The best model is chosen by validation alone."""

from dataclasses import asdict

import pandas as pd

import mlp
from workflow.tables.select import best_run


def test_the_best_model_has_the_best_mean_and_of_its_runs_the_best_one():
    base = asdict(mlp.Settings()) | {"outcome": "completed", "test_accuracy": 0.0}
    rows = [
        {"run": "lucky", "learning_rate": 0.1, "validation_accuracy": 0.95},
        {"run": "unlucky", "learning_rate": 0.1, "validation_accuracy": 0.75},
        {"run": "good", "learning_rate": 0.2, "validation_accuracy": 0.88},
        {"run": "better", "learning_rate": 0.2, "validation_accuracy": 0.90},
        {
            "run": "worse but best on test",
            "learning_rate": 0.3,
            "validation_accuracy": 0.5,
            "test_accuracy": 1.0,
        },
        {"run": "brilliant", "learning_rate": 0.4, "validation_accuracy": 0.99},
        {"run": "its twin", "learning_rate": 0.4, "outcome": "diverged"},
    ]
    assert best_run(pd.DataFrame([base | row for row in rows])) == "better"


def test_ties_go_to_the_earlier_row_and_run():
    base = asdict(mlp.Settings()) | {"outcome": "completed"}
    rows = [
        {"run": name, "learning_rate": rate, "validation_accuracy": accuracy}
        for name, rate, accuracy in [
            ("low", 0.4, 0.7), ("first", 0.3, 0.8), ("second", 0.3, 0.8), ("other", 0.1, 0.8),
            ("last", 0.1, 0.8),
        ]
    ]  # fmt: skip
    assert best_run(pd.DataFrame([base | row for row in rows])) == "first"
