"""Draw a quantity by epoch, one line per configuration: the mean over seeds, with a band for their range."""

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from workflow.base.readers import read_table
from workflow.configuration.experiments import FIGURES_OF
from workflow.figures.language import name, spoken
from workflow.figures.live import enliven, with_keys
from workflow.figures.program import CURVES, TABLE, program
from workflow.figures.style import lines
from workflow.runs.columns import ACCURACIES
from workflow.tables.frames import telling, varied_columns
from workflow.tables.words import label, name_of

FORMS = {"learning_rate": "{:.4g}", "training_loss": "{:.4f}", "validation_loss": "{:.4f}"}
KINDS = {"learning_rate": "hyper_parameters"}  # the others are columns


def draw(table: Path, curves: Path, quantity: str) -> Figure:
    rows = read_table(table, ACCURACIES)
    epochs = read_table(curves, ["row", "epoch", quantity])
    varied = varied_columns(rows)
    (only,) = varied if len(varied) == 1 else (None,)
    in_order = bool(only) and pd.api.types.is_numeric_dtype(rows[only])
    percent = quantity.endswith("accuracy")
    figure, axis = plt.subplots(figsize=(4.8, 3.9))
    axis.set_prop_cycle(lines(len(rows), in_order))
    for key, (row, runs) in enumerate(epochs.groupby("row")):
        values = runs.groupby("epoch")[quantity].agg(["mean", "min", "max"]) * (100 if percent else 1)
        whole = label(telling(rows, rows.loc[row]))
        short = name("values", rows.at[row, only]) if only else spoken(whole)
        (line,) = axis.plot(values.index, values["mean"], label=short)
        band = axis.fill_between(
            values.index, values["min"], values["max"], color=line.get_color(), alpha=0.15, lw=0
        )
        drawn = values[np.isfinite(values["mean"])]
        points = [(f"{epoch}", words_of(quantity, *each)) for epoch, *each in drawn.itertuples()]
        enliven(
            figure, [line, band], points, name=whole, axis=name_of("columns", "epoch"), row=int(row), key=key
        )
    axis.set(xlabel=name("columns", "epoch"), ylabel=name(KINDS.get(quantity, "columns"), quantity))
    axis.xaxis.set_major_locator(MaxNLocator(integer=True))
    if len(rows) > 1:
        title = name("hyper_parameters", only) if only else None
        with_keys(figure.legend(title=title, loc="outside lower center", ncols=5 if title else 2))
    return figure


def words_of(quantity: str, mean: float, low: float, high: float) -> str:
    """What a point says: the mean over seeds and, where they differ, the lowest and the highest."""
    form = FORMS.get(quantity, "{:.2f}")
    unit = " %" if quantity.endswith("accuracy") else ""
    at, *ends = (form.format(value) for value in (mean, low, high))
    return f"{at}{unit}" if len({*ends}) == 1 else f"{at}{unit} ({'–'.join(ends)})"


main = program(draw, table=TABLE, curves=CURVES, quantity={"choices": FIGURES_OF["curves"]})

if __name__ == "__main__":
    main()
