"""Draw where the differences between the runs of a full grid come from: the share of each source.

It is in words where the differences cannot be split up.
"""

from pathlib import Path

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from workflow.base.readers import read_table
from workflow.figures.language import say, spoken
from workflow.figures.program import program
from workflow.figures.style import CATEGORIES, QUIET
from workflow.tables.variance import BETWEEN, SEEDS
from workflow.tables.words import source_name


def draw(variance: Path) -> Figure:
    table = read_table(variance, ["source", "share"]).sort_values("share", ascending=False, kind="stable")
    figure, axis = plt.subplots(figsize=(4.8, 0.9 + 0.3 * max(len(table), 4)))
    if table["share"].isna().any() or table.empty:
        axis.axis("off")
        said = say("not_split" if table.empty else "all_equal")
        axis.text(0.5, 0.5, said, ha="center", va="center", color=QUIET)
        return figure
    colours = [
        QUIET if source == SEEDS else CATEGORIES[5] if BETWEEN in source else CATEGORIES[0]
        for source in table["source"]
    ]
    names = [spoken(source_name(source)) for source in table["source"]]
    bars = axis.barh(names, table["share"], color=colours)
    axis.bar_label(bars, [f"{share:.1f}" for share in table["share"]], padding=3)
    axis.invert_yaxis()
    axis.set(xlabel=say("share_of_differences"), xlim=(0, 110))
    axis.yaxis.grid(False)
    return figure


main = program(draw, variance={"type": Path, "help": "shares by source, in CSV"})

if __name__ == "__main__":
    main()
