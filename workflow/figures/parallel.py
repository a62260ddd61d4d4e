"""Draw every run of a search as a line through its settings to its accuracy.

Lines are coloured by validation accuracy, the best on top, and fanned out by it where they share a value.
Configurations that did not always train are left out.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib import colormaps
from matplotlib import pyplot as plt
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize

from workflow.base.errors import user_errors_as_one_line
from workflow.base.readers import read_table
from workflow.figures.style import ORDERED, QUIET, save
from workflow.runs.columns import ACCURACIES
from workflow.tables.effects import finals
from workflow.tables.frames import in_words, varied_columns

FAN = 0.12  # of the distance between two values: how far the lines through one are spread

LABELLED = 8  # values of a setting at most; of more the first and the last


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table", type=Path, help="the experiment's table, in CSV")
    parser.add_argument("curves", type=Path, help="the experiment's curves, in Parquet")
    parser.add_argument("figures", type=Path, nargs="+", help="files to write: .svg, .pdf, .png")
    args = parser.parse_args(argv)

    table = read_table(args.table, ACCURACIES)
    runs = finals(table, read_table(args.curves, ["row", "seed", "epoch", *ACCURACIES])).sort_values(
        "validation_accuracy", kind="stable"
    )
    varied = varied_columns(table)
    norm = Normalize(runs["validation_accuracy"].min(), runs["validation_accuracy"].max())
    colours = ScalarMappable(norm, colormaps[ORDERED])
    height = dict.fromkeys([*varied, *ACCURACIES], np.zeros(len(runs)))
    figure, axis = plt.subplots(figsize=(7.2, 3.8))
    for x, name in enumerate(height):
        low, high = runs[name].min(), runs[name].max()
        if name in ACCURACIES:
            height[name] = ((runs[name] - low) / ((high - low) or 1)).to_numpy()
            labels = {0.0: f"{low:.2f}", 1.0: f"{high:.2f}"}
        else:
            values = sorted(runs[name].dropna().unique())
            step = 1 / max(len(values) - 1, 1)
            place = {value: i * step for i, value in enumerate(values)}
            fan = FAN * step * np.linspace(-1, 1, len(runs))
            height[name] = runs[name].map(place).fillna(-step).to_numpy() + fan
            shown = values if len(values) <= LABELLED else (values[0], values[-1])
            labels = {place[value]: in_words(value) for value in shown}
        axis.axvline(x, color=QUIET, linewidth=1, zorder=0)
        for at, text in labels.items():
            box = {"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
            axis.text(x - 0.05, at, text, ha="right", va="center", bbox=box, zorder=3)
    lines = np.stack(list(height.values()), axis=1)
    for line, (_, run) in zip(lines, runs.iterrows(), strict=True):
        # The page finds a run's line by its id, to say what it is and to hide it.
        colour = colours.to_rgba(run["validation_accuracy"])
        axis.plot(line, color=colour, linewidth=1, gid=f"run-{run['row']:.0f}-{run['seed']:.0f}")
    axis.set_xticks(range(len(height)), [in_words(name) for name in height])
    axis.set(yticks=[], xlim=(-0.35, len(height) - 0.85))
    axis.spines[:].set_visible(False)
    axis.grid(False)
    figure.colorbar(colours, ax=axis, shrink=0.8, label="validation accuracy, %")
    save(figure, args.figures)


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
