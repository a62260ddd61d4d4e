"""Draw the effect of each setting of a search: accuracy by its value, the mean over all the others.

Bars are 95 % confidence intervals of the mean over seeds. Configurations that did not always train
are left out.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from matplotlib import pyplot as plt

from workflow.base.errors import user_errors_as_one_line
from workflow.base.readers import read_table
from workflow.figures.style import CATEGORIES, save
from workflow.runs.columns import ACCURACIES
from workflow.tables.effects import finals, marginal
from workflow.tables.frames import in_words, varied_columns


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table", type=Path, help="the experiment's table, in CSV")
    parser.add_argument("curves", type=Path, help="the experiment's curves, in Parquet")
    parser.add_argument("figures", type=Path, nargs="+", help="files to write: .svg, .pdf, .png")
    args = parser.parse_args(argv)

    table = read_table(args.table, ACCURACIES)
    runs = finals(table, read_table(args.curves, ["row", "seed", "epoch", *ACCURACIES]))
    varied = varied_columns(table)
    figure, axes = plt.subplots(
        1, len(varied), figsize=(0.8 + 2 * len(varied), 3), sharey=True, squeeze=False
    )
    for axis, setting in zip(axes[0], varied, strict=True):
        means = marginal(runs, setting)
        for colour, part in zip(CATEGORIES, ("validation", "test"), strict=False):
            mean, half = (means[f"{part}_accuracy", statistic] for statistic in ("mean", "interval"))
            axis.errorbar(range(len(means)), mean, half, color=colour, marker="o", capsize=3, label=part)
        axis.set_xticks(range(len(means)), [in_words(value) for value in means.index])
        axis.set(xlabel=in_words(setting), xlim=(-0.5, len(means) - 0.5))
    axes[0, 0].set_ylabel("mean accuracy, %")
    axes[0, 0].legend()
    save(figure, args.figures)


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
