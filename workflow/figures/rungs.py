"""Draw successive halving: mean validation accuracy, one line per configuration, until it was dropped.

Of a search in generations each has a panel of its own.
"""

from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import NullLocator

from workflow.figures.language import say
from workflow.figures.live import enliven, with_keys
from workflow.figures.program import TRIALS, program
from workflow.figures.style import CATEGORIES, QUIET, lines
from workflow.search.halving import DROPPED
from workflow.search.trials import GENERATION, Trials, read_trials
from workflow.tables.words import label, name_of

ACROSS = 3  # panels beside one another, at most


def draw(trials: Path) -> Figure:
    tried = read_trials(trials)
    generations, rungs = tried.generations, tried.rungs
    across, down = min(len(generations), ACROSS), -(-len(generations) // ACROSS)
    size = (4.8, 3.9) if across == 1 else (1.2 + 2.4 * across, 1.2 + 2.2 * down)
    figure, axes = plt.subplots(down, across, figsize=size, sharex=True, sharey=True, squeeze=False)
    bottom = limits(axes[0, 0], tried)
    groups = fates(tried)
    looks = dict(zip(groups, lines(len(groups), in_order=True), strict=True))
    handles = {}
    for axis, generation in zip(axes.flat, generations, strict=False):
        of_generation = tried.table.index[tried.table[GENERATION] == generation]
        for key, (fate, members) in enumerate(groups.items()):
            style = {**looks[fate], "linewidth": 0.8}
            if tried.chosen in members:
                style = {"color": CATEGORIES[3], "zorder": 3}
            for row in members.intersection(of_generation):
                handles[fate] = draw_line(figure, axis, tried, row, key, style)
        if bottom is not None:
            below = int((tried.accuracies.loc[of_generation].min(axis=1) < bottom).sum())
            said = say("more_below", n=str(below)) if below else ""
            axis.annotate(said, (rungs[0], bottom), (4, 4), textcoords="offset points")
        for rung in rungs[:-1]:
            axis.axvline(rung, color=QUIET, linewidth=1, zorder=0)
        if len(generations) > 1:
            axis.set_title(say("generation_n", n=str(generation)))
    for axis in axes.flat[len(generations) :]:
        axis.set_visible(False)
    axes[0, 0].set_xscale("log")
    axes[0, 0].set_xticks(rungs, [str(rung) for rung in rungs])
    for axis in axes.flat:
        axis.xaxis.set_minor_locator(NullLocator())
    for axis in axes[-1]:
        axis.set_xlabel(say("epochs"))
    for axis in axes[:, 0]:
        axis.set_ylabel(say("mean_validation_accuracy"))
    names = [fate for fate in groups if fate in handles]
    with_keys(figure.legend([handles[fate] for fate in names], names, loc="outside lower center", ncols=3))
    return figure


def fates(tried: Trials) -> dict[str, pd.Index]:
    """The configurations with an accuracy, by what became of them, in words."""
    table, seen = tried.table, tried.accuracies.notna().any(axis=1)
    left = table.index[tried.finished & seen]
    chosen = left[left == tried.chosen]
    dropped = {
        say("dropped", rung=str(rung)): table.index[(table[DROPPED] == rung) & seen] for rung in tried.rungs
    }
    groups = dropped | {say("finished"): left.difference(chosen), say("chosen"): chosen}
    return {fate: members for fate, members in groups.items() if len(members)}


def limits(axis: Axes, tried: Trials) -> float | None:
    """Where the axis of accuracies begins: one that has learnt nothing would press all others into a line."""
    compared = tried.accuracies[tried.reached != tried.rungs[0]]
    low, high = compared.min(axis=None), compared.max(axis=None)
    if not low < high:
        return None
    bottom = float(low - (high - low))
    axis.set_ylim(bottom, high + 0.05 * (high - low))
    return bottom


def draw_line(figure: Figure, axis: Axes, tried: Trials, row: int, key: int, style: dict[str, Any]) -> Line2D:
    """The line of a configuration."""
    path = tried.accuracies.loc[row].dropna()
    (line,) = axis.plot(path, marker="o", markersize=3, **style)
    points = [(f"{rung}", f"{accuracy:.2f} %") for rung, accuracy in path.items()]
    about = {"row": tried.row_of(row)} if tried.finished[row] else {}
    said = label(dict(tried.table.loc[row, tried.varied]))
    enliven(figure, [line], points, name=said, axis=name_of("hyper_parameters", "epochs"), key=key, **about)
    return line


main = program(draw, trials=TRIALS)

if __name__ == "__main__":
    main()
