"""What a search would cost by each strategy, replayed from one that trained every configuration in full.

A run that pauses and goes on is the same run, so the curves hold what successive halving would have seen.
"""

import math
from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

import pandas as pd

from workflow.search.halving import halve
from workflow.tables.frames import completed

FACTOR = 3  # of successive halving: a third goes on at each of two rungs


class Search(NamedTuple):
    """One seed's runs: what there is to find, and what it takes."""

    accuracies: (
        pd.DataFrame
    )  # validation, %; one row per configuration, one column per epoch; -inf if diverged
    epochs: pd.Series  # that each configuration was trained


class Saving(NamedTuple):
    """What successive halving would have saved and missed, in the worst case over seeds."""

    share: float  # of the epochs that training all takes
    gap: float  # points of validation accuracy below the best of all


def searches(table: pd.DataFrame, curves: pd.DataFrame) -> dict[int, Search]:
    """The runs of an experiment, each seed that every row was trained with a search of its own."""
    found = {}
    for seed, runs in curves.groupby("seed"):
        if not set(completed(table).index) <= set(runs["row"]):
            continue
        accuracies = 100 * runs.pivot(index="row", columns="epoch", values="validation_accuracy")
        accuracies = accuracies.reindex(table.index)
        trained = accuracies.notna().sum(axis=1)
        accuracies.loc[table.index.difference(completed(table).index)] = -math.inf
        found[int(seed)] = Search(accuracies, trained)
    return found


def rungs(search: Search) -> list[int]:
    """A ninth and a third of the epochs."""
    last = search.accuracies.columns[-1]
    return sorted({epochs for epochs in (last // FACTOR**2, last // FACTOR) if epochs})


def halving(
    search: Search, stages: Sequence[int] = (), group: Callable[[int], Hashable] = lambda row: None
) -> list[tuple[float, float]]:
    """After each rung, and at the end, the epochs spent so far and the highest accuracy there.

    Args:
        search: the runs.
        stages: the rungs and the end; by default those of :func:`rungs`.
        group: of a row, within which it is compared.
    """

    def score(row: int, epochs: int) -> float:
        return float(search.accuracies.at[row, epochs])

    path, spent, before = [], 0.0, 0
    stages = stages or [*rungs(search), search.accuracies.columns[-1]]
    for epochs, scores, _ in halve(len(search.accuracies), stages, FACTOR, score, group):
        trained = search.epochs.loc[list(scores)]
        spent += float((trained.clip(upper=epochs) - trained.clip(upper=before)).sum())
        path.append((spent, max(scores.values())))
        before = epochs
    return path


def in_order(search: Search) -> list[tuple[int, float]]:
    """After each configuration, in the order of the table."""
    finals = search.accuracies.iloc[:, -1]
    return list(zip(search.epochs.cumsum(), finals.cummax(), strict=True))


def at_random(search: Search) -> list[tuple[float, float]]:
    """After so many configurations drawn without replacement, the expectation over all orders.

    Of n values in order, the i-th is the highest of k with probability C(i − 1, k − 1) / C(n, k). What
    diverged ranks below all others; orders that have seen nothing else yet are left out.
    """
    finals = sorted(search.accuracies.iloc[:, -1])
    n, diverged = len(finals), finals.count(-math.inf)
    return [
        (
            k * search.epochs.mean(),
            sum(finals[i] * math.comb(i, k - 1) for i in range(diverged, n))
            / (math.comb(n, k) - math.comb(diverged, k)),
        )
        for k in range(1, n + 1)
        if math.comb(n, k) > math.comb(diverged, k)
    ]


def saving(table: pd.DataFrame, curves: pd.DataFrame) -> Saving | None:
    """What successive halving would have saved; None if there was too little to halve or all diverged."""
    found = [search for search in searches(table, curves).values() if len(search.accuracies) > FACTOR]
    if not found or completed(table).empty:
        return None
    ends = [(search, *halving(search)[-1]) for search in found]
    return Saving(
        share=max(spent / search.epochs.sum() for search, spent, _ in ends),
        gap=max(search.accuracies.iloc[:, -1].max() - best for search, _, best in ends),
    )
