"""Successive halving: many settings are trained a little, the best of them further.

Jamieson and Talwalkar 2016, arXiv:1502.07943. The rungs are numbers of epochs at which settings are
compared; of each ``factor`` one goes on.
"""

import csv
import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

DROPPED = "dropped_after"  # a column: the rung, in epochs; empty for what is trained to its end


class Rung(NamedTuple):
    """What was compared, and what of it goes on: numbers of rows."""

    epochs: int
    scores: dict[int, float]
    promoted: list[int]


def halve(rows: int, rungs: Sequence[int], factor: int, score: Callable[[int, int], float]) -> Iterator[Rung]:
    """Compare ``rows`` settings at each rung by ``score(row, epochs)``, the highest first.

    One in ``factor`` is promoted, rounded up. Of equals the first goes on, so that the promotions hang on
    nothing but the scores.
    """
    left = list(range(rows))
    for epochs in rungs:
        scores = {row: score(row, epochs) for row in left}
        ranked = sorted(left, key=lambda row: -scores[row])
        left = sorted(ranked[: math.ceil(len(left) / factor)])
        yield Rung(epochs, scores, left)


def survivors(table: Path) -> list[int]:
    """The rows of a table of promotions that were not dropped."""
    with table.open(encoding="utf-8", newline="") as file:
        return [number for number, row in enumerate(csv.DictReader(file)) if not row[DROPPED]]
