"""How far an accuracy could be off by chance: of the seeds, and of the images it is measured on."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

CONFIDENCE = 0.95


class Chance(NamedTuple):
    """The standard error of a mean accuracy, by source; shares of 1."""

    runs: float  # missing for a single run
    images: float
    both: float
    half_width: float  # of the confidence interval that counts both


def crossed(correct: NDArray[np.bool_]) -> Chance:
    """The chance in the mean of ``correct`` (runs, images), where every run sees the same images.

    Runs and images are crossed at random, y_ri = μ + a_r + b_i + e_ri, so that

        Var(ȳ) = σ²_a/n + σ²_b/N + σ²_e/(nN) = s²_runs/n + s²_images/N − s²_e/(nN)

    with s² the variances of the means of runs and of images, and of what is left (Searle, Casella and
    McCulloch 1992, ch. 4). Degrees of freedom by Satterthwaite. Of one run, only the images' part is known.
    """
    n, N = correct.shape
    values = correct.astype(float)
    by_run, by_image = values.mean(axis=1), values.mean(axis=0)
    images = by_image.var(ddof=1) / N
    if n == 1:
        half = stdtrit(N - 1, (1 + CONFIDENCE) / 2) * np.sqrt(images)
        return Chance(float("nan"), float(np.sqrt(images)), float(np.sqrt(images)), float(half))
    left = values - by_run[:, None] - by_image + values.mean()
    residual = (left**2).sum() / ((n - 1) * (N - 1)) / (n * N)
    runs = by_run.var(ddof=1) / n
    both = max(runs + images - residual, runs, images)
    degrees = both**2 / (runs**2 / (n - 1) + images**2 / (N - 1)) if both else 1.0
    half = stdtrit(degrees, (1 + CONFIDENCE) / 2) * np.sqrt(both)
    return Chance(float(np.sqrt(runs)), float(np.sqrt(images)), float(np.sqrt(both)), float(half))
