"""Draw the confusion matrix of the best model on the test set."""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib import pyplot as plt

from workflow.base.errors import user_errors_as_one_line
from workflow.figures.style import COUNTS, on, save
from workflow.tables.confusion import read_confusion


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "confusion", type=Path, help="counts, in CSV: a row a true class, a column a predicted one"
    )
    parser.add_argument("figures", type=Path, nargs="+", help="files to write: .svg, .pdf, .png")
    args = parser.parse_args(argv)

    counts = read_confusion(args.confusion)
    shares = counts.div(counts.sum(axis=1).clip(lower=1), axis=0) * 100
    classes = len(counts)
    figure, axis = plt.subplots(figsize=(0.46 * classes + 1.4, 0.42 * classes + 1.2))
    image = axis.imshow(shares, cmap=COUNTS, vmin=0, vmax=100)
    for (i, j), share in np.ndenumerate(shares):
        if share > 0:
            axis.text(j, i, f"{share:.1f}", ha="center", va="center", fontsize=7, color=on(image, share))
    axis.set_xticks(range(classes), counts.columns, rotation=45, ha="right")
    axis.set_yticks(range(classes), counts.index)
    axis.set(xlabel="predicted class", ylabel="true class")
    axis.grid(False)
    axis.spines[:].set_visible(False)
    figure.colorbar(image, shrink=0.8, label="share of the true class, %")
    save(figure, args.figures)


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
