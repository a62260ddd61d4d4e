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
from workflow.figures.language import name, say, spoken, words
from workflow.figures.live import enliven
from workflow.figures.program import CURVES, TABLE, program
from workflow.figures.style import BACKGROUND, ORDERED, QUIET
from workflow.runs.columns import ACCURACIES
from workflow.tables.effects import finals
from workflow.tables.frames import varied_columns
from workflow.tables.words import label, name_of

FAN = 0.12  # half the spread of the lines through one value, as a share of the distance between two values
KINDS = dict.fromkeys(ACCURACIES, "columns")  # the others are hyper-parameters
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
    for x, column in enumerate(names):
        if column in ACCURACIES:
            low, high = runs[column].min(), runs[column].max()
            lines[:, x] = (runs[column] - low) / ((high - low) or 1)
            labels = {0.0: f"{low:.2f}", 1.0: f"{high:.2f}"}
        else:
            values = sorted(runs[column].dropna().unique())
            step = 1 / max(len(values) - 1, 1)
            place = {value: i * step for i, value in enumerate(values)}
            fan = FAN * step * np.linspace(-1, 1, len(runs))
            lines[:, x] = runs[column].map(place).fillna(-step) + fan
            shown = values if len(values) <= LABELLED else (values[0], values[-1])
            labels = {place[value]: name("values", value) for value in shown}
            if runs[column].isna().any():
                labels[-step] = name("values", None)
        axis.axvline(x, color=QUIET, linewidth=1, zorder=0)
        for at, text in labels.items():
            box = {"boxstyle": "round,pad=0.2", "facecolor": BACKGROUND, "edgecolor": "none", "alpha": 0.85}
            axis.text(x - 0.05, at, text, ha="right", va="center", bbox=box, zorder=3)
    titles = {column: name_of(KINDS.get(column, "hyper_parameters"), column) for column in names}
    for path, (_, run) in zip(lines, runs.iterrows(), strict=True):
        (line,) = axis.plot(path, color=colours.to_rgba(run["validation_accuracy"]), linewidth=1)
        figures = {part: f"{run[f'{part}_accuracy']:.2f}" for part in ("validation", "test")}
        values = [*(name_of("values", run[column]) for column in names[:-2]), *figures.values()]
        seed = f"{run['seed']:.0f}"
        said = words("run", name=label(dict(run[names[:-2]])), seed=seed, **figures)
        points = list(zip(titles.values(), values, strict=True))
        enliven(figure, [line], points, name=words("seed", seed=seed), said=said, row=int(run["row"]))
    under = [*(spoken(titles[column]) for column in names[:-2]), *map(say, ACCURACIES)]
    axis.set_xticks(range(len(names)), under)
    axis.set(yticks=[], xlim=(-0.35, len(names) - 0.85))
    axis.spines[:].set_visible(False)
    axis.grid(False)
    figure.colorbar(colours, ax=axis, shrink=0.8, label=name("columns", "validation_accuracy"))
    return figure


main = program(draw, table=TABLE, curves=CURVES)

if __name__ == "__main__":
    main()
