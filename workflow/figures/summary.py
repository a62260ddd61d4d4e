"""Draw how far every configuration of the study lies below the best of its experiment, with intervals.

The band is the margin: a configuration whose whole interval lies in it is as good. Configurations with a run
that diverged are left out.
"""

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from workflow.base.readers import read_table
from workflow.configuration.arguments import SECTIONS, json_of
from workflow.figures.language import name, say, spoken, words
from workflow.figures.program import program
from workflow.figures.style import BACKGROUND, CATEGORIES, QUIET
from workflow.tables.comparison import AS_GOOD, BEST, OPEN, WORSE
from workflow.tables.frames import BOUNDS, completed, telling
from workflow.tables.verdicts import best_of
from workflow.tables.words import label, name_of

LEGIBLE = 40  # rows of an experiment that are all labelled; of more, none
LOOKS: dict[str, dict[str, Any]] = {
    BEST: {"color": CATEGORIES[3], "marker": "D"},
    AS_GOOD: {"color": CATEGORIES[0], "marker": "o"},
    OPEN: {"color": CATEGORIES[1], "marker": "o", "markerfacecolor": BACKGROUND},
    WORSE: {"color": QUIET, "marker": "o"},
    "": {"color": CATEGORIES[6], "marker": "x"},
}
NAMES = {BEST: words("best_of_experiment"), "": words("one_seed")}  # the others are verdicts


def draw(tables: Path, experiments: dict[str, dict[str, Any]]) -> Figure:
    rows = [read_table(tables / f"{name}.csv", ["below_best", *BOUNDS, "verdict"]) for name in experiments]
    heights = [min(len(each), LEGIBLE) + 1.5 for each in rows]
    figure, axes = plt.subplots(
        len(experiments), 1, figsize=(7.2, 0.9 + 0.17 * sum(heights)), sharex=True, squeeze=False,
        height_ratios=heights,
    )  # fmt: skip
    shown: dict[str, Artist] = {}
    for axis, settings, table in zip(axes[:, 0], experiments.values(), rows, strict=True):
        band = axis.axvspan(0, settings["margin"], color=CATEGORIES[5], alpha=0.2, linewidth=0)
        axis.axvline(0, color=QUIET, linewidth=1, zorder=1)
        compared = completed(table)
        verdicts = compared["verdict"].astype(object).fillna("").where(compared.index != best_of(table), BEST)
        for verdict, looks in LOOKS.items():
            group = compared[verdicts == verdict].astype(dict.fromkeys(("below_best", *BOUNDS), float))
            if group.empty:
                continue
            at = group["below_best"].fillna(0)  # of one row alone
            ends = np.abs([at - group["below_best_low"], group["below_best_high"] - at])
            said = spoken(NAMES.get(verdict) or name_of("verdicts", verdict))
            shown[said] = axis.errorbar(
                at, group.index, xerr=ends, linestyle="none", markersize=4, elinewidth=1, label=said, **looks
            )
        labels = [label(telling(table, row)) for _, row in table.iterrows()] if len(table) <= LEGIBLE else []
        axis.set_yticks(range(len(labels)), [spoken(each) for each in labels], fontsize=7)
        axis.set_title(name("titles", settings["title"]), loc="left")
        axis.set_ylim(len(table) - 0.3, -0.7)
    axes[-1, 0].set_xlabel(say("below_others"))
    names = [say("margin"), *shown]
    figure.legend([band, *shown.values()], names, loc="outside lower center", ncols=3)
    return figure


main = program(
    draw,
    tables={"type": Path, "help": "folder of the experiments' tables"},
    experiments={"type": json_of(SECTIONS), "help": "JSON object: experiment → title, figure, margin"},
)

if __name__ == "__main__":
    main()
