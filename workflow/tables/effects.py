"""A search over several settings: what each does by itself, and whether choosing overfitted."""

import pandas as pd

from workflow.runs.columns import ACCURACIES
from workflow.tables.frames import completed, varied_columns
from workflow.tables.statistics import interval


def finals(table: pd.DataFrame, curves: pd.DataFrame) -> pd.DataFrame:
    """A row a run of the configurations that always trained: row, seed, varied settings, accuracies in %."""
    kept = curves[curves["row"].isin(completed(table).index)]
    last = kept.sort_values("epoch").groupby(["row", "seed"], as_index=False).tail(1)
    runs = last[["row", "seed", *ACCURACIES]].sort_values(["row", "seed"]).reset_index(drop=True)
    runs[ACCURACIES] *= 100
    return runs.join(table[varied_columns(table)], on="row")


def marginal(runs: pd.DataFrame, name: str) -> pd.DataFrame:
    """The effect of one hyper-parameter: for each value the mean accuracy over all others, with its interval.

    The others are averaged within each seed first, so that the interval is that of a mean over seeds.
    A missing value, of configurations that leave it out, is the last.
    """
    means = runs.groupby([name, "seed"], dropna=False)[ACCURACIES].mean()
    return means.groupby(name, dropna=False).agg(["mean", interval]).sort_index()
