"""Successive halving: many configurations are trained a little, the best of them further.

Jamieson and Talwalkar 2016, arXiv:1502.07943. The rungs are numbers of epochs at which configurations
are compared; one in ``factor`` goes on.
"""

import csv
import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

DROPPED = "dropped_after"  # a column: the rung, in epochs; empty for what is trained to its end


class Rung(NamedTuple):
    """The rows that were compared at a rung, and those that go on."""

    epochs: int
    scores: dict[int, float]
    promoted: list[int]


def halve(rows: int, rungs: Sequence[int], factor: int, score: Callable[[int, int], float]) -> Iterator[Rung]:
    """Compare ``rows`` configurations at each rung by ``score(row, epochs)``, the highest first.

    One in ``factor`` is promoted, rounded up. Ties go to the earlier row, so that the promotions
    depend on nothing but the scores.
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
