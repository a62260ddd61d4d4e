"""Settings drawn from a space, for a search that is wider than a grid."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

DEFAULTS: dict[str, Any] = {"seed": 0, "method": "sobol"}


def sampled(sample: dict[str, Any]) -> list[dict[str, Any]]:
    """The settings that a ``sample`` of the configuration stands for, in the order in which they are drawn.

    A draw hangs on its number and the seed alone: the first 32 of 64 are the 32 of 32. Numbers are rounded to
    three digits, which keeps names of runs short; what is drawn a second time stands once.
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
    """Points (n, dimensions) of the unit cube: independent, or evenly spread as scrambled by Owen (1998)."""
    if method == "random" or not dimensions:
        return np.random.default_rng(seed).random((n, dimensions))
    from scipy.stats import qmc  # takes half a second, at each start of Snakemake

    # As many as a power of two, as the sequence is balanced only then.
    points = qmc.Sobol(dimensions, rng=seed).random_base2((n - 1).bit_length())
    return np.asarray(points[:n])


def _value(values: list[Any] | dict[str, list[float]], u: float) -> Any:
    """What a place 0 ≤ u < 1 means among the values of a setting."""
    if isinstance(values, list):
        return values[int(u * len(values))]
    ((kind, (low, high)),) = values.items()
    if kind == "integer":
        return int(low + math.floor(u * (high - low + 1)))
    number = low + u * (high - low) if kind == "uniform" else low * (high / low) ** u
    return float(f"{number:.3g}")
