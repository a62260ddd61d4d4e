"""The verdict on each row of an experiment: from one look at its runs, or round by round."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workflow.tables.comparison import BEST, OPEN, Array, distances, verdicts
from workflow.tables.frames import BOUNDS
from workflow.tables.rounds import levels
from workflow.tables.statistics import CONFIDENCE

ALPHA = 1 - CONFIDENCE
COLUMNS = ["below_best", *BOUNDS, "verdict"]


def diverged(runs: Sequence[Array]) -> NDArray[np.bool_]:
    """Whether a row has a run that diverged."""
    return np.array([bool(np.isnan(values).any()) for values in runs])


def leader(runs: Sequence[Array]) -> int | None:
    """The completed row with the highest mean; ties go to the earlier row. None if no row completed."""
    means = np.array([values.mean() for values in runs]).round(9)  # equal but for the order of summation
    return None if np.isnan(means).all() else int(np.nanargmax(means))


def look(runs: Sequence[Array], level: float, margin: float) -> pd.DataFrame:
    """What one look at the runs says of each row, the leader too: as good, worse or open.

    Args:
        runs: of each row the validation accuracy of its runs, in per cent; missing for one that diverged.
        level: the probability that any interval is wrong, at most.
        margin: the difference that matters, in points.

    Returns:
        ``COLUMNS``, missing where a run diverged or there is no other row to compare with. Of rows with one
        run each only the distance is known.
    """
    said = pd.DataFrame(np.nan, index=range(len(runs)), columns=COLUMNS).assign(verdict="")
    rows = [row for row, out in enumerate(diverged(runs)) if not out]
    if len(rows) < 2:
        return said
    counts = np.array([len(runs[row]) for row in rows])
    means = np.array([runs[row].mean() for row in rows])
    if counts.min() < 2:
        said.loc[rows, "below_best"] = [np.delete(means, i).max() - mean for i, mean in enumerate(means)]
        return said
    variances = np.array([runs[row].var(ddof=1) for row in rows])
    distance, lower, upper = distances(means, variances, counts, level)
    for name, values in zip(COLUMNS, (distance, lower, upper, verdicts(lower, upper, margin)), strict=True):
        said.loc[rows, name] = values
    return said


def once(runs: Sequence[Array], margin: float) -> pd.DataFrame:
    """The verdicts from one look, with the best row named."""
    said = look(runs, ALPHA, margin)
    said.loc[said.index == leader(runs), "verdict"] = BEST
    return said


def by_need(runs: Sequence[Array], rounds: list[int], margin: float, now: int) -> pd.DataFrame:
    """The verdicts after the round of ``now`` seeds, and how many seeds each row is given next.

    A row keeps the verdict and the interval of the round that decided it. While another row is open, the
    open rows and the leader are given the seeds of the next round. A row with a run that diverged drops out.

    Args:
        runs: of each row the validation accuracy of its runs, in per cent; missing for one that diverged.
        rounds: the numbers of seeds at which there is a look.
        margin: the difference that matters, in points.
        now: one of ``rounds``.

    Returns:
        ``seeds``, ``COLUMNS``, ``decided_after``, ``next_seeds`` and ``reason``.
    """
    table = pd.DataFrame(index=range(len(runs)), columns=COLUMNS).assign(next_seeds=rounds[0])
    table["decided_after"] = pd.array([pd.NA] * len(runs), dtype="Int64")
    for seeds, level in zip(rounds, levels(rounds, ALPHA), strict=True):
        table["seeds"] = table["next_seeds"]
        so_far = [values[:count] for values, count in zip(runs, table["seeds"], strict=True)]
        out = diverged(so_far)
        pending = table["decided_after"].isna().to_numpy() | out
        said = look(so_far, level, margin)
        table.loc[pending, COLUMNS] = said.loc[pending, COLUMNS]
        undecided = table["verdict"].isin([OPEN, ""]).to_numpy()
        table.loc[pending, "decided_after"] = pd.NA
        table.loc[pending & ~undecided, "decided_after"] = seeds
        leads = table.index == leader(so_far)
        open_rows = (table["verdict"] == OPEN).to_numpy()
        others = bool((open_rows & ~leads).any())
        going = others and seeds < rounds[-1]
        more = open_rows | leads
        if going:
            table.loc[more, "next_seeds"] = rounds[rounds.index(seeds) + 1]
        table["reason"] = np.select(
            [out, more & going & leads, more & going, more],
            ["diverged", "leader", "open", "last round" if others else "no row is open"],
            "decided",
        )
        if seeds == now or not going:
            break
    table.loc[leads, "verdict"] = BEST
    return table[["seeds", *COLUMNS, "decided_after", "next_seeds", "reason"]]
