"""Tables as people read them, and which of their rows and columns are which."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

COPIES = "copies"  # of each image, over which its probabilities are averaged

HEADINGS = {
    "validation_accuracy": "validation accuracy, %",
    "test_accuracy": "test accuracy, %",
    "test_ensemble": "ensemble, test accuracy, %",
    COPIES: "copies of each image",
    "multiply_adds": "multiply-adds, 10⁹",
    "below_best": "below the best, points",
    "decided_after": "decided after, seeds",
    "reference_test_accuracy": "reference report, %",
}
INTERVALS = {"validation_accuracy": "validation_interval", "test_accuracy": "test_interval"}
BOUNDS = ("below_best_low", "below_best_high")
# In the file, but not shown to people by themselves: intervals stand beside what they are about.
HIDDEN = {*INTERVALS.values(), *BOUNDS, "validation_ensemble"}
MEASURED = {*HEADINGS, *HIDDEN, "difference", "seeds", "diverged", "verdict"}


def completed(table: pd.DataFrame) -> pd.DataFrame:
    """The rows in which no run diverged: only these are compared."""
    return table[table["diverged"] == 0]


def varied_columns(table: pd.DataFrame) -> list[str]:
    """The hyper-parameters that an experiment varies: the columns that were not measured."""
    return [name for name in table.columns if name not in MEASURED]


def telling(table: pd.DataFrame, row: Mapping[str, Any] | pd.Series) -> dict[str, Any]:
    """The hyper-parameters that tell a row of a table from the others.

    These are all that the table varies. But if one row is a baseline, from which every other differs in a
    single value, only that value tells a row, and nothing the baseline.
    """
    varied = table[varied_columns(table)]
    usual = varied.mode(dropna=False).iloc[0]
    changed = varied.ne(usual) & ~(varied.isna() & usual.isna())
    one_at_a_time = len(varied.columns) > 1 and set(changed.sum(axis=1)) == {0, 1}
    if one_at_a_time and varied[changed].notna().equals(changed):
        return {name: row[name] for name in varied if pd.notna(row[name]) and row[name] != usual[name]}
    return {name: row[name] for name in varied}


def in_words(value: Any) -> str:
    """A hyper-parameter's name or value, without underscores and superfluous digits."""
    if pd.isna(value):
        return "default"  # what a configuration that leaves it out gets
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    return value.replace("_", " ") if isinstance(value, str) else f"{value:g}"


def shown(table: pd.DataFrame) -> list[str]:
    """The columns that people are shown; how many runs diverged only if any did."""
    unneeded = HIDDEN | ({"diverged"} if (table["diverged"] == 0).all() else set())
    return [name for name in table.columns if name not in unneeded]


def for_people(table: pd.DataFrame) -> pd.DataFrame:
    """The table in words: a figure and its interval share a cell; what was not measured is left empty."""
    names = shown(table)
    cells = {name: [cell(name, row) for row in table.to_dict("records")] for name in names}
    return pd.DataFrame(cells, index=table.index).set_axis(
        [HEADINGS.get(name, in_words(name)) for name in names], axis=1
    )


def cell(name: str, row: dict[str, Any]) -> str:
    """A cell of the table in words."""
    value = row[name]
    if pd.isna(value):
        return ""
    if name in INTERVALS:
        return plus_minus(value, row[INTERVALS[name]])
    if name == "below_best":
        low, high = (row[bound] for bound in BOUNDS)
        return points(value) if pd.isna(low) else f"{points(value)} ({points(low)} to {points(high)})"
    if name == "multiply_adds":
        return f"{value / 1e9:.4g}"
    form = {"test_ensemble": ".2f", "reference_test_accuracy": ".1f", "difference": "+.2f"}.get(name)
    return format(value, form) if form else in_words(value)


def plus_minus(value: float, half: float) -> str:
    """A mean accuracy with half its interval, if it has one."""
    return f"{value:.2f}" if pd.isna(half) else f"{value:.2f} ± {half:.2f}"


def points(value: float) -> str:
    """A difference in points; zero has no sign."""
    return f"{round(value, 2) + 0:.2f}"


def to_markdown(table: pd.DataFrame) -> str:
    """An experiment's table, in Markdown."""
    return frame_to_markdown(for_people(table))


def frame_to_markdown(frame: pd.DataFrame) -> str:
    """A table of texts, in Markdown."""
    text: str = frame.to_markdown(index=False, disable_numparse=True)
    return text + "\n"
