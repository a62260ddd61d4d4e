"""Draw the effect of each hyper-parameter of a search: accuracy by its value, averaged over all the others.

Bars are 95 % confidence intervals of the mean over seeds. Configurations with a run that diverged are
left out.
"""

from pathlib import Path

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from workflow.base.readers import read_table
from workflow.figures.program import CURVES, TABLE, program
from workflow.figures.style import CATEGORIES
from workflow.runs.columns import ACCURACIES
from workflow.tables.effects import finals, marginal
from workflow.tables.frames import in_words, varied_columns


def draw(table: Path, curves: Path) -> Figure:
    rows = read_table(table, ACCURACIES)
    runs = finals(rows, read_table(curves, ["row", "seed", "epoch", *ACCURACIES]))
    varied = varied_columns(rows)
    figure, axes = plt.subplots(
        1, len(varied), figsize=(0.8 + 2 * len(varied), 3), sharey=True, squeeze=False
    )
    for axis, name in zip(axes[0], varied, strict=True):
        means = marginal(runs, name)
        for colour, part in zip(CATEGORIES, ("validation", "test"), strict=False):
            mean, half = (means[f"{part}_accuracy", statistic] for statistic in ("mean", "interval"))
            axis.errorbar(range(len(means)), mean, half, color=colour, marker="o", capsize=3, label=part)
        axis.set_xticks(range(len(means)), [in_words(value) for value in means.index])
        axis.set(xlabel=in_words(name), xlim=(-0.5, max(len(means), 1) - 0.5))
    axes[0, 0].set_ylabel("mean accuracy, %")
    axes[0, 0].legend()
    return figure


main = program(draw, table=TABLE, curves=CURVES)

if __name__ == "__main__":
    main()
