"""How far an accuracy could be off by chance: of the seeds, and of the images it is measured on."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit

from workflow.tables.statistics import CONFIDENCE


class Chance(NamedTuple):
    """The standard error of a mean accuracy, by source; shares of 1."""

    runs: float  # on these images; missing for a single run
    images: float  # with these runs
    half_width: float  # of the confidence interval that counts both
    n: int  # runs

    @classmethod
    def read(cls, row: pd.Series, part: str) -> "Chance":
        """From a row of the table of ensembles, which has per cent, for the validation or test part."""
        runs, images, half_width = (
            float(row[f"{part}_{name}"]) / 100 for name in ("error_runs", "error_images", "interval")
        )
        return cls(runs, images, half_width, int(row["seeds"]))


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
        return Chance(float("nan"), float(np.sqrt(images)), float(half), n)
    left = values - by_run[:, None] - by_image + values.mean()
    residual = (left**2).sum() / ((n - 1) * (N - 1)) / (n * N)
    runs = by_run.var(ddof=1) / n
    both = max(runs + images - residual, runs, images)
    degrees = both**2 / (runs**2 / (n - 1) + images**2 / (N - 1)) if both else 1.0
    half = stdtrit(degrees, (1 + CONFIDENCE) / 2) * np.sqrt(both)
    return Chance(float(np.sqrt(runs)), float(np.sqrt(images)), float(half), n)


def against_one_run(ours: Chance, accuracy: float, images: int) -> float:
    """Half the width of the confidence interval of our mean accuracy less that of one run elsewhere.

    Of that run only its accuracy p on so many images is known. Its seed is taken to matter as ours do, and
    its images to be others than ours, which is cautious where they are the same:

        Var = s²_runs (1 + 1/n) + s²_images/N + p (1 − p)/N'

    The first term, from n runs, has Student's t with n − 1 degrees, the others the normal distribution. With
    (half width)² = Σ t² Var the interval is never too narrow, however few runs (Banerjee 1960, Sankhyā 22,
    357). Missing where we have a single run, too: nothing says then how much a seed matters.
    """
    t, z = stdtrit([ours.n - 1, np.inf], (1 + CONFIDENCE) / 2)
    runs = ours.runs**2 * (ours.n + 1)
    rest = ours.images**2 + accuracy * (1 - accuracy) / images
    return float(np.sqrt(t**2 * runs + z**2 * rest))
