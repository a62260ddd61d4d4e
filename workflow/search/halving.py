"""Successive halving: many configurations are trained a little, the best of them further.

Jamieson and Talwalkar 2016, arXiv:1502.07943. The rungs are numbers of epochs at which configurations
are compared; one in ``factor`` goes on. Hyperband (Li et al. 2018, arXiv:1603.06560) does that in brackets,
each with a rung less than the one before, in case the first rungs mislead.
"""

import csv
import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

DROPPED = "dropped_after"  # a column: the rung, in epochs; empty for what is trained to its end


def brackets(rows: Iterable[int], rungs: Sequence[int], factor: int) -> list[list[int]]:
    """The rows of each bracket of Hyperband: the first has all rungs, the last only the end.

    Each row joins the bracket that would have spent the fewest epochs so far, so that all spend about the
    same, and a row stays where it is when there are more.
    """
    steps = [epochs - before for before, epochs in pairwise(rungs)]
    costs = [
        rungs[first] + sum(step / factor**n for n, step in enumerate(steps[first:], 1))
        for first in range(len(rungs))
    ]
    found: list[list[int]] = [[] for _ in rungs]
    for row in rows:
        spent = [cost * len(members) for cost, members in zip(costs, found, strict=True)]
        found[spent.index(min(spent))].append(row)
    return found


class Rung(NamedTuple):
    """The rows that were compared at a rung, and those that go on."""

    epochs: int
    scores: dict[int, float]
    promoted: list[int]


def halve(
    rows: int,
    rungs: Sequence[int],
    factor: int,
    score: Callable[[int, int], float],
    group: Callable[[int], Hashable] = lambda row: None,
) -> Iterator[Rung]:
    """Compare ``rows`` configurations at each rung by ``score(row, epochs)``, the highest first.

    Of each ``group(row)`` one in ``factor`` is promoted, rounded up. Ties go to the earlier row, so that the
    promotions depend on nothing but the scores.
    """
    left = list(range(rows))
    for epochs in rungs:
        scores = {row: score(row, epochs) for row in left}
        groups = defaultdict(list)
        for row in sorted(left, key=lambda row: -scores[row]):
            groups[group(row)].append(row)
        left = sorted(row for ranked in groups.values() for row in ranked[: math.ceil(len(ranked) / factor)])
        yield Rung(epochs, scores, left)


def survivors(table: Path) -> list[int]:
    """The rows of a table of promotions that were not dropped."""
    with table.open(encoding="utf-8", newline="") as file:
        return [number for number, row in enumerate(csv.DictReader(file)) if not row[DROPPED]]
