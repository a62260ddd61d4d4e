"""Draw what a search has found by the epochs that it has spent: in order, at random, by successive halving.

A line a seed, each a search of its own. All three are replayed from the experiment's curves.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib import pyplot as plt

from workflow.base.errors import user_errors_as_one_line
from workflow.base.readers import read_table
from workflow.figures.style import CATEGORIES, save
from workflow.runs.columns import ACCURACIES
from workflow.search.strategies import at_random, halving, in_order, searches

STRATEGIES: dict[str, tuple[Any, dict[str, Any]]] = {
    "grid, in its order": (in_order, {"drawstyle": "steps-post"}),
    "random order, expected": (at_random, {}),
    "successive halving": (halving, {"drawstyle": "steps-post", "marker": "o"}),
}


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table", type=Path, help="the experiment's table, in CSV")
    parser.add_argument("curves", type=Path, help="the experiment's curves, in Parquet")
    parser.add_argument("figures", type=Path, nargs="+", help="files to write: .svg, .pdf, .png")
    args = parser.parse_args(argv)

    table = read_table(args.table, ACCURACIES)
    curves = read_table(args.curves, ["row", "seed", "epoch", "validation_accuracy"])
    seeds = searches(table, curves).values()
    figure, axis = plt.subplots(figsize=(4.8, 3.9))
    for (name, (strategy, looks)), colour in zip(STRATEGIES.items(), CATEGORIES, strict=False):
        for number, search in enumerate(seeds):
            path = np.array(strategy(search), float).reshape(-1, 2)
            path[np.isinf(path)] = np.nan  # nothing found yet that always trains
            axis.plot(*path.T, color=colour, linewidth=1, markersize=3, **looks, label="" if number else name)
    axis.set(xlabel="epochs of training spent, a seed", ylabel="best validation accuracy so far, %")
    axis.legend()
    save(figure, args.figures)


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
