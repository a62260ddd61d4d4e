"""Compare the configurations of an experiment at a rung of successive halving, and say which go on.

The table has one row per configuration, with its mean validation accuracy over seeds at each rung that it
reached, and the rung after which it was dropped. What diverged with one of its seeds ranks last.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from workflow.base.errors import user_errors_as_one_line
from workflow.configuration.arguments import HALVING, json_of
from workflow.configuration.experiments import configurations
from workflow.search.outcomes import halved, tabulated, write_table


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rungs", type=Path, help="folder of what the runs had at each rung")
    parser.add_argument(
        "halving", type=json_of(HALVING), help="JSON object: experiment, rungs, factor, within"
    )
    parser.add_argument("output", type=Path, help="the table, in CSV, to write")
    args = parser.parse_args(argv)

    halving = args.halving
    rows = configurations(halving["experiment"])
    trials = halved(rows, halving["rungs"], halving["factor"], halving["within"], args.rungs)
    write_table(tabulated(trials), args.output)


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
