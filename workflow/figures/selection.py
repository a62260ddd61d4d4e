"""Draw the test accuracy of every configuration of a search by its validation accuracy: does the choice hold?

Bars are 95 % confidence intervals. Configurations with a run that diverged are left out.
"""

from pathlib import Path

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from workflow.base.readers import read_table
from workflow.figures.language import name, say
from workflow.figures.program import TABLE, program
from workflow.figures.style import CATEGORIES, QUIET
from workflow.runs.columns import ACCURACIES
from workflow.tables.frames import completed
from workflow.tables.verdicts import best_of


def draw(table: Path) -> Figure:
    whole = read_table(table, [*ACCURACIES, "verdict"])
    compared = completed(whole)
    figure, axis = plt.subplots(figsize=(4.8, 4.2))
    if len(compared):
        centre = (compared["validation_accuracy"].mean(), compared["test_accuracy"].mean())
        axis.axline(centre, slope=1, color=QUIET, linestyle="--", label=say("mean_difference"))
    for chosen, rows in compared.groupby(compared.index == best_of(whole)):
        axis.errorbar(
            rows["validation_accuracy"],
            rows["test_accuracy"],
            rows["test_interval"],
            rows["validation_interval"],
            color=CATEGORIES[3 if chosen else 0],
            marker="D" if chosen else "o",
            linestyle="none",
            elinewidth=0.7,
            label=say("chosen" if chosen else "others"),
        )
    axis.set(xlabel=name("columns", "validation_accuracy"), ylabel=name("columns", "test_accuracy"))
    if len(compared):
        axis.legend()
    return figure


main = program(draw, table=TABLE)

if __name__ == "__main__":
    main()
