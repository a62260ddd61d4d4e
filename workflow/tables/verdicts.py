"""What can be said about the rows of an experiment's table: the best, those as good, the others, a trend."""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import stdtr, stdtrit

from workflow.tables.comparison import AS_GOOD, BEST, OPEN, WORSE
from workflow.tables.frames import completed, varied_columns
from workflow.tables.statistics import CONFIDENCE


class Verdicts(NamedTuple):
    """The completed rows of a table, compared by mean validation accuracy."""

    best: pd.Series
    leaders: int  # rows that share the highest mean
    others: int  # rows but the best
    compared: bool  # whether there are intervals: not with one seed
    as_good: pd.DataFrame
    worse: pd.DataFrame
    open: pd.DataFrame
    cheapest: pd.Series  # of the best and those as good, by multiply-adds; ties go to the best, then upwards
    needed: int  # seeds that would decide the open rows; 0 if none is


class Trend(NamedTuple):
    """How validation accuracy changes with the only hyper-parameter that varies, a number."""

    name: str  # of the hyper-parameter
    first: float  # its lowest value
    last: float  # its highest value
    slope: float  # points from one value to the next
    half_width: float  # of its confidence interval
    p: float  # of no slope


def best_of(table: pd.DataFrame) -> int | None:
    """The place of the best row: also with one seed, when there are no verdicts. None if no row completed."""
    compared = completed(table)
    if compared.empty:
        return None
    said = compared.index[compared["verdict"] == BEST]
    return int(said[0]) if len(said) else int(compared["validation_accuracy"].idxmax())


def verdicts(table: pd.DataFrame, margin: float) -> Verdicts | None:
    """The verdicts on a table; None if no row completed."""
    place = best_of(table)
    if place is None:
        return None
    compared = completed(table)
    best, others = compared.loc[place], compared.drop(index=place)
    as_good, worse, undecided = (others[others["verdict"] == each] for each in (AS_GOOD, WORSE, OPEN))
    candidates = pd.concat([compared.loc[[place]], as_good])
    return Verdicts(
        best=best,
        leaders=int((compared["validation_accuracy"] == best["validation_accuracy"]).sum()),
        others=len(others),
        compared=bool(others["below_best_high"].notna().any()),
        as_good=as_good,
        worse=worse,
        open=undecided,
        cheapest=candidates.loc[candidates["multiply_adds"].astype(float).idxmin()],
        needed=max((seeds_to_decide(row, margin) for _, row in undecided.iterrows()), default=0),
    )


def seeds_to_decide(row: pd.Series, margin: float) -> int:
    """About how many seeds would decide an open row, if its distance and the scatter stayed as they are.

    The width of an interval goes with 1/√n. It is narrow enough when its upper end is within the margin, or
    its lower end above zero, whichever takes fewer.
    """
    distance, seeds = float(row["below_best"]), int(row["seeds"])
    ratios: list[float] = []
    if distance < margin:
        ratios.append((row["below_best_high"] - distance) / (margin - distance))
    if distance > 0:
        ratios.append((distance - row["below_best_low"]) / distance)
    return max(math.ceil(seeds * min(ratios) ** 2), seeds + 1)


def trend(table: pd.DataFrame, runs: pd.DataFrame) -> Trend | None:
    """The linear trend from one value to the next, each with a scatter of its own.

    The slope is Σ cᵢ ȳᵢ with cᵢ the centred ranks of the values over their sum of squares; its variance is
    Σ cᵢ² sᵢ²/nᵢ, with degrees of freedom by Satterthwaite (Welch 1947).

    Args:
        table: an experiment's.
        runs: its runs, as :func:`workflow.tables.effects.finals` has them.

    Returns:
        None unless one number varies, with at least three values and at least two seeds for each.
    """
    name, *others = varied_columns(table)
    values = completed(table)[name]
    if others or not pd.api.types.is_numeric_dtype(values) or values.nunique() < 3:
        return None
    groups = runs.groupby(name)["validation_accuracy"]
    counts = groups.count().to_numpy()
    if counts.min() < 2:
        return None
    ranks = np.arange(len(counts)) - (len(counts) - 1) / 2
    weights = ranks / (ranks**2).sum()
    parts = weights**2 * groups.var().to_numpy() / counts
    slope, variance = float(weights @ groups.mean().to_numpy()), parts.sum()
    if variance == 0:
        return Trend(name, values.min(), values.max(), slope, 0.0, float(abs(slope) < 1e-9))
    degrees = variance**2 / (parts**2 / (counts - 1)).sum()
    error = math.sqrt(variance)
    half = stdtrit(degrees, (1 + CONFIDENCE) / 2) * error
    p = 2 * stdtr(degrees, -abs(slope) / error)
    return Trend(name, values.min(), values.max(), slope, float(half), float(p))
