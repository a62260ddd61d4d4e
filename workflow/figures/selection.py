"""Draw test against validation accuracy of every configuration of a search: does the choice hold?

Bars are 95 % confidence intervals. Configurations that did not always train are left out.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from matplotlib import pyplot as plt

from workflow.base.errors import user_errors_as_one_line
from workflow.base.readers import read_table
from workflow.figures.style import CATEGORIES, QUIET, save
from workflow.runs.columns import ACCURACIES
from workflow.tables.frames import completed


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table", type=Path, help="the experiment's table, in CSV")
    parser.add_argument("figures", type=Path, nargs="+", help="files to write: .svg, .pdf, .png")
    args = parser.parse_args(argv)

    table = completed(read_table(args.table, ACCURACIES))
    figure, axis = plt.subplots(figsize=(4.8, 4.2))
    if len(table):
        centre = (table["validation_accuracy"].mean(), table["test_accuracy"].mean())
        axis.axline(centre, slope=1, color=QUIET, linestyle="--", label="mean difference")
    for chosen, rows in table.groupby(table["choice"] == "best"):
        axis.errorbar(
            rows["validation_accuracy"],
            rows["test_accuracy"],
            rows["test_interval"],
            rows["validation_interval"],
            color=CATEGORIES[3 if chosen else 0],
            marker="D" if chosen else "o",
            linestyle="none",
            elinewidth=0.7,
            label="chosen" if chosen else "other configurations",
        )
    axis.set(xlabel="validation accuracy, %", ylabel="test accuracy, %")
    axis.legend()
    save(figure, args.figures)


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
