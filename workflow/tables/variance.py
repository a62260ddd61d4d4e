"""Where the differences between the runs of a full grid come from: an exact decomposition."""

from itertools import chain, combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

SEEDS = "seeds"  # the source of what is left between runs of one configuration
SOURCES = ["source", "degrees", "sum_of_squares", "share"]  # columns of the table
BETWEEN = " × "  # between the hyper-parameters of an interaction


def decomposition(values: NDArray[np.float64], names: list[str]) -> pd.DataFrame:
    """Balanced analysis of variance: main effects, interactions and seeds.

    The sum of squares of a set of hyper-parameters is that of the means over all others, less those of its
    own subsets (Montgomery, Design and Analysis of Experiments, ch. 5); in a full grid they add up to the
    whole.

    Args:
        values: one axis per hyper-parameter and a last one for the seeds, at least two of them.
        names: of the hyper-parameters, in the order of the axes.

    Returns:
        One row per source, as ``hidden_size × l2``: ``degrees``, ``sum_of_squares``, and ``share`` of the
        whole in per cent, ``SEEDS`` last. Shares are missing where all values are equal.
    """
    axes = range(len(names))
    squares: dict[tuple[int, ...], float] = {(): 0.0}
    rows = []
    centred = values - values.mean()
    for chosen in chain.from_iterable(combinations(axes, size) for size in range(1, len(names) + 1)):
        others = tuple(set(range(values.ndim)) - set(chosen))
        means = centred.mean(axis=others)
        within = float((means**2).sum() * values.size / means.size)
        squares[chosen] = within - sum(squares[part] for part in squares if set(part) < set(chosen))
        degrees = int(np.prod([values.shape[axis] - 1 for axis in chosen]))
        rows.append((BETWEEN.join(names[axis] for axis in chosen), degrees, squares[chosen]))
    residual = centred - centred.mean(axis=-1, keepdims=True)
    rows.append((SEEDS, values.size - values.size // values.shape[-1], float((residual**2).sum())))
    table = pd.DataFrame(rows, columns=SOURCES[:-1])
    # What is left of rounding in the subtraction of nearly equal sums is no effect.
    table["sum_of_squares"] = table["sum_of_squares"].clip(lower=0)
    whole = float((centred**2).sum())
    table["share"] = 100 * table["sum_of_squares"] / whole  # 0 / 0 is a missing value
    return table
