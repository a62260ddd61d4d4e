"""Tables as people read them, and which of their rows and columns are which."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

HEADINGS = {
    "validation_accuracy": "validation accuracy, %",
    "test_accuracy": "test accuracy, %",
    "reference_test_accuracy": "reference report, %",
}
INTERVALS = {"validation_accuracy": "validation_interval", "test_accuracy": "test_interval"}
TIED = "not distinguishable"
MEASURED = {*HEADINGS, *INTERVALS.values(), "difference", "seeds", "diverged", "choice"}


def completed(table: pd.DataFrame) -> pd.DataFrame:
    """The rows in which no run diverged: only these are compared."""
    return table[table["diverged"] == 0]


def varied_columns(table: pd.DataFrame) -> list[str]:
    """The hyper-parameters that an experiment varies: the columns that were not measured."""
    return [name for name in table.columns if name not in MEASURED]


def label(varied: dict[str, Any]) -> str:
    """A configuration in a few words: its hyper-parameters by name and value, a value in words by itself."""
    words = [
        in_words(value) if isinstance(value, str) else f"{in_words(name)} {in_words(value)}"
        for name, value in varied.items()
        if not pd.isna(value)
    ]
    return ", ".join(words) or in_words(None)


def in_words(value: Any) -> str:
    """A hyper-parameter's name or value, without underscores and superfluous digits."""
    if pd.isna(value):
        return "default"  # what a configuration that leaves it out gets
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    return value.replace("_", " ") if isinstance(value, str) else f"{value:g}"


def for_people(table: pd.DataFrame) -> pd.DataFrame:
    """The table in words: an accuracy and its interval share a cell; what was not measured is left empty."""
    result = pd.DataFrame(index=table.index)
    for name in table.columns:
        if name in INTERVALS:
            half_widths = table[INTERVALS[name]]
            cells: Iterable[str] = [
                "" if pd.isna(mean) else f"{mean:.2f}" if pd.isna(half) else f"{mean:.2f} ± {half:.2f}"
                for mean, half in zip(table[name], half_widths, strict=True)
            ]
        elif name in INTERVALS.values():
            continue
        elif name == "reference_test_accuracy":
            cells = ["" if pd.isna(value) else f"{value:.1f}" for value in table[name]]
        elif name == "difference":
            cells = ["" if pd.isna(value) else f"{value:+.2f}" for value in table[name]]
        else:
            cells = ["" if pd.isna(value) else in_words(value) for value in table[name]]
        result[HEADINGS.get(name, in_words(name))] = list(cells)
    return result


def to_markdown(table: pd.DataFrame) -> str:
    """An experiment's table, in Markdown."""
    return frame_to_markdown(for_people(table))


def frame_to_markdown(frame: pd.DataFrame) -> str:
    """A table of texts, in Markdown."""
    text: str = frame.to_markdown(index=False, disable_numparse=True)
    return text + "\n"
