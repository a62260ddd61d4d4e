"""Draw the best accuracy that a search has found by the epochs it has spent: in order, at random, by halving.

There is one line per seed, each a search of its own. All three strategies are replayed from the curves of
an experiment whose configurations were all trained in full.
"""

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from workflow.base.readers import read_table
from workflow.figures.language import say
from workflow.figures.program import CURVES, TABLE, program
from workflow.figures.style import CATEGORIES
from workflow.runs.columns import ACCURACIES
from workflow.search.strategies import at_random, halving, in_order, searches

STRATEGIES: dict[str, tuple[Any, dict[str, Any]]] = {
    "in_order": (in_order, {"drawstyle": "steps-post"}),
    "at_random": (at_random, {}),
    "halving": (halving, {"drawstyle": "steps-post", "marker": "o"}),
}


def draw(table: Path, curves: Path) -> Figure:
    rows = read_table(table, ACCURACIES)
    seeds = searches(rows, read_table(curves, ["row", "seed", "epoch", "validation_accuracy"])).values()
    figure, axis = plt.subplots(figsize=(4.8, 3.9))
    for (name, (strategy, looks)), colour in zip(STRATEGIES.items(), CATEGORIES, strict=False):
        for number, search in enumerate(seeds):
            path = np.array(strategy(search), float).reshape(-1, 2)
            path[np.isinf(path)] = np.nan  # only diverged configurations so far
            said = "" if number else say(name)
            axis.plot(*path.T, color=colour, linewidth=1, markersize=3, **looks, label=said)
    axis.set(xlabel=say("epochs_spent"), ylabel=say("best_so_far"))
    axis.legend()
    return figure


main = program(draw, table=TABLE, curves=CURVES)

if __name__ == "__main__":
    main()
