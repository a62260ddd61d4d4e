"""What training costs, counted: exact, and the same on every machine."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

import mlp


class Cost(NamedTuple):
    """Multiply-adds of the matrix products, by purpose; everything else is small beside them."""

    forward: int  # Z = X W
    weights: int  # dW = Xᵀ dZ
    inputs: int  # dX = dZ Wᵀ, of every layer but the first
    evaluation: int  # Z = X W, on the validation and the test set after each epoch

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self)

    def shares(self) -> dict[str, str]:
        """The share of each purpose in the total, in per cent."""
        return {name: f"{100 * part / max(self.total, 1):.1f}" for name, part in self._asdict().items()}


class Architecture(NamedTuple):
    """What the runs of one architecture cost."""

    hidden_layers: int
    hidden_size: int
    runs: int
    parameters: int
    per_image: int  # multiply-adds of training on one image
    in_all: int  # multiply-adds of all its runs


class StudyCost(NamedTuple):
    """What the runs of a study cost."""

    architectures: list[Architecture]
    steps: int  # of gradient descent
    cost: Cost


def cost(sizes: Sequence[int], training: int, evaluated: int, epochs: int) -> Cost:
    """The multiply-adds of a run.

    Args:
        sizes: widths from input to output.
        training: samples in an epoch of training.
        evaluated: samples on which the network is evaluated after each epoch.
        epochs: epochs that were completed.
    """
    products = [d_in * d_out for d_in, d_out in pairwise(sizes)]
    learnt = epochs * training
    return Cost(
        forward=learnt * sum(products),
        weights=learnt * sum(products),
        inputs=learnt * sum(products[1:]),
        evaluation=epochs * evaluated * sum(products),
    )


def study_cost(runs: pd.DataFrame, samples: Mapping[str, int], inputs: int, classes: int) -> StudyCost:
    """The cost of a study.

    Args:
        runs: the table of all runs.
        samples: the number of samples in each part of the data.
        inputs: pixels of an image.
        classes: number of classes.
    """
    evaluated = samples["validation"] + samples["test"]
    total, steps, rows = Cost(0, 0, 0, 0), 0, []
    for (layers, size), group in runs.groupby(["hidden_layers", "hidden_size"]):
        sizes = mlp.Settings(hidden_layers=int(layers), hidden_size=int(size)).layer_sizes(inputs, classes)
        epochs = int(group["epochs_completed"].sum())
        one, all_runs = cost(sizes, 1, 0, 1), cost(sizes, samples["train"], evaluated, epochs)
        total = Cost(*(a + b for a, b in zip(total, all_runs, strict=True)))
        parameters = int(group["parameters"].iloc[0])
        rows.append(Architecture(layers, size, len(group), parameters, one.total, all_runs.total))
        batches = -(-samples["train"] // group["batch_size"])
        steps += int((group["epochs_completed"] * batches).sum())
    return StudyCost(rows, steps, total)
