"""Read what the runs wrote."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from workflow.lib.experiments import FIGURES_OF, Experiment, configurations
from workflow.lib.program import InputError
from workflow.lib.tables import ACCURACIES, read_table

SUMMARY = ("run", "settings", "outcome", "parameters", "epochs_completed", "final")


def read_json(path: Path, keys: Iterable[str]) -> dict[str, Any]:
    """A JSON object that another program wrote.

    Raises:
        InputError: it is none, or lacks one of ``keys``.
    """
    try:
        value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if absent := [key for key in keys if key not in value]:
            raise ValueError(f"it has no {', '.join(absent)}")
    except (ValueError, TypeError) as error:
        raise InputError(f"{path}: expected a JSON object ({error}); delete it and run again") from error
    return value


def read_summary(folder: Path, run: str) -> dict[str, Any]:
    """A run's run.json.

    Raises:
        InputError: it cannot be read, or is another run's.
    """
    path = folder / run / "run.json"
    summary = read_json(path, SUMMARY)
    if summary["run"] != run:
        raise InputError(
            f"{path}: expected the summary of {run}, found that of {summary['run']}; delete it and run again"
        )
    return summary


def read_history(folder: Path, run: str) -> pd.DataFrame:
    """A run's history.parquet: a row an epoch.

    Raises:
        InputError: it cannot be read.
    """
    return read_table(folder / run / "history.parquet", ["epoch", *FIGURES_OF["curves"]])


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
