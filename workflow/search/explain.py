"""Explain a search: how much each hyper-parameter matters, and what the two strongest do.

Both tables are empty where there is too little to learn from.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from workflow.base.errors import user_errors_as_one_line
from workflow.base.files import atomic_writes
from workflow.search.explained import DEPENDENCE, IMPORTANCE
from workflow.search.importance import STRONGEST, effects
from workflow.search.trials import read_trials


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("trials", type=Path, help="the table of trials, in CSV")
    parser.add_argument("--importance", type=Path, required=True, help="CSV, to write")
    parser.add_argument("--dependence", type=Path, required=True, help="CSV, to write")
    args = parser.parse_args(argv)

    found = effects(read_trials(args.trials))
    importance = [
        (each.name, each.estimate.importance, each.low.importance, each.high.importance) for each in found
    ]
    dependence = [
        (each.name, *row)
        for each in found[:STRONGEST]
        if each.estimate.importance > 0
        for row in zip(
            each.values, each.estimate.accuracies, each.low.accuracies, each.high.accuracies, strict=True
        )
    ]
    with atomic_writes(args.importance, args.dependence) as paths:
        for path, rows, columns in zip(
            paths, (importance, dependence), (IMPORTANCE, DEPENDENCE), strict=True
        ):
            table, measured = pd.DataFrame(rows, columns=columns, dtype=object), columns[-3:]
            # Few digits, as more would say nothing and might differ between machines.
            table[measured] = table[measured].astype(float).round(2)
            table.to_csv(path, index=False, lineterminator="\n")


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
