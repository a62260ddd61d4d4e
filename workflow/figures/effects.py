"""Draw the effect of each hyper-parameter of a search: accuracy by its value, averaged over all the others.

Bars are 95 % confidence intervals of the mean over seeds. Configurations with a run that diverged are
left out.
"""

from pathlib import Path

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from workflow.base.readers import read_table
from workflow.figures.language import name, say
from workflow.figures.live import enliven, with_keys
from workflow.figures.program import CURVES, TABLE, program
from workflow.figures.style import CATEGORIES
from workflow.runs.columns import ACCURACIES
from workflow.tables.effects import finals, marginal
from workflow.tables.frames import plus_minus, varied_columns
from workflow.tables.words import name_of


def draw(table: Path, curves: Path) -> Figure:
    rows = read_table(table, ACCURACIES)
    runs = finals(rows, read_table(curves, ["row", "seed", "epoch", *ACCURACIES]))
    varied = varied_columns(rows)
    figure, axes = plt.subplots(
        1, len(varied), figsize=(0.8 + 2 * len(varied), 3), sharey=True, squeeze=False
    )
    for axis, varies in zip(axes[0], varied, strict=True):
        means = marginal(runs, varies)
        for key, (colour, part) in enumerate(zip(CATEGORIES, ("validation", "test"), strict=False)):
            mean, half = (means[f"{part}_accuracy", statistic] for statistic in ("mean", "interval"))
            drawn = axis.errorbar(
                range(len(means)), mean, half, color=colour, marker="o", capsize=3, label=name("parts", part)
            )
            values = (plus_minus(*each) for each in zip(mean, half, strict=True))
            points = [(name_of("values", at), value) for at, value in zip(means.index, values, strict=True)]
            line, caps, bars = drawn.lines
            measured, at = name_of("columns", f"{part}_accuracy"), name_of("hyper_parameters", varies)
            enliven(figure, [line, *caps, *bars], points, name=measured, axis=at, key=key)
        axis.set_xticks(range(len(means)), [name("values", value) for value in means.index])
        axis.set(xlabel=name("hyper_parameters", varies), xlim=(-0.5, max(len(means), 1) - 0.5))
    axes[0, 0].set_ylabel(say("mean_accuracy"))
    with_keys(axes[0, 0].legend())
    return figure


main = program(draw, table=TABLE, curves=CURVES)

if __name__ == "__main__":
    main()
