"""The table of trials: every configuration that a search tried, when, how far it was trained, and how it did.

One row per configuration, in the order in which they were proposed. Runs diverged where the accuracy at the
last rung that a row reached is missing.
"""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from workflow.base.errors import InputError
from workflow.base.readers import read_table
from workflow.search.halving import DROPPED

GENERATION, SEEDS, MULTIPLY_ADDS = "generation", "seeds", "multiply_adds"
AFTER = "after_"  # and a rung: mean validation accuracy there, in per cent
KNOWN = (GENERATION, DROPPED, SEEDS, MULTIPLY_ADDS)


class Step(NamedTuple):
    """A generation at a rung: what the search had spent after it, and the best it had found."""

    generation: int
    rung: int
    epochs: int  # of training, all seeds together
    share: float  # of the multiply-adds that training every configuration to the end takes, in per cent
    best: float  # accuracy at the highest rung at which there is one, in per cent; missing if none is


class Trials:
    """What a search tried.

    Attributes:
        table: one row per configuration.
        rungs: in epochs; the last is the end of training.
        varied: the hyper-parameters.
    """

    def __init__(self, table: pd.DataFrame) -> None:
        self.table = table
        self.rungs = [int(name.removeprefix(AFTER)) for name in table if name.startswith(AFTER)]
        self.varied = [name for name in table if name not in KNOWN and not name.startswith(AFTER)]

    @cached_property
    def accuracies(self) -> pd.DataFrame:
        """Of each configuration, at each rung: missing where it was not trained to it, or diverged."""
        columns = self.table[[f"{AFTER}{rung}" for rung in self.rungs]]
        return columns.set_axis(self.rungs, axis=1).astype(float)

    @cached_property
    def reached(self) -> pd.Series:
        """The highest rung that each configuration was trained to."""
        return self.table[DROPPED].fillna(self.rungs[-1]).astype(int)

    @cached_property
    def entered(self) -> pd.Series:
        """The lowest rung of each configuration: in later brackets of Hyperband it is not the first."""
        known = self.accuracies.notna()
        return known.idxmax(axis=1).where(known.any(axis=1), self.reached).astype(int)

    @cached_property
    def last(self) -> pd.Series:
        """The accuracy of each configuration at the highest rung that it reached; missing if it diverged."""
        return pd.Series([self.accuracies.at[row, rung] for row, rung in self.reached.items()], dtype=float)

    @cached_property
    def finished(self) -> pd.Series:
        """Which configurations were trained to the end. They are the rows of the experiment's own table."""
        return self.table[DROPPED].isna()

    def row_of(self, number: int) -> int:
        """The row of a configuration that was trained to the end in the experiment's own table."""
        return int(self.finished[:number].sum())

    @property
    def chosen(self) -> int | None:
        """The first of the configurations with the highest accuracy at the end; None if all diverged."""
        ends = self.accuracies.iloc[:, -1]
        return int(ends.idxmax()) if ends.notna().any() else None

    @property
    def generations(self) -> list[int]:
        """The generations, in order."""
        return sorted(int(number) for number in self.table[GENERATION].unique())

    def share(self, epochs: pd.Series) -> float:
        """Of the epochs of training every configuration to the end, in per cent."""
        seeds = self.table[SEEDS]
        return 100 * float((epochs * seeds).sum() / (self.rungs[-1] * seeds).sum())

    def steps(self) -> Iterator[Step]:
        """The search, step by step: each generation passes its rungs before the next begins."""
        seeds, cost = self.table[SEEDS], self.table[SEEDS] * self.table[MULTIPLY_ADDS]
        in_full = self.rungs[-1] * cost.sum()
        epochs, computed, seen = 0, 0, self.accuracies.iloc[:0]
        for generation in self.generations:
            of_generation = self.table[GENERATION] == generation
            before = pd.Series(0, self.table.index)  # epochs that each configuration has behind it
            for rung in self.rungs:
                here = of_generation & (self.entered <= rung) & (self.reached >= rung)
                if not here.any():
                    continue
                trained = rung - before[here]
                epochs += int((trained * seeds[here]).sum())
                computed += int((trained * cost[here]).sum())
                before[here] = rung
                now = self.accuracies.loc[here, :rung]
                seen = pd.concat([seen.drop(index=now.index, errors="ignore"), now])
                best = seen[self.rungs].max().dropna()
                yield Step(
                    generation,
                    rung,
                    epochs,
                    float(100 * computed / in_full),
                    float(best.iloc[-1]) if len(best) else float("nan"),
                )


def read_trials(path: Path) -> Trials:
    """The table of trials in a file.

    Raises:
        InputError: it is damaged, is not such a table, or lacks a column.
    """
    trials = Trials(read_table(path, KNOWN))
    if not trials.rungs or trials.table.empty:
        raise InputError(
            f"{path}: expected trials and accuracies such as {AFTER}6, found none; delete it and run again"
        )
    return trials
