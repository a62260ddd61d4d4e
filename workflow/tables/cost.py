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


class StudyCost(NamedTuple):
    """What the runs of a study cost."""

    architectures: pd.DataFrame  # multiply-adds of training on one image, and of all runs in all
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
    total, rows = Cost(0, 0, 0, 0), []
    for (layers, size), group in runs.groupby(["hidden_layers", "hidden_size"]):
        sizes = mlp.Settings(hidden_layers=int(layers), hidden_size=int(size)).layer_sizes(inputs, classes)
        one = cost(sizes, 1, 0, 1).total
        everything = cost(sizes, samples["train"], evaluated, int(group["epochs_completed"].sum()))
        total = Cost(*(a + b for a, b in zip(total, everything, strict=True)))
        rows.append((layers, size, len(group), group["parameters"].iloc[0], one, everything.total))
    columns = ["hidden_layers", "hidden_size", "runs", "parameters", "per_image", "in_all"]
    batches = -(-samples["train"] // runs["batch_size"])
    steps = int((runs["epochs_completed"] * batches).sum())
    return StudyCost(pd.DataFrame(rows, columns=columns), steps, total)
