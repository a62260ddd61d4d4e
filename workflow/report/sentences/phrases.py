"""The parts that sentences have in common: a configuration, an accuracy, the level of confidence."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from workflow.report.catalogue import Text, joined, name_of
from workflow.tables.frames import varied_columns
from workflow.tables.statistics import CONFIDENCE

TESTED = f"{100 * CONFIDENCE:.0f}"


def settings(values: Mapping[str, Any]) -> list[Text]:
    """Hyper-parameters with their values, such as ``learning rate = 0.3``; missing values are left out."""
    return [
        joined([name_of("hyper_parameters", name), name_of("values", value)], "equals")
        for name, value in values.items()
        if pd.notna(value)
    ]


def named(table: pd.DataFrame, row: Mapping[str, Any] | pd.Series) -> Text:
    """A configuration by the hyper-parameters that its table varies."""
    values = settings({name: row[name] for name in varied_columns(table)})
    return joined(values, "values") if values else name_of("values", None)


def accuracy(row: Mapping[str, Any] | pd.Series, part: str) -> str:
    """A mean accuracy, with its interval if it has one."""
    mean, half = row[f"{part}_accuracy"], row[f"{part}_interval"]
    return f"{mean:.2f}" if pd.isna(half) else f"{mean:.2f} ± {half:.2f}"


def signed(value: float) -> str:
    """A difference in points, with its sign; zero has none."""
    return f"{value:+.2f}" if round(value, 2) else "0.00"
