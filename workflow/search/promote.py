"""Compare the configurations of an experiment at a rung of successive halving, and say which go on.

The table has one row per configuration, with its mean validation accuracy over seeds at each rung that it
reached, and the rung after which it was dropped. What diverged with one of its seeds ranks last.
"""

import argparse
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from workflow.base.errors import user_errors_as_one_line
from workflow.base.files import atomic_writes
from workflow.configuration.arguments import HALVING, json_of
from workflow.configuration.experiments import configurations
from workflow.search.halving import DROPPED, halve
from workflow.search.outcomes import at_rung


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rungs", type=Path, help="folder of what the runs had at each rung")
    parser.add_argument("halving", type=json_of(HALVING), help="JSON object: experiment, rungs, factor")
    parser.add_argument("output", type=Path, help="the table, in CSV, to write")
    args = parser.parse_args(argv)

    rows = configurations(args.halving["experiment"])
    rungs = args.halving["rungs"]

    def mean_accuracy(row: int, epochs: int) -> float:
        return at_rung(args.rungs, rows[row].runs, epochs)

    table = pd.DataFrame([row.varied for row in rows])
    accuracies = [f"after_{epochs}" for epochs in rungs]
    table[accuracies] = np.nan
    table[DROPPED] = pd.NA
    for rung in halve(len(rows), rungs, args.halving["factor"], mean_accuracy):
        table[f"after_{rung.epochs}"] = pd.Series(rung.scores).replace(-math.inf, math.nan)
        table.loc[sorted(rung.scores.keys() - set(rung.promoted)), DROPPED] = rung.epochs
    with atomic_writes(args.output) as (output,):
        table.round(dict.fromkeys(accuracies, 4)).convert_dtypes().to_csv(
            output, index=False, lineterminator="\n"
        )


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
