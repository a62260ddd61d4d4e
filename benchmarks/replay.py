"""Searches of a space of which all is known, replayed from the curves of its runs.

The experiment ``search`` of config.yaml has trained all of its configurations in full. So what a search would
have seen can be looked up, many times over. It pays for each epoch of each configuration once.
"""

import math
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workflow.search.halving import halve
from workflow.search.strategies import FACTOR, Search, rungs, searches
from workflow.tables.frames import frame_to_markdown, varied_columns

TABLES = Path("results/tables")
ABSENT = "The tables of the experiment `search` were not there; `snakemake search` makes them.\n"
POINTS = 0.1  # below the best of all configurations
MOST_ASKED = 1000  # of TPE, which asks for some configurations again and again


class Ledger:
    """What a search has trained, what that took, and when it first came near enough to the best."""

    def __init__(self, search: Search) -> None:
        self.search, self.last = search, search.accuracies.columns[-1]
        self.target = search.accuracies[self.last].max() - POINTS
        self.trained = dict.fromkeys(search.accuracies.index, 0)
        self.epochs, self.reached = 0, math.inf

    def score(self, row: int, epochs: int) -> float:
        """The accuracy of a configuration after so many epochs, for which it is trained if it was not."""
        self.epochs += max(epochs - self.trained[row], 0)
        self.trained[row] = max(epochs, self.trained[row])
        accuracy = float(self.search.accuracies.at[row, epochs])
        if epochs == self.last and accuracy >= self.target:
            self.reached = min(self.reached, self.epochs)
        return accuracy


def at_random(ledger: Ledger, values: pd.DataFrame, rng: np.random.Generator) -> None:
    for row in rng.permutation(ledger.search.accuracies.index):
        ledger.score(row, ledger.last)


def halving(ledger: Ledger, values: pd.DataFrame, rng: np.random.Generator) -> None:
    """All configurations at once: no draw, so that each search is the same."""
    stages = [*rungs(ledger.search), ledger.last]
    list(halve(len(values), stages, FACTOR, ledger.score))


def hyperband(ledger: Ledger, values: pd.DataFrame, rng: np.random.Generator) -> None:
    """Brackets from the first rung, the second and so on, of configurations drawn at random, until all are.

    Li et al. 2018, Journal of Machine Learning Research 18, algorithm 1.
    """
    stages = [*rungs(ledger.search), ledger.last]
    order = rng.permutation(ledger.search.accuracies.index)
    while len(order):
        for skipped in range(len(stages)):
            left = len(stages) - 1 - skipped  # rungs before the end, s of the algorithm
            size = math.ceil(len(stages) / (left + 1) * FACTOR**left)
            bracket, order = order[:size], order[size:]
            scores = partial(of_bracket, ledger, bracket)
            list(halve(len(bracket), stages[skipped:], FACTOR, scores))


def of_bracket(ledger: Ledger, bracket: NDArray[np.int64], place: int, epochs: int) -> float:
    return ledger.score(int(bracket[place]), epochs)


def tpe(ledger: Ledger, values: pd.DataFrame, rng: np.random.Generator) -> None:
    """Optuna's sampler, asked as workflow.search.propose does: one by one, each trained to its end."""
    import optuna  # takes a second

    from workflow.search.propose import hyper_parameter

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    space = {name: hyper_parameter(values[name].unique().tolist()) for name in values}
    distributions = {name: each.distribution for name, each in space.items()}
    rows = {tuple(each): row for row, *each in values.itertuples()}
    sampler = optuna.samplers.TPESampler(seed=int(rng.integers(2**31)))
    study = optuna.create_study(direction="maximize", sampler=sampler)
    for _ in range(MOST_ASKED):
        trial = study.ask(distributions)
        asked = tuple(each.from_model(trial.params[name]) for name, each in space.items())
        accuracy = ledger.score(rows[asked], ledger.last)
        study.tell(trial, max(accuracy, 0))  # what diverged has learnt nothing
        if ledger.reached < math.inf:
            break


STRATEGIES: dict[str, Callable[[Ledger, pd.DataFrame, np.random.Generator], None]] = {
    "random": at_random,
    "successive halving": halving,
    "Hyperband": hyperband,
    "TPE": tpe,
}


def replay(table: pd.DataFrame, curves: pd.DataFrame, repetitions: int) -> pd.DataFrame:
    """The epochs until each search is near enough to the best: by strategy, seed of the runs and search."""
    values = table[varied_columns(table)]
    rows = []
    for seed, search in searches(table, curves).items():
        for name, strategy in STRATEGIES.items():
            for repetition in range(repetitions):
                ledger = Ledger(search)
                strategy(ledger, values, np.random.default_rng(repetition))
                rows.append((name, seed, repetition, ledger.reached))
    return pd.DataFrame(rows, columns=["strategy", "seed", "repetition", "epochs"])


def section(replayed: pd.DataFrame) -> str:
    """The page's table: for each strategy and seed the median over searches, and the range of nine in ten."""

    def cell(epochs: pd.Series) -> str:
        low, median, high = (
            "never" if math.isinf(value) else f"{value:.0f}"
            for value in np.quantile(epochs, (0.05, 0.5, 0.95), method="higher")
        )
        return median if low == high else f"{median} ({low}–{high})"

    cells = replayed.groupby(["strategy", "seed"], sort=False)["epochs"].agg(cell).unstack()
    cells.columns = [f"seed {seed}" for seed in cells]
    return frame_to_markdown(cells.reset_index())


def replayed(repetitions: int) -> pd.DataFrame | None:
    """The replay of the experiment ``search``; None where its tables are not there."""
    files = TABLES / "search.csv", TABLES / "search-curves.parquet"
    if not all(path.exists() for path in files):
        return None
    return replay(pd.read_csv(files[0]), pd.read_parquet(files[1]), repetitions)
