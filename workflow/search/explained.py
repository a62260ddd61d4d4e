"""The tables that explain a search: how much its hyper-parameters matter, and what the strongest do."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from workflow.base.readers import read_table

FEWEST = 8  # configurations with an accuracy, below which there is nothing to learn from
IMPORTANCE = ["hyper_parameter", "importance", "low", "high"]  # in per cent
DEPENDENCE = ["hyper_parameter", "value", "accuracy", "low", "high"]  # the accuracy in per cent
SWITCHES = {"True": True, "False": False}


class Dependence(NamedTuple):
    """The accuracy to be expected at each value of a hyper-parameter, averaged over all others."""

    name: str
    values: list[Any]  # numbers, switches or names; None for configurations that leave it out
    accuracies: pd.DataFrame  # accuracy, low, high

    @property
    def numeric(self) -> bool:
        """Whether all values are numbers."""
        return all(isinstance(value, float) for value in self.values)


def logarithmic(values: Sequence[float]) -> bool:
    """Whether numbers are looked at by their logarithms: all are positive and span more than a decade."""
    return min(values) > 0 and max(values) > 10 * min(values)


def read_importance(path: Path) -> pd.DataFrame:
    """One row per hyper-parameter, the strongest first; none if there was too little to learn from."""
    return read_table(path, IMPORTANCE)


def read_dependence(path: Path) -> list[Dependence]:
    """The dependence on each of the strongest hyper-parameters, the strongest first."""
    table = read_table(path, DEPENDENCE, dtype={"value": str})
    return [
        Dependence(str(name), [value_of(text) for text in rows["value"]], rows[DEPENDENCE[2:]])
        for name, rows in table.groupby("hyper_parameter", sort=False)
    ]


def value_of(text: Any) -> Any:
    """A value of a hyper-parameter, from a column that holds the values of several."""
    if pd.isna(text):
        return None
    try:
        return SWITCHES[text] if text in SWITCHES else float(text)
    except ValueError:
        return text
