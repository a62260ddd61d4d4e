"""Draw where the differences between the runs of a full grid come from: the share of each source.

It is in words where the differences cannot be split up.
"""

from pathlib import Path

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from workflow.base.readers import read_table
from workflow.figures.program import program
from workflow.figures.style import CATEGORIES, QUIET
from workflow.tables.frames import in_words
from workflow.tables.variance import BETWEEN, SEEDS

INCOMPLETE = (
    "Not split up by source: that takes a full grid\nwhose runs all completed, with the same number\n"
    "of seeds, at least two, everywhere."
)
EQUAL = "All runs reach the same validation accuracy."


def draw(variance: Path) -> Figure:
    table = read_table(variance, ["source", "share"]).sort_values("share", ascending=False, kind="stable")
    figure, axis = plt.subplots(figsize=(4.8, 0.9 + 0.3 * max(len(table), 4)))
    if table["share"].isna().any() or table.empty:
        axis.axis("off")
        axis.text(0.5, 0.5, INCOMPLETE if table.empty else EQUAL, ha="center", va="center", color=QUIET)
        return figure
    colours = [
        QUIET if source == SEEDS else CATEGORIES[5] if BETWEEN in source else CATEGORIES[0]
        for source in table["source"]
    ]
    bars = axis.barh([in_words(source) for source in table["source"]], table["share"], color=colours)
    axis.bar_label(bars, [f"{share:.1f}" for share in table["share"]], padding=3)
    axis.invert_yaxis()
    axis.set(xlabel="share of the differences between runs, %", xlim=(0, 110))
    axis.yaxis.grid(False)
    return figure


main = program(draw, variance={"type": Path, "help": "shares by source, in CSV"})

if __name__ == "__main__":
    main()
