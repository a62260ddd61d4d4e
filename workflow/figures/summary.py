"""Draw every configuration of the study in one figure: validation accuracy with its interval, by experiment.

Configurations that did not always train are left out.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from matplotlib import pyplot as plt
from matplotlib.artist import Artist

from workflow.base.errors import user_errors_as_one_line
from workflow.base.readers import read_table
from workflow.configuration.arguments import json_of
from workflow.figures.style import CATEGORIES, QUIET, save
from workflow.runs.columns import ACCURACIES
from workflow.tables.frames import TIED, completed, label, varied_columns

TEXT_BY_NAME = {"type": "object", "additionalProperties": {"type": "string"}}
LEGIBLE = 40  # rows of an experiment that have a line of their own, with a name
LOOKS = {
    "best": {"color": CATEGORIES[3], "marker": "D", "label": "best of its experiment"},
    TIED: {"color": CATEGORIES[0], "marker": "o", "label": "not distinguishable from it"},
    "": {"color": QUIET, "marker": "o", "label": "lower"},
}


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tables", type=Path, help="folder of the experiments' tables")
    parser.add_argument("titles", type=json_of(TEXT_BY_NAME), help="JSON object: experiment → title")
    parser.add_argument("figures", type=Path, nargs="+", help="files to write: .svg, .pdf, .png")
    args = parser.parse_args(argv)

    tables = {
        title: read_table(args.tables / f"{name}.csv", ACCURACIES).fillna({"choice": ""})
        for name, title in args.titles.items()
    }
    heights = [min(len(table), LEGIBLE) + 1.5 for table in tables.values()]
    figure, axes = plt.subplots(
        len(tables), 1, figsize=(7.2, 0.9 + 0.16 * sum(heights)), sharex=True, squeeze=False,
        height_ratios=heights,
    )  # fmt: skip
    shown: dict[str, Artist] = {}
    for axis, (title, table) in zip(axes[:, 0], tables.items(), strict=True):
        for choice, rows in completed(table).groupby("choice"):
            looks = LOOKS[str(choice)]
            shown[str(looks["label"])] = axis.errorbar(
                rows["validation_accuracy"], rows.index, xerr=rows["validation_interval"],
                linestyle="none", markersize=4, elinewidth=1, **looks,
            )  # fmt: skip
        varied = varied_columns(table)
        names = [label(dict(row[varied])) for _, row in table.iterrows()] if len(table) <= LEGIBLE else []
        axis.set_yticks(range(len(names)), names, fontsize=7)
        axis.set_title(title, loc="left")
        axis.set_ylim(len(table) - 0.3, -0.7)
    axes[-1, 0].set_xlabel("validation accuracy, %")
    figure.legend(list(shown.values()), list(shown), loc="outside lower center", ncols=3)
    save(figure, args.figures)


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
