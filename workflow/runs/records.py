"""Read what the runs wrote."""

from pathlib import Path
from typing import Any

import pandas as pd

from workflow.base.errors import InputError
from workflow.base.readers import read_json, read_table
from workflow.configuration.experiments import FIGURES_OF, Experiment, configurations
from workflow.runs.columns import ACCURACIES, SUMMARY
from workflow.runs.names import name_of


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
            summary = read_summary(folder, name_of(settings))
            final = summary["final"] or {}
            records.append(
                {"row": row, "outcome": summary["outcome"]} | {name: final.get(name) for name in ACCURACIES}
            )
    return pd.DataFrame(records).astype(dict.fromkeys(ACCURACIES, float))
