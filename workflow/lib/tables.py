"""Tables: read, and as people read them."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from workflow.lib.program import InputError

HEADINGS = {
    "validation_accuracy": "validation accuracy, %",
    "test_accuracy": "test accuracy, %",
    "source_test_accuracy": "source, %",
}
INTERVALS = {"validation_accuracy": "validation_interval", "test_accuracy": "test_interval"}
ACCURACIES = ["validation_accuracy", "test_accuracy"]
MEASURED = {*HEADINGS, *INTERVALS.values(), "difference", "seeds", "diverged", "choice"}


def read_table(path: Path, columns: Sequence[str], **options: Any) -> pd.DataFrame:
    """A table that another program wrote, in Parquet or CSV; ``options`` are those of pandas for CSV.

    Raises:
        InputError: it is no such table, or lacks one of ``columns``.
    """
    try:
        if path.suffix == ".parquet":
            # Not a file of Python's: programs abort at exit while a thread of Arrow's holds it, 15 of 250.
            with pq.ParquetFile(path) as file:
                table: pd.DataFrame = file.read().to_pandas()
        else:
            table = pd.read_csv(path, **options)
        absent = [name for name in columns if name not in table.columns]
        if absent:
            raise ValueError(f"it has no column {', '.join(absent)}")
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        kind = path.suffix[1:]
        raise InputError(f"{path}: expected a table in {kind} ({error}); delete it and run again") from error
    return table


def read_confusion(path: Path) -> pd.DataFrame:
    """Counts with a row a true class and a column a predicted one, both named as in the configuration."""
    # No name of a class is a number or a missing value, whatever it looks like.
    table = read_table(path, [], header=None, dtype=str, keep_default_na=False)
    counts = pd.DataFrame(table.iloc[1:, 1:].to_numpy(), table.iloc[1:, 0], table.iloc[0, 1:])
    try:
        return counts.astype(int)
    except ValueError as error:
        raise InputError(f"{path}: expected counts ({error}); delete it and run again") from error


def varied_columns(table: pd.DataFrame) -> list[str]:
    """The settings that an experiment varies: the columns that were not measured."""
    return [name for name in table.columns if name not in MEASURED]


def label(varied: dict[str, Any]) -> str:
    """A configuration in a few words: the first setting's value, the others by name."""
    present = {name: value for name, value in varied.items() if not pd.isna(value)}
    first, *others = present.items()
    return ", ".join([in_words(first[1]), *(f"{in_words(name)} {in_words(value)}" for name, value in others)])


def in_words(value: Any) -> str:
    """A setting's name or value without underscores and superfluous digits."""
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    return value.replace("_", " ") if isinstance(value, str) else f"{value:g}"


def for_people(table: pd.DataFrame) -> pd.DataFrame:
    """The table in words: an accuracy with its interval in one cell, nothing where nothing was measured."""
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
        elif name == "source_test_accuracy":
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
