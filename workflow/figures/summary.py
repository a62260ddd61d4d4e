"""Draw the validation accuracy of every configuration of the study, with its interval, by experiment.

Configurations with a run that diverged are left out.
"""

from pathlib import Path

from matplotlib import pyplot as plt
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from workflow.base.readers import read_table
from workflow.configuration.arguments import TEXT_BY_NAME, json_of
from workflow.figures.program import program
from workflow.figures.style import CATEGORIES, QUIET
from workflow.runs.columns import ACCURACIES
from workflow.tables.frames import TIED, completed, label, varied_columns

LEGIBLE = 40  # rows of an experiment that are all labelled; of more, none
LOOKS = {
    "best": {"color": CATEGORIES[3], "marker": "D", "label": "best of its experiment"},
    TIED: {"color": CATEGORIES[0], "marker": "o", "label": f"{TIED} from it"},
    "": {"color": QUIET, "marker": "o", "label": "lower"},
}


def draw(tables: Path, titles: dict[str, str]) -> Figure:
    experiments = [read_table(tables / f"{name}.csv", ACCURACIES).fillna({"choice": ""}) for name in titles]
    heights = [min(len(rows), LEGIBLE) + 1.5 for rows in experiments]
    figure, axes = plt.subplots(
        len(titles), 1, figsize=(7.2, 0.9 + 0.16 * sum(heights)), sharex=True, squeeze=False,
        height_ratios=heights,
    )  # fmt: skip
    shown: dict[str, Artist] = {}
    for axis, title, rows in zip(axes[:, 0], titles.values(), experiments, strict=True):
        for choice, group in completed(rows).groupby("choice"):
            looks = LOOKS[str(choice)]
            shown[str(looks["label"])] = axis.errorbar(
                group["validation_accuracy"], group.index, xerr=group["validation_interval"],
                linestyle="none", markersize=4, elinewidth=1, **looks,
            )  # fmt: skip
        varied = varied_columns(rows)
        names = [label(dict(row[varied])) for _, row in rows.iterrows()] if len(rows) <= LEGIBLE else []
        axis.set_yticks(range(len(names)), names, fontsize=7)
        axis.set_title(title, loc="left")
        axis.set_ylim(len(rows) - 0.3, -0.7)
    axes[-1, 0].set_xlabel("validation accuracy, %")
    figure.legend(list(shown.values()), list(shown), loc="outside lower center", ncols=3)
    return figure


main = program(
    draw,
    tables={"type": Path, "help": "folder of the experiments' tables"},
    titles={"type": json_of(TEXT_BY_NAME), "help": "JSON object: experiment → title"},
)

if __name__ == "__main__":
    main()
