"""Draw the first-layer weights of the best model as images: the units with the largest norms."""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib import pyplot as plt

from workflow.base.errors import user_errors_as_one_line
from workflow.data.samples import read_samples
from workflow.figures.style import SIGNED, save
from workflow.runs.weights import load

SIDE = 8  # units across and down


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path, help="a trained network, in safetensors")
    parser.add_argument("test", type=Path, help="the test part, in Parquet, for the shape of an image")
    parser.add_argument("figures", type=Path, nargs="+", help="files to write: .svg, .pdf, .png")
    args = parser.parse_args(argv)

    test = read_samples(args.test)
    W = load(args.weights, test)[0].weights[0]
    largest = np.argsort(-np.linalg.norm(W, axis=0), kind="stable")[: SIDE**2]
    figure, axes = plt.subplots(SIDE, SIDE, figsize=(4.8, 4.8))
    for axis in axes.flat:
        axis.axis("off")
    for axis, unit in zip(axes.flat, largest, strict=False):
        weights = W[:, unit].reshape(test.shape)
        limit = np.abs(weights).max()
        axis.imshow(weights, cmap=SIGNED, vmin=-limit, vmax=limit, interpolation="none")
    save(figure, args.figures)


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
