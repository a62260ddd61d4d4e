"""Draw the first-layer weights of the best model as images: the units with the largest norms."""

from pathlib import Path

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from workflow.data.samples import read_samples
from workflow.figures.program import TEST, program
from workflow.figures.style import SIGNED
from workflow.runs.weights import load

SIDE = 8  # units across and down


def draw(weights: Path, test: Path) -> Figure:
    samples = read_samples(test)
    W = load(weights, samples)[0].weights[0]
    largest = np.argsort(-np.linalg.norm(W, axis=0), kind="stable")[: SIDE**2]
    figure, axes = plt.subplots(SIDE, SIDE, figsize=(4.8, 4.8))
    for axis in axes.flat:
        axis.axis("off")
    for axis, unit in zip(axes.flat, largest, strict=False):
        image = W[:, unit].reshape(samples.shape)
        limit = np.abs(image).max()
        axis.imshow(image, cmap=SIGNED, vmin=-limit, vmax=limit, interpolation="none")
    return figure


main = program(draw, weights={"type": Path, "help": "a trained network, in safetensors"}, test=TEST)

if __name__ == "__main__":
    main()
