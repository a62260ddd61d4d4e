"""Draw an experiment that varies two or three hyper-parameters as heat maps of mean accuracy.

The first hyper-parameter runs down, the second across; a third has one panel per value. Validation
accuracy, which chooses, is above test accuracy, which is only reported. Below each mean is half its 95 %
confidence interval and, if any, the verdict or the number of runs that diverged.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from workflow.base.errors import InputError
from workflow.base.readers import read_table
from workflow.figures.program import TABLE, program
from workflow.figures.style import HEAT, QUIET, on
from workflow.runs.columns import ACCURACIES
from workflow.tables.frames import in_words, varied_columns


def draw(table: Path) -> Figure:
    rows = read_table(table, [*ACCURACIES, "verdict"])
    varied = varied_columns(rows)
    if len(varied) not in (2, 3) or rows.duplicated(varied).any():
        raise InputError(
            f"{table}: expected two or three varied hyper-parameters, each combination of them in one row, "
            f"found {len(rows)} rows of {', '.join(varied) or 'none'}"
        )
    # Cells are placed by number: pandas would take the values of a switch for a mask.
    codes, values = zip(*(pd.factorize(rows[name], use_na_sentinel=False) for name in varied), strict=True)
    down, across, panel = (*codes, np.zeros(len(rows)))[:3]
    panels = [f"{in_words(varied[2])} {in_words(value)}" for value in values[2]] if varied[2:] else [""]
    size = (1.1 + 2.1 * len(panels), 4.6)
    figure, axes = plt.subplots(2, len(panels), figsize=size, squeeze=False, sharex=True, sharey=True)
    for axis_row, part in zip(axes, ("validation", "test"), strict=True):
        means = rows[f"{part}_accuracy"]
        for number, axis in enumerate(axis_row):
            shown = panel == number
            grid = np.full((len(values[0]), len(values[1])), np.nan)
            grid[down[shown], across[shown]] = means[shown]
            image = axis.imshow(grid, cmap=HEAT, vmin=means.min(), vmax=means.max(), aspect="auto")
            for i, j, row in zip(down[shown], across[shown], rows[shown].to_dict("records"), strict=True):
                mean = row[f"{part}_accuracy"]
                colour = QUIET if np.isnan(mean) else on(image, mean)
                axis.text(j, i, words_of(row, part), ha="center", va="center", fontsize=8, color=colour)
            axis.set_xticks(range(len(values[1])), [in_words(value) for value in values[1]])
            axis.set_yticks(range(len(values[0])), [in_words(value) for value in values[0]])
            axis.grid(False)
            axis.spines[:].set_visible(False)
        axis_row[0].set_ylabel(in_words(varied[0]))
        figure.colorbar(image, ax=list(axis_row), label=f"{part} accuracy, %")
    for axis, title in zip(axes[0], panels, strict=True):
        axis.set_title(title)
    for axis in axes[-1]:
        axis.set_xlabel(in_words(varied[1]))
    return figure


def words_of(row: dict[str, Any], part: str) -> str:
    """What the cell of a row says: one line for each number that it has."""
    mean, half, diverged = row[f"{part}_accuracy"], row[f"{part}_interval"], row["diverged"]
    lines = [
        "" if np.isnan(mean) else f"{mean:.2f}",
        "" if np.isnan(half) else f"± {half:.2f}",
        f"{diverged} diverged" if diverged else "",
        row["verdict"] if part == "validation" and pd.notna(row["verdict"]) else "",
    ]
    return "\n".join(filter(None, lines))


main = program(draw, table=TABLE)

if __name__ == "__main__":
    main()
