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
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.patches import Rectangle

from workflow.base.errors import InputError
from workflow.base.readers import read_table
from workflow.figures.language import name, spoken, words
from workflow.figures.live import enliven
from workflow.figures.program import TABLE, program
from workflow.figures.style import HEAT, QUIET, on
from workflow.runs.columns import ACCURACIES
from workflow.tables.frames import plus_minus, varied_columns
from workflow.tables.words import LANGUAGES, Text, joined, name_of


def draw(table: Path) -> Figure:
    rows = read_table(table, [*ACCURACIES, "verdict"])
    varied = varied_columns(rows)
    if len(varied) not in (2, 3) or rows.duplicated(varied).any():
        raise InputError(
            f"{table}: expected two or three varied hyper-parameters, each combination of them in one row, "
            f"found {len(rows)} rows of {', '.join(varied) or 'none'}"
        )
    # Cells are placed by number: pandas would take the values of a switch for a mask.
    found = (pd.factorize(rows[column], use_na_sentinel=False) for column in varied)
    codes, values = zip(*found, strict=True)
    down, across, panel = (*codes, np.zeros(len(rows)))[:3]
    panels = [label_of(varied[2], value) for value in values[2]] if varied[2:] else [None]
    size = (1.1 + 2.1 * len(panels), 4.6)
    figure, axes = plt.subplots(2, len(panels), figsize=size, squeeze=False, sharex=True, sharey=True)
    for axis_row, part in zip(axes, ("validation", "test"), strict=True):
        means, measured = rows[f"{part}_accuracy"], name_of("columns", f"{part}_accuracy")
        for number, (axis, title) in enumerate(zip(axis_row, panels, strict=True)):
            shown = panel == number
            grid = np.full((len(values[0]), len(values[1])), np.nan)
            grid[down[shown], across[shown]] = means[shown]
            image = axis.imshow(grid, cmap=HEAT, vmin=means.min(), vmax=means.max(), aspect="auto")
            for i, value in enumerate(values[0]):
                in_line = shown & (down == i)
                cells = dict(zip(across[in_line], rows[in_line].to_dict("records"), strict=True))
                boxes = [write(axis, image, (j, i), row, part) for j, row in cells.items()]
                said = [cell_of(row, part, "semicolon") for row in cells.values()]
                points = [
                    (name_of("values", values[1][j]), each) for j, each in zip(cells, said, strict=True)
                ]
                places = [measured, label_of(varied[0], value), *([title] if title else [])]
                at = name_of("hyper_parameters", varied[1])
                enliven(figure, boxes, points, name=joined(places, "semicolon"), axis=at, cells=True)
            axis.set_xticks(range(len(values[1])), [name("values", value) for value in values[1]])
            axis.set_yticks(range(len(values[0])), [name("values", value) for value in values[0]])
            axis.grid(False)
            axis.spines[:].set_visible(False)
        axis_row[0].set_ylabel(name("hyper_parameters", varied[0]))
        figure.colorbar(image, ax=list(axis_row), label=spoken(measured))
    for axis, title in zip(axes[0], panels, strict=True):
        axis.set_title(spoken(title) if title else "")
    for axis in axes[-1]:
        axis.set_xlabel(name("hyper_parameters", varied[1]))
    return figure


def write(axis: Axes, image: AxesImage, place: tuple[int, int], row: dict[str, Any], part: str) -> Artist:
    """Write into a cell what its row says; a box around it, not drawn, is where one points at."""
    mean = row[f"{part}_accuracy"]
    colour = QUIET if np.isnan(mean) else on(image, mean)
    said = {language: text.replace(" ±", "\n±") for language, text in cell_of(row, part, "line").items()}
    axis.text(*place, spoken(said), ha="center", va="center", fontsize=8, color=colour)
    corner = (place[0] - 0.5, place[1] - 0.5)
    return axis.add_patch(Rectangle(corner, 1, 1, fill=False, edgecolor="none"))


def label_of(column: str, value: Any) -> Text:
    """A hyper-parameter with a value; one that is left out has the word for that."""
    return joined([name_of("hyper_parameters", column), name_of("values", value)], "space")


def cell_of(row: dict[str, Any], part: str, between: str) -> Text:
    """What the cell of a row says: its mean with the interval, how many diverged, its verdict."""
    mean, half, diverged = row[f"{part}_accuracy"], row[f"{part}_interval"], row["diverged"]
    said = [dict.fromkeys(LANGUAGES, plus_minus(mean, half))] if pd.notna(mean) else []
    said += [words("diverged", n=str(diverged))] if diverged else []
    if part == "validation" and pd.notna(row["verdict"]):
        said.append(name_of("verdicts", row["verdict"]))
    return joined(said, between)


main = program(draw, table=TABLE)

if __name__ == "__main__":
    main()
