"""Decide after a round of seeds which configurations of an experiment need more of them.

The table has one row per configuration: how far it is below the best, the verdict and the round that decided
it, and how many seeds it is given next, and why.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from workflow.base.errors import user_errors_as_one_line
from workflow.base.files import atomic_writes
from workflow.configuration.arguments import NEED, json_of
from workflow.configuration.experiments import configurations
from workflow.runs.records import read_finals
from workflow.tables.frames import BOUNDS
from workflow.tables.judgement import by_need


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("runs", type=Path, help="folder of the runs")
    parser.add_argument(
        "need", type=json_of(NEED), help="JSON object: experiment, rounds, seeds (of this one), margin"
    )
    parser.add_argument("output", type=Path, help="the table, in CSV, to write")
    args = parser.parse_args(argv)

    finals = read_finals(args.runs, args.need["experiment"])
    runs = [100 * values.to_numpy() for _, values in finals.groupby("row")["validation_accuracy"]]
    decided = by_need(runs, args.need["rounds"], args.need["margin"], args.need["seeds"])
    table = pd.DataFrame([row.varied for row in configurations(args.need["experiment"])])
    table["validation_accuracy"] = [pd.Series(values).mean() for values in runs]
    table[decided.columns] = decided
    measured = ["validation_accuracy", "below_best", *BOUNDS]
    table = table.astype(dict.fromkeys(measured, float)).round(dict.fromkeys(measured, 4))
    with atomic_writes(args.output) as (output,):
        table.convert_dtypes().to_csv(output, index=False, lineterminator="\n")


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
