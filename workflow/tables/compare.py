"""Compare two studies: how differently they were made, and which tables moved.

They agree if every row of every table has moved no further than its interval: that of the difference of two
means over seeds, right for all rows of an experiment together with 95 %. Both studies are of the same images,
so these have no part in it.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from workflow.base.errors import user_errors_as_one_line
from workflow.base.files import atomic_write
from workflow.tables.comparison import critical_value
from workflow.tables.frames import frame_to_markdown, varied_columns
from workflow.tables.origin import ERRORS, made_differently, read_study
from workflow.tables.words import label

ALPHA = 0.05
COMPARED = ("validation", "test")


class Moved(NamedTuple):
    """A row of both tables."""

    row: str
    part: str
    ours: float
    theirs: float
    interval: float  # of the difference: ±, in points; not a number where it cannot be known

    @property
    def difference(self) -> float:
        """In points; positive where the other study is better; none between two rows that diverged."""
        both = np.isnan(self.ours) and np.isnan(self.theirs)
        return 0.0 if both else self.theirs - self.ours

    @property
    def within(self) -> bool:
        """Whether chance may have moved it; without an interval, only what has not moved at all."""
        return self.difference == 0 or abs(self.difference) <= self.interval


def moved(ours: pd.DataFrame, theirs: pd.DataFrame) -> list[Moved]:
    """The rows that both tables have."""
    varied = [name for name in varied_columns(ours) if name in theirs and name not in ERRORS]
    rows: list[dict[str, dict[str, Any]]] = []
    for table in (ours, theirs):
        records = table.to_dict("records")
        rows.append({json.dumps([row[name] for name in varied], default=float): row for row in records})
    pairs = [(mine, rows[1][key]) for key, mine in rows[0].items() if key in rows[1]]
    return [
        Moved(
            label({name: mine[name] for name in varied})["en"],
            part,
            mine[f"{part}_accuracy"],
            yours[f"{part}_accuracy"],
            interval(mine, yours, part, 2 * len(pairs)),
        )
        for mine, yours in pairs
        for part in COMPARED
    ]


def interval(mine: dict[str, Any], yours: dict[str, Any], part: str, comparisons: int) -> float:
    """The half-width for the difference of two means over seeds, by Welch's error and degrees of freedom."""
    squares = np.array([row[f"{part}_error_runs"] for row in (mine, yours)]) ** 2
    seeds = np.array([mine["seeds"], yours["seeds"]])
    if min(seeds) < 2 or np.isnan(squares).any():
        return float("nan")
    if not squares.any():
        return 0.0
    degrees = squares.sum() ** 2 / (squares**2 / (seeds - 1)).sum()
    return float(critical_value(comparisons, float(np.floor(degrees)), ALPHA) * np.sqrt(squares.sum()))


def verdict(rows: list[Moved], missing: int) -> str:
    """What is to be said of an experiment in one line."""
    said = [f"{missing} rows only in one of them"] if missing else []
    beyond = [row for row in rows if not row.within]
    # A row of which only one diverged is not a number: it has moved most.
    most = max(beyond or rows, key=lambda row: np.nan_to_num(abs(row.difference), nan=np.inf), default=None)
    if most is None or not most.difference:
        said.append("all that both have is the same" if missing else "the same")
    elif beyond:
        names = {row.row for row in beyond}
        said.append(
            f"{len(names)} of {len(rows) // 2} rows moved beyond their intervals; most: "
            f"{most.row}, {most.part} accuracy {most.difference:+.2f} points (± {most.interval:.2f})"
        )
    else:
        said.append(f"rows moved by {abs(most.difference):.2f} points at most, all within their intervals")
    return "; ".join(said)


def table_of(rows: list[Moved]) -> pd.DataFrame:
    """The rows as people read them."""
    cells = [
        [
            row.row,
            row.part,
            f"{row.ours:.2f}",
            f"{row.theirs:.2f}",
            f"{row.difference:+.2f} ± {row.interval:.2f}",
        ]
        for row in rows
    ]
    return pd.DataFrame(cells, columns=["configuration", "part", "this, %", "other, %", "difference, points"])


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results", type=Path, help="folder of a study, or its results")
    parser.add_argument("other", type=Path, help="folder of the other one")
    parser.add_argument("page", type=Path, help="Markdown, to write")
    args = parser.parse_args(argv)

    ours, theirs = read_study(args.results), read_study(args.other)
    made = list(made_differently(ours, theirs)) or ["nothing"]
    page = ["# Two studies compared\n", "Made differently:\n", *(f"- {line}" for line in made)]
    print("made differently:", *made, sep="\n  ")
    agree = ours.tables.keys() == theirs.tables.keys()
    for name in sorted({*ours.tables, *theirs.tables}):
        tables = [study.tables[name] for study in (ours, theirs) if name in study.tables]
        if len(tables) < 2:
            line, rows = "only in one of them", []
        else:
            rows = moved(*tables)
            missing = sum(len(table) - len(rows) // 2 for table in tables)
            line = verdict(rows, missing)
            agree = agree and not missing and all(row.within for row in rows)
        print(f"{name}: {line}")
        page.append(f"\n## {name}\n\n{line}\n")
        if rows:
            page.append(frame_to_markdown(table_of(rows)))
    with atomic_write(args.page) as temporary:
        temporary.write_text("\n".join(page) + "\n", encoding="utf-8")
    if not agree:
        sys.exit("they do not agree")
    print("they agree")


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
