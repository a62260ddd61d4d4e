"""Draw the data set: several training images of each class."""

import argparse
from pathlib import Path

import numpy as np

from workflow.lib.dataset import read_samples
from workflow.lib.program import mistakes_in_one_line
from workflow.lib.style import GREY, plt, save

SAMPLES = 10  # of each class: the first in the training set


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("training", type=Path, help="the training part, in Parquet")
    parser.add_argument("figures", type=Path, nargs="+", help="files to write: .svg, .pdf, .png")
    args = parser.parse_args()

    samples = read_samples(args.training)
    rows = len(samples.classes)
    figure, axes = plt.subplots(rows, 1, figsize=(0.42 * SAMPLES + 1.1, 0.42 * rows), squeeze=False)
    for label, (axis, name) in enumerate(zip(axes[:, 0], samples.classes, strict=True)):
        chosen = np.flatnonzero(samples.labels == label)[:SAMPLES]
        images = samples.pixels[chosen].reshape(-1, *samples.shape)
        blank = np.zeros((SAMPLES - len(chosen), *samples.shape), np.uint8)
        strip = np.concatenate([*images, *blank], axis=1)
        axis.imshow(strip, cmap=GREY, vmin=0, vmax=255)
        axis.set_ylabel(name, rotation=0, ha="right", va="center")
        axis.set(xticks=[], yticks=[])
        axis.grid(False)
        axis.spines[:].set_visible(False)
    save(figure, args.figures)


if __name__ == "__main__":
    with mistakes_in_one_line():
        main()
