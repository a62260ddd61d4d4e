"""The figures of the reference report, where the study is about the same data."""

import re
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from workflow.configuration.experiments import Experiment, configurations
from workflow.tables.chance import Chance, against_one_run
from workflow.tables.frames import completed, varied_columns

FOLDER = Path(__file__).parents[1] / "reference"
FIGURE = "reference_test_accuracy"


class Comparison(NamedTuple):
    """An experiment beside the reference report: the configurations that both have."""

    rows: pd.DataFrame
    best: pd.Series  # the reference report's best of them
    rank: int  # its rank here by mean validation accuracy, among the completed configurations
    ranked: int  # how many those are
    means: dict[str, pd.DataFrame]  # where several vary, of each: mean test accuracy by value, there and here


def reference(name: str, data: Iterable[str], folder: Path = FOLDER) -> pd.DataFrame | None:
    """The reference report's figures for an experiment; None where it has none about these data.

    Args:
        name: the experiment's.
        data: the SHA-256 of the files that the study's data come from. The comments of a table of
            reference figures list those of the data that it is about.
        folder: the tables, each named after its experiment.
    """
    path = folder / f"{name}.csv"
    if not path.exists():
        return None
    comments = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    if set(re.findall(r"\b[0-9a-f]{64}\b", "\n".join(comments))) != set(data):
        return None
    return pd.read_csv(path, comment="#")


def beside(table: pd.DataFrame, experiment: Experiment, figures: pd.DataFrame) -> pd.DataFrame:
    """An experiment's table with the reference report's figure for each configuration, and the difference."""
    runs = pd.DataFrame(asdict(row.runs[0]) for row in configurations(experiment))
    keys = [name for name in figures.columns if name != FIGURE]
    found = runs[keys].merge(figures, on=keys, how="left", validate="many_to_one")[FIGURE]
    return table.assign(**{FIGURE: found, "difference": table["test_accuracy"] - found})


def comparison(table: pd.DataFrame) -> Comparison | None:
    """A table beside the reference report's figures in it; None where they share no configuration."""
    compared = completed(table)
    rows = compared.dropna(subset=FIGURE)
    if rows.empty:
        return None
    best = rows.loc[rows[FIGURE].idxmax()]
    varied = varied_columns(table)
    means = {
        name: rows.groupby(name, sort=False)[[FIGURE, "test_accuracy"]].mean()
        for name in varied
        if len(varied) > 1
    }
    return Comparison(
        rows=rows,
        best=best,
        rank=int((compared["validation_accuracy"] > best["validation_accuracy"]).sum()) + 1,
        ranked=len(compared),
        means={name: by_value for name, by_value in means.items() if len(by_value) > 1},
    )


def half_widths(rows: pd.DataFrame, ensembles: pd.DataFrame, images: int) -> pd.Series:
    """Half the width of the confidence interval of each difference from the reference report, in points.

    Missing where there is one seed.

    Args:
        rows: the compared ones of an experiment's table.
        ensembles: the errors of the experiment's accuracies, by source.
        images: on how many the reference report's figures were measured.
    """
    errors = ensembles.loc[rows.index, ["test_error_runs", "test_error_images", "test_interval"]] / 100
    found = []
    for (_, row), (runs, seen, half) in zip(rows.iterrows(), errors.to_numpy(float), strict=True):
        ours = Chance(runs=runs, images=seen, half_width=half, n=int(row["seeds"]))
        found.append(100 * against_one_run(ours, row[FIGURE] / 100, images))
    return pd.Series(found, rows.index, float)
