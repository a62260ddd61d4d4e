"""Means over seeds, and how far they could be off by chance."""

import numpy as np
import pandas as pd
from scipy.special import stdtrit

CONFIDENCE = 0.95


def interval(values: pd.Series) -> float:
    """Half the width of the confidence interval of a mean: t·s/√n, Student's t with n − 1 degrees.

    Missing for fewer than two values.
    """
    n = values.count()
    if n < 2:
        return np.nan
    return float(stdtrit(n - 1, (1 + CONFIDENCE) / 2) * values.std() / np.sqrt(n))
