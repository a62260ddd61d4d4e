"""Draw the data set: several training images of each class."""

from pathlib import Path

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from workflow.data.samples import read_class_names, read_samples
from workflow.figures.language import name
from workflow.figures.program import CLASSES, program
from workflow.figures.style import GREY

SAMPLES = 10  # of each class: the first in the training set


def draw(training: Path, classes: Path) -> Figure:
    samples = read_samples(training)
    names = read_class_names(classes, samples.classes)
    rows = samples.classes
    height, width = samples.shape
    picture = np.zeros((rows * height, SAMPLES * width), np.uint8)
    for label in range(rows):
        for i, pixels in enumerate(samples.pixels[samples.labels == label][:SAMPLES]):
            picture[label * height :, i * width :][:height, :width] = pixels.reshape(height, width)
    figure, axis = plt.subplots(figsize=(0.42 * SAMPLES + 1.1, 0.42 * rows))
    axis.imshow(picture, cmap=GREY, vmin=0, vmax=255, interpolation="none")
    axis.set_yticks((np.arange(rows) + 0.5) * height, [name("classes", each) for each in names])
    axis.set_xticks([])
    axis.tick_params(length=0)
    axis.grid(False)
    axis.spines[:].set_visible(False)
    return figure


main = program(draw, training={"type": Path, "help": "the training part, in Parquet"}, classes=CLASSES)

if __name__ == "__main__":
    main()
