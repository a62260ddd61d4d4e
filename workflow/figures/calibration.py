"""Draw the reliability of the best model: accuracy by confidence, on the test set."""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib import pyplot as plt

from workflow.base.errors import user_errors_as_one_line
from workflow.base.readers import read_table
from workflow.figures.style import CATEGORIES, QUIET, save
from workflow.tables.calibration import BINS, reliability


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("predictions", type=Path, help="a row a test sample, in Parquet")
    parser.add_argument("figures", type=Path, nargs="+", help="files to write: .svg, .pdf, .png")
    args = parser.parse_args(argv)

    predictions = read_table(args.predictions, ["true", "predicted", "confidence"])
    correct = predictions["predicted"] == predictions["true"]
    bins = reliability(predictions["confidence"], correct) * [1, 100, 100]
    figure, (above, below) = plt.subplots(
        2, 1, figsize=(4.8, 4.6), sharex=True, height_ratios=(3, 1), layout="constrained"
    )
    above.plot((0, 100), (0, 100), color=QUIET, linestyle="--", label="as often as it says")
    above.bar(bins.index * 100, bins["accuracy"], 100 / BINS, align="edge", color=CATEGORIES[5], ec="white")
    above.plot(bins["confidence"], bins["accuracy"], "o", color=CATEGORIES[0], label="mean of the bin")
    above.set(ylabel="accuracy, %", ylim=(0, 100))
    above.legend(loc="upper left")
    below.bar(bins.index * 100, bins["samples"], 100 / BINS, align="edge", color=CATEGORIES[5], ec="white")
    below.set(xlabel="confidence, %", ylabel="images", xlim=(0, 100), xticks=np.linspace(0, 100, 6))
    below.set_yscale("symlog", linthresh=1)
    below.yaxis.set_major_formatter("{x:,.0f}")  # powers of ten would be formulas, left unread
    save(figure, args.figures)


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
