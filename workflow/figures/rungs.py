"""Draw successive halving: a line a setting, of its mean validation accuracy, to where it was dropped."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from matplotlib import pyplot as plt
from matplotlib.ticker import NullLocator

from workflow.base.errors import user_errors_as_one_line
from workflow.base.readers import read_table
from workflow.figures.style import CATEGORIES, QUIET, lines, save
from workflow.search.halving import DROPPED


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("promotions", type=Path, help="the table of the last promotion, in CSV")
    parser.add_argument("table", type=Path, help="the table of what was trained to its end, in CSV")
    parser.add_argument("epochs", type=int, help="the last rung")
    parser.add_argument("figures", type=Path, nargs="+", help="files to write: .svg, .pdf, .png")
    args = parser.parse_args(argv)

    promotions = read_table(args.promotions, [DROPPED])
    finals = read_table(args.table, ["validation_accuracy", "choice"])
    rungs = [int(name.removeprefix("after_")) for name in promotions if name.startswith("after_")]
    paths = promotions[[f"after_{epochs}" for epochs in rungs]].set_axis(rungs, axis=1)
    left = promotions.index[promotions[DROPPED].isna()]
    paths[args.epochs] = finals["validation_accuracy"].set_axis(left)
    chosen = left[finals["choice"] == "best"]

    figure, axis = plt.subplots(figsize=(4.8, 3.9))
    groups = [
        (f"dropped after {epochs}", promotions.index[promotions[DROPPED] == epochs]) for epochs in rungs
    ]
    groups += [("trained to the end", left.difference(chosen)), ("chosen", chosen)]
    for (name, rows), looks in zip(groups, lines(len(groups), in_order=True), strict=True):
        style = {"color": CATEGORIES[3], "zorder": 3} if name == "chosen" else {**looks, "linewidth": 0.8}
        for number, row in enumerate(rows):
            axis.plot(
                paths.loc[row].dropna(), marker="o", markersize=3, label="" if number else name, **style
            )
    # One that has learnt nothing would press all others into a line.
    compared = paths[promotions[DROPPED] != rungs[0]]
    low, high = compared.min(axis=None), compared.max(axis=None)
    if low < high:
        bottom = low - (high - low)
        axis.set_ylim(bottom, high + 0.05 * (high - low))
        below = int((paths[rungs[0]] < bottom).sum())
        axis.annotate(
            f"{below} below" if below else "", (rungs[0], bottom), (4, 4), textcoords="offset points"
        )
    for epochs in rungs:
        axis.axvline(epochs, color=QUIET, linewidth=1, zorder=0)
    axis.set_xscale("log")
    axis.set_xticks([*rungs, args.epochs], [str(epochs) for epochs in (*rungs, args.epochs)])
    axis.xaxis.set_minor_locator(NullLocator())
    axis.set(xlabel="epochs", ylabel="mean validation accuracy, %")
    figure.legend(loc="outside lower center", ncols=3)
    save(figure, args.figures)


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
