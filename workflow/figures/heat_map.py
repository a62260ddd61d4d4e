"""Draw an experiment of two or three varied settings as heat maps of mean accuracy.

The first setting runs down, the second across; a third has a panel a value. Below each mean stands half
its 95 % confidence interval. Validation accuracy, which chooses, stands above test accuracy, which is
only reported.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib import pyplot as plt

from workflow.base.errors import InputError, user_errors_as_one_line
from workflow.base.readers import read_table
from workflow.figures.style import HEAT, on, save
from workflow.runs.columns import ACCURACIES
from workflow.tables.frames import in_words, varied_columns


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table", type=Path, help="the experiment's table, in CSV")
    parser.add_argument("figures", type=Path, nargs="+", help="files to write: .svg, .pdf, .png")
    args = parser.parse_args(argv)

    table = read_table(args.table, ACCURACIES)
    varied = varied_columns(table)
    if len(varied) not in (2, 3) or table.duplicated(varied).any():
        raise InputError(
            f"{args.table}: expected two or three varied settings, each combination of them in one row, "
            f"found {len(table)} rows of {', '.join(varied) or 'none'}"
        )
    down, across, *panel = varied
    panels = list(table.groupby(panel[0], sort=False)) if panel else [(None, table)]
    size = (1.1 + 2.1 * len(panels), 4.6)
    figure, axes = plt.subplots(2, len(panels), figsize=size, squeeze=False, sharex=True, sharey=True)
    for axis_row, part in zip(axes, ("validation", "test"), strict=True):
        name = f"{part}_accuracy"
        low, high = table[name].min(), table[name].max()
        for axis, (value, rows) in zip(axis_row, panels, strict=True):
            order = {key: rows[key].drop_duplicates() for key in (down, across)}
            grid, half = (
                rows.pivot(index=down, columns=across, values=values).loc[order[down], order[across]]
                for values in (name, f"{part}_interval")
            )
            image = axis.imshow(grid, cmap=HEAT, vmin=low, vmax=high, aspect="auto")
            for (i, j), mean in np.ndenumerate(grid):
                text = f"{mean:.2f}" if np.isnan(half.iloc[i, j]) else f"{mean:.2f}\n± {half.iloc[i, j]:.2f}"
                axis.text(j, i, text, ha="center", va="center", fontsize=8, color=on(image, mean))
            axis.set_xticks(range(grid.shape[1]), grid.columns)
            axis.set_yticks(range(grid.shape[0]), grid.index)
            axis.grid(False)
            axis.spines[:].set_visible(False)
            if panel and part == "validation":
                axis.set_title(f"{in_words(panel[0])} {in_words(value)}")
        axis_row[0].set_ylabel(in_words(down))
        figure.colorbar(image, ax=list(axis_row), label=f"{part} accuracy, %")
    for axis in axes[-1]:
        axis.set_xlabel(in_words(across))
    save(figure, args.figures)


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
