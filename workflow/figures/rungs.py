"""Draw successive halving: mean validation accuracy, one line per configuration, until it was dropped."""

from pathlib import Path

from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from workflow.base.readers import read_table
from workflow.figures.language import say
from workflow.figures.program import program
from workflow.figures.style import CATEGORIES, QUIET, lines
from workflow.search.halving import DROPPED
from workflow.tables.verdicts import best_of


def draw(promotions: Path, table: Path, epochs: int) -> Figure:
    rows = read_table(promotions, [DROPPED])
    finals = read_table(table, ["validation_accuracy", "verdict"])
    rungs = [int(name.removeprefix("after_")) for name in rows if name.startswith("after_")]
    paths = rows[[f"after_{rung}" for rung in rungs]].set_axis(rungs, axis=1)
    left = rows.index[rows[DROPPED].isna()]
    paths[epochs] = finals["validation_accuracy"].set_axis(left)
    chosen = left[finals.index == best_of(finals)]

    figure, axis = plt.subplots(figsize=(4.8, 3.9))
    groups = [(say("dropped", rung=str(rung)), rows.index[rows[DROPPED] == rung]) for rung in rungs]
    groups += [(say("finished"), left.difference(chosen)), (say("chosen"), chosen)]
    for (name, members), looks in zip(groups, lines(len(groups), in_order=True), strict=True):
        style = {"color": CATEGORIES[3], "zorder": 3} if members is chosen else {**looks, "linewidth": 0.8}
        for number, row in enumerate(members):
            axis.plot(
                paths.loc[row].dropna(), marker="o", markersize=3, label="" if number else name, **style
            )
    # One that has learnt nothing would press all others into a line.
    compared = paths[rows[DROPPED] != rungs[0]]
    low, high = compared.min(axis=None), compared.max(axis=None)
    if low < high:
        bottom = low - (high - low)
        axis.set_ylim(bottom, high + 0.05 * (high - low))
        below = int((paths[rungs[0]] < bottom).sum())
        said = say("more_below", n=str(below)) if below else ""
        axis.annotate(said, (rungs[0], bottom), (4, 4), textcoords="offset points")
    for rung in rungs:
        axis.axvline(rung, color=QUIET, linewidth=1, zorder=0)
    axis.set_xscale("log")
    axis.set_xticks([*rungs, epochs], [str(rung) for rung in (*rungs, epochs)])
    axis.xaxis.set_minor_locator(NullLocator())
    axis.set(xlabel=say("epochs"), ylabel=say("mean_validation_accuracy"))
    figure.legend(loc="outside lower center", ncols=3)
    return figure


main = program(
    draw,
    promotions={"type": Path, "help": "the table of the last promotion, in CSV"},
    table={"type": Path, "help": "the table of what was trained to its end, in CSV"},
    epochs={"type": int, "help": "the last rung"},
)

if __name__ == "__main__":
    main()
