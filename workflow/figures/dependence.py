"""Draw the accuracy to expect at each value of what matters most in a search.

It is averaged over all values of the others. Bands and bars are 95 % intervals.
"""

from pathlib import Path
from typing import Any

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from workflow.figures.language import name, say, words
from workflow.figures.live import enliven
from workflow.figures.program import program
from workflow.figures.style import CATEGORIES, QUIET
from workflow.search.explained import Dependence, logarithmic, read_dependence
from workflow.tables.words import name_of

LABELLED = 5  # values of a number, at most


def draw(dependence: Path) -> Figure:
    strongest = read_dependence(dependence)
    panels = max(len(strongest), 1)
    figure, axes = plt.subplots(1, panels, figsize=(1.2 + 2.6 * panels, 3.2), sharey=True, squeeze=False)
    for axis, each in zip(axes[0], strongest, strict=False):
        drawn = draw_numbers(axis, each) if each.numeric else draw_names(axis, each)
        points = [
            (name_of("values", value), words("interval", at=f"{row.accuracy:.2f}", low=f"{row.low:.2f}",
             high=f"{row.high:.2f}"))
            for value, row in zip(each.values, each.accuracies.itertuples(), strict=True)
        ]  # fmt: skip
        at = name_of("hyper_parameters", each.name)
        enliven(figure, drawn, points, name=words("expected_accuracy"), axis=at)
        axis.set_xlabel(name("hyper_parameters", each.name))
    if strongest:
        axes[0, 0].set_ylabel(say("expected_accuracy"))
    else:
        axes[0, 0].axis("off")
        axes[0, 0].text(0.5, 0.5, say("none_stands_out"), ha="center", va="center", color=QUIET)
    return figure


def draw_numbers(axis: Axes, each: Dependence) -> list[Any]:
    """A line with a band, over the numbers or over their logarithms."""
    seen = each.accuracies
    (line,) = axis.plot(each.values, seen["accuracy"], color=CATEGORIES[0], marker="o", markersize=3)
    band = axis.fill_between(
        each.values, seen["low"], seen["high"], color=CATEGORIES[0], alpha=0.15, linewidth=0
    )
    if logarithmic(each.values):
        axis.set_xscale("log")
    shown = each.values[:: -(-len(each.values) // LABELLED)]
    axis.set_xticks(shown, [f"{value:.2g}" for value in shown])
    axis.xaxis.set_minor_locator(NullLocator())
    return [line, band]


def draw_names(axis: Axes, each: Dependence) -> list[Any]:
    """A point with a bar for each value."""
    seen, places = each.accuracies, range(len(each.values))
    around = [seen["accuracy"] - seen["low"], seen["high"] - seen["accuracy"]]
    drawn = axis.errorbar(places, seen["accuracy"], around, color=CATEGORIES[0], marker="o", capsize=3)
    axis.set_xticks(places, [name("values", value) for value in each.values])
    axis.set_xlim(-0.5, len(places) - 0.5)
    line, caps, bars = drawn.lines
    return [line, *caps, *bars]


main = program(draw, dependence={"type": Path, "help": "the accuracy at each value of the strongest, in CSV"})

if __name__ == "__main__":
    main()
