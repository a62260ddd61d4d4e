"""What training costs, counted: exact, and the same on every machine."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple


class Cost(NamedTuple):
    """Multiply-adds of matrix products, by what they serve; everything else is small beside them."""

    forward: int  # Z = X W
    weights: int  # dW = Xᵀ dZ
    inputs: int  # dX = dZ Wᵀ, of every layer but the first
    evaluation: int  # Z = X W, on the validation and the test set after each epoch

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self)


def cost(sizes: Sequence[int], training: int, evaluated: int, epochs: int) -> Cost:
    """The multiply-adds of a run.

    Args:
        sizes: widths from input to output.
        training: samples that an epoch trains on.
        evaluated: samples on which the network is evaluated after each epoch.
        epochs: that were completed.
    """
    products = [d_in * d_out for d_in, d_out in pairwise(sizes)]
    learnt = epochs * training
    return Cost(
        forward=learnt * sum(products),
        weights=learnt * sum(products),
        inputs=learnt * sum(products[1:]),
        evaluation=epochs * evaluated * sum(products),
    )
