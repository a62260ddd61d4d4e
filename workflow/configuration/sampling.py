"""Draw configurations from a space, for a search wider than a grid."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

DEFAULTS: dict[str, Any] = {"seed": 0, "method": "sobol"}


def sampled(sample: dict[str, Any]) -> list[dict[str, Any]]:
    """The hyper-parameters that the ``sample`` of an experiment draws, in order.

    A draw depends on its number and the seed alone: the first 32 of 64 are the 32 of 32. What is drawn
    twice is listed once.
    """
    sample = DEFAULTS | sample
    space = sample["space"]
    drawn = [name for name, values in space.items() if isinstance(values, list | dict)]
    points = _points(sample["n"], len(drawn), sample["seed"], sample["method"])
    settings = (
        space | {name: _value(space[name], u) for name, u in zip(drawn, point, strict=True)}
        for point in points.tolist()
    )
    return list({str(combination): combination for combination in settings}.values())


def _points(n: int, dimensions: int, seed: int, method: str) -> NDArray[np.float64]:
    """Points (n, dimensions) of the unit cube: independent, or evenly spread, scrambled as in Owen (1998)."""
    if method == "random" or not dimensions:
        return np.random.default_rng(seed).random((n, dimensions))
    from scipy.stats import qmc  # takes half a second, at each start of Snakemake

    # A power of two of them, as the sequence is balanced only then.
    points = qmc.Sobol(dimensions, rng=seed).random_base2((n - 1).bit_length())
    return np.asarray(points[:n])


def _value(values: list[Any] | dict[str, list[float]], u: float) -> Any:
    """The value of a hyper-parameter at 0 ≤ u < 1 of its list or range."""
    if isinstance(values, list):
        return values[int(u * len(values))]
    ((kind, (low, high)),) = values.items()
    if kind == "integer":
        return int(low + math.floor(u * (high - low + 1)))
    return rounded(low + u * (high - low) if kind == "uniform" else low * (high / low) ** u, low, high)


def rounded(number: float, low: float, high: float) -> float:
    """A number of a range with three digits, which keeps names of runs short.

    It has one more for each leading digit that the bounds share: 0.12345 to 0.12349 needs six. It never
    leaves the range.
    """
    width = abs(high - low)  # a reversed range is refused later, with its place
    shared = math.floor(math.log10(max(abs(low), abs(high)) / width)) if width else 0
    return float(min(max(float(f"{number:.{3 + max(shared, 0)}g}"), low), high))
