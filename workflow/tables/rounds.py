"""Looking at results round by round, without being wrong more often than when looking once.

An error of α in all is spent over the rounds: α (n/N)² by the round of n seeds, where N is the last (the
power family of Kim and DeMets 1987, doi:10.1093/biomet/74.1.149, ρ = 2). N is part of the plan: who raises
it because of what was seen spends more than α.
"""

import csv
from pathlib import Path

import numpy as np

STEP = 4  # seeds from one round to the next
GRID = 2001  # points across ±8 standard deviations


def rounds_of(first: int, last: int) -> list[int]:
    """The numbers of seeds at which results are looked at."""
    return [*range(first, last, STEP), last]


def levels(rounds: list[int], alpha: float) -> list[float]:
    """The error to allow at each round, so that in all rounds together it is ``alpha``.

    Computed for one comparison, whose sum of n values is Brownian motion at time n: the two-sided level at
    which a path that has not crossed an earlier boundary crosses this one with the probability to be spent
    (Armitage, McPherson and Rowe 1969; Lan and DeMets 1983, doi:10.1093/biomet/70.3.659).
    """
    from scipy.special import ndtr  # takes as long as all else of planning, which needs only the rounds

    x = np.linspace(-8, 8, GRID)
    spent = [alpha * (n / rounds[-1]) ** 2 for n in rounds]
    found: list[float] = []
    density = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)  # of the sum / √n, where no boundary was crossed
    for number, n in enumerate(rounds):
        if number:
            before = rounds[number - 1]
            # Sₙ = S_before + √(n − before)·ε, both in units of their own √
            step = x[:, None] * np.sqrt(n) - x * np.sqrt(before)
            kernel = np.exp(-(step**2) / 2 / (n - before)) * np.sqrt(n / (2 * np.pi * (n - before)))
            density = kernel @ density * (x[1] - x[0])
        tail = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2) * (x[1] - x[0])])
        boundary = -np.interp((spent[number] - (spent[number - 1] if number else 0)) / 2, tail, x)
        found.append(float(2 * ndtr(-boundary)))
        density = np.where(np.abs(x) <= boundary, density, 0)
    return found


def seeds_of(table: Path) -> tuple[list[int], list[int]]:
    """From a table of decisions, the seeds that each row has, and those that it is given next."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [int(row["seeds"]) for row in rows], [int(row["next_seeds"]) for row in rows]
