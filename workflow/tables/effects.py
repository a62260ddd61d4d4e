"""What each hyper-parameter of a search does by itself, and whether choosing by validation overfitted."""

from typing import Any, NamedTuple

import pandas as pd

from workflow.runs.columns import ACCURACIES
from workflow.tables.frames import completed, varied_columns
from workflow.tables.statistics import interval
from workflow.tables.verdicts import best_of


class Effect(NamedTuple):
    """What one hyper-parameter does to mean validation accuracy, averaged over the others."""

    name: str
    points: float  # between its best and its worst value
    best: Any
    worst: Any


class Selection(NamedTuple):
    """What choosing by validation accuracy did on the test set, which it did not see."""

    others: int  # configurations but the chosen one
    better: int  # those of them with a higher mean test accuracy
    cost: float  # points of test accuracy between the chosen one and the best of those


def finals(table: pd.DataFrame, curves: pd.DataFrame) -> pd.DataFrame:
    """One row per run of the completed configurations: row, seed, varied values, accuracies in per cent."""
    kept = curves[curves["row"].isin(completed(table).index)]
    last = kept.sort_values("epoch").groupby(["row", "seed"], as_index=False).tail(1)
    runs = last[["row", "seed", *ACCURACIES]].sort_values(["row", "seed"]).reset_index(drop=True)
    runs[ACCURACIES] *= 100
    return runs.join(table[varied_columns(table)], on="row")


def balanced(runs: pd.DataFrame) -> pd.DataFrame:
    """The runs of the seeds that every row was trained with, so that means over rows are of the same rows."""
    rows = runs.groupby("seed")["row"].transform("nunique")
    return runs[rows == runs["row"].nunique()]


def marginal(runs: pd.DataFrame, name: str) -> pd.DataFrame:
    """The effect of one hyper-parameter: for each value the mean accuracy over all others, with its interval.

    The others are averaged within each seed first, so that the interval is that of a mean over seeds.
    A missing value, of configurations that leave it out, is the last.
    """
    means = balanced(runs).groupby([name, "seed"], dropna=False)[ACCURACIES].mean()
    return means.groupby(name, dropna=False).agg(["mean", interval]).sort_index()


def main_effects(runs: pd.DataFrame, names: list[str]) -> list[Effect]:
    """The effect of each hyper-parameter that takes at least two values, the strongest first."""
    found = []
    for name in names:
        values = balanced(runs).groupby(name, sort=False, dropna=False)
        means = values["validation_accuracy"].mean()
        if len(means) > 1:
            found.append(Effect(name, means.max() - means.min(), means.idxmax(), means.idxmin()))
    return sorted(found, key=lambda effect: -effect.points)


def selection_effect(table: pd.DataFrame) -> Selection | None:
    """What choosing did; None for fewer than two completed configurations."""
    compared = completed(table)
    if len(compared) < 2:
        return None
    above = compared["test_accuracy"] - compared.at[best_of(table), "test_accuracy"]
    return Selection(others=len(compared) - 1, better=int((above > 0).sum()), cost=above.max())
