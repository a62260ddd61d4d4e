"""Draw the data set: several training images of each class."""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib import pyplot as plt

from workflow.base.errors import user_errors_as_one_line
from workflow.data.samples import read_class_names, read_samples
from workflow.figures.style import GREY, save

SAMPLES = 10  # of each class: the first in the training set


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("training", type=Path, help="the training part, in Parquet")
    parser.add_argument("classes", type=Path, help="the names of the classes, in JSON")
    parser.add_argument("figures", type=Path, nargs="+", help="files to write: .svg, .pdf, .png")
    args = parser.parse_args(argv)

    samples = read_samples(args.training)
    classes = read_class_names(args.classes, samples.classes)
    rows = samples.classes
    height, width = samples.shape
    picture = np.zeros((rows * height, SAMPLES * width), np.uint8)
    for label in range(rows):
        for i, pixels in enumerate(samples.pixels[samples.labels == label][:SAMPLES]):
            picture[label * height :, i * width :][:height, :width] = pixels.reshape(height, width)
    figure, axis = plt.subplots(figsize=(0.42 * SAMPLES + 1.1, 0.42 * rows))
    axis.imshow(picture, cmap=GREY, vmin=0, vmax=255, interpolation="none")
    axis.set_yticks((np.arange(rows) + 0.5) * height, classes)
    axis.set_xticks([])
    axis.tick_params(length=0)
    axis.grid(False)
    axis.spines[:].set_visible(False)
    save(figure, args.figures)


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
