"""Runs that were never trained: their files, with the accuracies that a test wants."""

import json
from collections.abc import Sequence
from pathlib import Path

from workflow.configuration.experiments import Experiment, configurations
from workflow.runs.columns import SUMMARY
from workflow.runs.names import name_of


def write_runs(folder: Path, experiment: Experiment, rows: Sequence[Sequence[float | None]]) -> None:
    """A run.json for each run: validation accuracies (shares) by row and seed; None for one that diverged."""
    for configuration, accuracies in zip(configurations(experiment), rows, strict=True):
        for settings, accuracy in zip(configuration.runs, accuracies, strict=False):
            final = None
            if accuracy is not None:
                final = {"validation_accuracy": accuracy, "test_accuracy": accuracy - 0.1}
            summary = dict.fromkeys(SUMMARY) | {
                "run": name_of(settings),
                "inputs": 64,
                "outcome": "completed" if final else "diverged",
                "final": final,
            }
            (folder / name_of(settings)).mkdir(parents=True, exist_ok=True)
            (folder / name_of(settings) / "run.json").write_text(json.dumps(summary))
