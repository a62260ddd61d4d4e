"""What can be said about the rows of an experiment's table: the best, those like it, the worst, a trend."""

from typing import NamedTuple

import pandas as pd

from workflow.tables.frames import TIED, completed, varied_columns


class Verdicts(NamedTuple):
    """The completed rows of a table, compared by mean validation accuracy."""

    best: pd.Series
    leaders: int  # rows that share the highest mean
    others: int  # rows but the best
    tied: pd.DataFrame  # those of the others that cannot be told apart from the best
    worst: pd.Series


class Trend(NamedTuple):
    """How mean validation accuracy changes with the only hyper-parameter that varies, a number."""

    direction: str  # rises, falls, level or uneven
    name: str  # of the hyper-parameter
    first: float  # its lowest value
    last: float  # its highest value
    change: float  # of accuracy from the first to the last, in points


def verdicts(table: pd.DataFrame) -> Verdicts | None:
    """The verdicts on a table; None if no row completed."""
    compared = completed(table)
    if compared.empty:
        return None
    means = compared["validation_accuracy"]
    chosen = compared["choice"] == "best"
    best = compared[chosen].iloc[0]
    return Verdicts(
        best=best,
        leaders=int((means == best["validation_accuracy"]).sum()),
        others=len(compared) - 1,
        tied=compared[compared["choice"] == TIED],
        worst=compared.loc[means.idxmin()],
    )


def trend(table: pd.DataFrame) -> Trend | None:
    """The trend over the completed rows; None unless one number varies, with at least three values."""
    rows, (name, *others) = completed(table), varied_columns(table)
    values = rows[name]
    number = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    if others or not number or values.nunique() < 3:
        return None
    steps = rows.sort_values(name)["validation_accuracy"].diff().dropna()
    tests = {"level": steps == 0, "rises": steps > 0, "falls": steps < 0}
    direction = next((name for name, holds in tests.items() if holds.all()), "uneven")
    return Trend(direction, name, values.min(), values.max(), float(steps.sum()))
