"""Draw a quantity by epoch, one line per configuration: the mean over seeds, with a band for their range."""

from pathlib import Path

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from workflow.base.readers import read_table
from workflow.configuration.experiments import FIGURES_OF
from workflow.figures.program import CURVES, TABLE, program
from workflow.figures.style import lines
from workflow.runs.columns import ACCURACIES
from workflow.tables.frames import in_words, label, varied_columns


def draw(table: Path, curves: Path, quantity: str) -> Figure:
    rows = read_table(table, ACCURACIES)
    epochs = read_table(curves, ["row", "epoch", quantity])
    varied = varied_columns(rows)
    title = in_words(varied[0]) if len(varied) == 1 else None
    in_order = bool(title) and pd.api.types.is_numeric_dtype(rows[varied[0]])
    percent = quantity.endswith("accuracy")
    figure, axis = plt.subplots(figsize=(4.8, 3.9))
    axis.set_prop_cycle(lines(len(rows), in_order))
    for row, runs in epochs.groupby("row"):
        values = runs.groupby("epoch")[quantity].agg(["mean", "min", "max"]) * (100 if percent else 1)
        name = in_words(rows.at[row, varied[0]]) if title else label(dict(rows.loc[row, varied]))
        (line,) = axis.plot(values.index, values["mean"], label=name)
        axis.fill_between(
            values.index, values["min"], values["max"], color=line.get_color(), alpha=0.15, lw=0
        )
    axis.set(xlabel="epoch", ylabel=in_words(quantity) + (", %" if percent else ""))
    axis.xaxis.set_major_locator(MaxNLocator(integer=True))
    figure.legend(title=title, loc="outside lower center", ncols=5 if title else 2)
    return figure


main = program(draw, table=TABLE, curves=CURVES, quantity={"choices": FIGURES_OF["curves"]})

if __name__ == "__main__":
    main()
