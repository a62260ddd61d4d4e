"""Read what the runs wrote."""

import json
from collections.abc import Iterable
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


def read_summaries(folder: Path, runs: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The run.json of each of the runs of a table.

    Raises:
        InputError: one cannot be read or is another run's, or they are of different code or data.
    """
    summaries = {run: read_summary(folder, run) for run in runs}
    for key in ("code", "data"):
        first: dict[str, str] = {}  # a run of each
        for run, summary in summaries.items():
            first.setdefault(json.dumps(summary.get(key)), run)
        if len(first) > 1:
            one, other, *_ = first.values()
            raise InputError(
                f"{folder}: expected runs of the same {key} in one table, found {one} and {other};"
                " run the study again"
            )
    return summaries


def file_of(folder: Path, run: str, name: str) -> Path:
    """A file of a finished run, beside its run.json.

    Raises:
        InputError: it was deleted. Tables depend on run.json alone, so that has to go as well.
    """
    path = folder / run / name
    if not path.exists():
        summary = path.with_name("run.json")
        raise InputError(f"{summary}: expected {name} beside it, found none; delete it and run again")
    return path


def read_history(folder: Path, run: str) -> pd.DataFrame:
    """A run's history.parquet: one row per epoch.

    Raises:
        InputError: it is missing or cannot be read.
    """
    return read_table(file_of(folder, run, "history.parquet"), ["epoch", *FIGURES_OF["curves"]])


def read_finals(folder: Path, experiment: Experiment, images: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row per run of an experiment: ``row`` (of its table), outcome and final accuracies.

    The accuracies of a run that diverged are missing values.

    Args:
        folder: the runs.
        experiment: defaults, seeds and grid.
        images: what each run takes each image for, if that and not the run's own record decides.
    """
    rows = [(row, name_of(run)) for row, each in enumerate(configurations(experiment)) for run in each.runs]
    summaries = read_summaries(folder, (run for _, run in rows))
    records = []
    for row, run in rows:
        final = summaries[run]["final"] or {}
        accuracies = {name: final.get(name) for name in ACCURACIES}
        records.append({"row": row, "outcome": summaries[run]["outcome"]} | accuracies)
    finals = pd.DataFrame(records).astype(dict.fromkeys(ACCURACIES, float))
    if images is not None:
        right = images[[run for _, run in rows if run in images]].eq(images["label"], axis=0)
        shares = right.groupby(images["part"]).mean()
        for name in ACCURACIES:
            finals[name] = [shares.loc[name.removesuffix("_accuracy")].get(run) for _, run in rows]
    return finals
