"""Draw how much each hyper-parameter of a search matters: its share of the differences, with its interval."""

from pathlib import Path

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from workflow.figures.language import name, say, words
from workflow.figures.live import enliven
from workflow.figures.program import program
from workflow.figures.style import CATEGORIES, QUIET
from workflow.search.explained import FEWEST, read_importance
from workflow.tables.words import name_of


def draw(importance: Path) -> Figure:
    table = read_importance(importance)
    figure, axis = plt.subplots(figsize=(4.8, 0.9 + 0.3 * max(len(table), 4)))
    if not table["importance"].any():
        axis.axis("off")
        said = say("too_little", n=str(FEWEST)) if table.empty else say("all_equal")
        axis.text(0.5, 0.5, said, ha="center", va="center", color=QUIET)
        return figure
    around = np.abs(table[["low", "high"]].sub(table["importance"], axis=0)).to_numpy().T
    names = [name("hyper_parameters", each) for each in table["hyper_parameter"]]
    bars = axis.barh(names, table["importance"], xerr=around, color=CATEGORIES[0], capsize=3)
    points = [
        (name_of("hyper_parameters", row.hyper_parameter), words("share", at=f"{row.importance:.1f}",
         low=f"{row.low:.1f}", high=f"{row.high:.1f}"))
        for row in table.itertuples()
    ]  # fmt: skip
    at = words("hyper_parameter")
    enliven(figure, bars.patches, points, name=words("importance_of"), axis=at, cells=True)
    axis.invert_yaxis()
    axis.set(xlabel=say("importance"), xlim=(0, 105))
    axis.yaxis.grid(False)
    return figure


main = program(draw, importance={"type": Path, "help": "how much each hyper-parameter matters, in CSV"})

if __name__ == "__main__":
    main()
