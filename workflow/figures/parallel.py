"""Draw every run of a search as a line through its hyper-parameters to its accuracies.

Lines are coloured by validation accuracy, the best on top, and fanned out by it where they share a value.
Configurations with a run that diverged are left out.
"""

from pathlib import Path

import numpy as np
from matplotlib import colormaps
from matplotlib import pyplot as plt
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from workflow.base.readers import read_table
from workflow.figures.program import CURVES, TABLE, program
from workflow.figures.style import BACKGROUND, ORDERED, QUIET
from workflow.runs.columns import ACCURACIES
from workflow.tables.effects import finals
from workflow.tables.frames import in_words, varied_columns

FAN = 0.12  # half the spread of the lines through one value, as a share of the distance between two values
LABELLED = 8  # how many values of a hyper-parameter are all labelled; of more, the first and the last


def draw(table: Path, curves: Path) -> Figure:
    rows = read_table(table, ACCURACIES)
    runs = finals(rows, read_table(curves, ["row", "seed", "epoch", *ACCURACIES])).sort_values(
        "validation_accuracy", kind="stable"
    )
    norm = Normalize(runs["validation_accuracy"].min(), runs["validation_accuracy"].max())
    colours = ScalarMappable(norm, colormaps[ORDERED])
    names = [*varied_columns(rows), *ACCURACIES]
    lines = np.zeros((len(runs), len(names)))
    figure, axis = plt.subplots(figsize=(7.2, 3.8))
    for x, name in enumerate(names):
        if name in ACCURACIES:
            low, high = runs[name].min(), runs[name].max()
            lines[:, x] = (runs[name] - low) / ((high - low) or 1)
            labels = {0.0: f"{low:.2f}", 1.0: f"{high:.2f}"}
        else:
            values = sorted(runs[name].dropna().unique())
            step = 1 / max(len(values) - 1, 1)
            place = {value: i * step for i, value in enumerate(values)}
            fan = FAN * step * np.linspace(-1, 1, len(runs))
            lines[:, x] = runs[name].map(place).fillna(-step) + fan
            shown = values if len(values) <= LABELLED else (values[0], values[-1])
            labels = {place[value]: in_words(value) for value in shown}
            if runs[name].isna().any():
                labels[-step] = in_words(None)
        axis.axvline(x, color=QUIET, linewidth=1, zorder=0)
        for at, text in labels.items():
            box = {"boxstyle": "round,pad=0.2", "facecolor": BACKGROUND, "edgecolor": "none", "alpha": 0.85}
            axis.text(x - 0.05, at, text, ha="right", va="center", bbox=box, zorder=3)
    for line, (_, run) in zip(lines, runs.iterrows(), strict=True):
        # The report finds a run's line by its id, to say what it is and to hide it.
        colour = colours.to_rgba(run["validation_accuracy"])
        axis.plot(line, color=colour, linewidth=1, gid=f"run-{run['row']:.0f}-{run['seed']:.0f}")
    axis.set_xticks(range(len(names)), [in_words(name) for name in names])
    axis.set(yticks=[], xlim=(-0.35, len(names) - 0.85))
    axis.spines[:].set_visible(False)
    axis.grid(False)
    figure.colorbar(colours, ax=axis, shrink=0.8, label="validation accuracy, %")
    return figure


main = program(draw, table=TABLE, curves=CURVES)

if __name__ == "__main__":
    main()
