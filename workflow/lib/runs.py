"""Read what the runs wrote."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from workflow.lib.experiments import Experiment, configurations
from workflow.lib.program import InputError

ACCURACIES = ("validation_accuracy", "test_accuracy")


def read_summary(folder: Path, run: str) -> dict[str, Any]:
    """A run's run.json.

    Raises:
        InputError: it cannot be read, or is another run's.
    """
    path = folder / run / "run.json"
    try:
        summary: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if summary["run"] == run:
            return summary
    except (ValueError, KeyError) as error:
        raise InputError(f"{path}: expected a run's summary ({error}); delete it and run again") from error
    raise InputError(f"{path}: expected the summary of {run}, found that of {summary['run']}")


def read_finals(folder: Path, experiment: Experiment) -> pd.DataFrame:
    """One row a run of an experiment: ``row`` (of its table), outcome and final accuracies.

    The accuracies of a run that diverged are missing values.
    """
    records = []
    for row, configuration in enumerate(configurations(experiment)):
        for settings in configuration.runs:
            summary = read_summary(folder, settings.name)
            final = summary["final"] or {}
            records.append(
                {"row": row, "outcome": summary["outcome"]} | {name: final.get(name) for name in ACCURACIES}
            )
    return pd.DataFrame(records).astype(dict.fromkeys(ACCURACIES, float))
