"""Draw one quantity over the epochs: a line a configuration, the mean over seeds; a band, their range."""

import argparse
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.ticker import MaxNLocator

from workflow.base.errors import user_errors_as_one_line
from workflow.base.readers import read_table
from workflow.configuration.experiments import FIGURES_OF
from workflow.figures.style import lines, save
from workflow.runs.columns import ACCURACIES
from workflow.tables.frames import in_words, label, varied_columns


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table", type=Path, help="the experiment's table, in CSV")
    parser.add_argument("curves", type=Path, help="the experiment's curves, in Parquet")
    parser.add_argument("quantity", choices=FIGURES_OF["curves"])
    parser.add_argument("figures", type=Path, nargs="+", help="files to write: .svg, .pdf, .png")
    args = parser.parse_args(argv)

    table = read_table(args.table, ACCURACIES)
    curves = read_table(args.curves, ["row", "epoch", args.quantity])
    varied = varied_columns(table)
    in_order = len(varied) == 1 and pd.api.types.is_numeric_dtype(table[varied[0]])
    percent = args.quantity.endswith("accuracy")
    figure, axis = plt.subplots(figsize=(4.8, 3.9))
    axis.set_prop_cycle(lines(len(table), in_order))
    for row, runs in curves.groupby("row"):
        values = runs.groupby("epoch")[args.quantity].agg(["mean", "min", "max"]) * (100 if percent else 1)
        (line,) = axis.plot(values.index, values["mean"], label=label(dict(table.loc[row, varied])))
        axis.fill_between(
            values.index, values["min"], values["max"], color=line.get_color(), alpha=0.15, lw=0
        )
    axis.set(xlabel="epoch", ylabel=in_words(args.quantity) + (", %" if percent else ""))
    axis.xaxis.set_major_locator(MaxNLocator(integer=True))
    title = in_words(varied[0]) if len(varied) == 1 else None
    columns = 5 if title else 2
    figure.legend(title=title, loc="outside lower center", ncols=columns)
    save(figure, args.figures)


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
