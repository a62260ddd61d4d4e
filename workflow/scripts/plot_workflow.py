"""Draw which rule of the workflow takes the files of which."""

import argparse
from pathlib import Path

from matplotlib import pyplot as plt

from workflow.lib.arguments import json_of
from workflow.lib.program import mistakes_in_one_line
from workflow.lib.rulegraph import essential, ranks
from workflow.lib.style import CATEGORIES, QUIET, save
from workflow.lib.tables import in_words

LISTS = {
    "type": "object",
    "additionalProperties": {"type": "array", "items": {"type": "string"}},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("graph", type=json_of(LISTS), help="JSON object: rule → rules whose files it takes")
    parser.add_argument("figures", type=Path, nargs="+", help="files to write: .svg, .pdf, .png")
    args = parser.parse_args()

    rank = ranks(args.graph)
    across = max(list(rank.values()).count(value) for value in rank.values())
    place = {}
    for value in set(rank.values()):
        row = [name for name in args.graph if rank[name] == value]
        for i, name in enumerate(row):
            place[name] = ((i + 0.5) * across / len(row), -value)
    figure, axis = plt.subplots(figsize=(1.25 * across, 0.62 * (max(rank.values()) + 1)))
    axis.set(xlim=(0, across), ylim=(-max(rank.values()) - 0.5, 0.5))
    axis.axis("off")
    for origin, name in essential(args.graph):
        axis.annotate(
            "", place[name], place[origin],
            arrowprops={"arrowstyle": "-|>", "color": QUIET, "shrinkA": 9, "shrinkB": 9},
        )  # fmt: skip
    for name, (x, y) in place.items():
        box = {"boxstyle": "round,pad=0.4", "facecolor": "white", "edgecolor": CATEGORIES[0]}
        axis.text(x, y, in_words(name), ha="center", va="center", bbox=box)
    save(figure, args.figures)


if __name__ == "__main__":
    with mistakes_in_one_line():
        main()
