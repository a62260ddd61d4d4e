"""The parts that sentences have in common: a configuration, an accuracy, a distance."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from workflow.report.catalogue import say
from workflow.tables.frames import BOUNDS, plus_minus, points, telling, varied_columns
from workflow.tables.statistics import CONFIDENCE
from workflow.tables.words import Text, joined, name_of, unvaried

TESTED = f"{100 * CONFIDENCE:.0f}"
FEW = 4  # configurations that a sentence names; of more it says how many, as the table marks them


def settings(values: Mapping[str, Any]) -> list[Text]:
    """Hyper-parameters with their values, such as ``learning rate = 0.3``; missing values are left out."""
    return [
        joined([name_of("hyper_parameters", name), name_of("values", value)], "equals")
        for name, value in values.items()
        if pd.notna(value)
    ]


def named(table: pd.DataFrame, row: Mapping[str, Any] | pd.Series) -> Text:
    """A configuration by the hyper-parameters that tell it from the others in its table."""
    told = telling(table, row)
    values = settings(told)
    return joined(values, "values") if values else unvaried(told)


def which(table: pd.DataFrame, rows: pd.DataFrame, others: int, few: int = FEW) -> Text:
    """Some of the rows but the best: by name if they are few, and more of them if a name is short."""
    name, *more = varied_columns(table)
    short = not more and rows[name].notna().all()
    if len(rows) > (FEW if short else few):
        return say("findings.all" if len(rows) == others else "findings.some", k=len(rows), n=others)
    if short:
        values = joined(name_of("values", value) for value in rows[name])
        return joined([name_of("hyper_parameters", name), values], "equals")
    return joined((named(table, row) for _, row in rows.iterrows()), "semicolon")


def accuracy(row: Mapping[str, Any] | pd.Series, part: str) -> str:
    """A mean accuracy, with its interval if it has one."""
    return plus_minus(row[f"{part}_accuracy"], row[f"{part}_interval"])


def between(at: float, low: float, high: float) -> Text:
    """A difference with its interval, which a single seed does not give."""
    if pd.isna(low):
        return say("findings.points", at=points(at))
    return say("findings.between", at=points(at), low=points(low), high=points(high))


def distance(row: Mapping[str, Any] | pd.Series) -> Text:
    """How far a row lies below the best of the others."""
    return between(row["below_best"], *(row[bound] for bound in BOUNDS))
