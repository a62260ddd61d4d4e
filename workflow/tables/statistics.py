"""Means over seeds, and what can be told from them."""

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


def distinguishable(a: pd.Series, b: pd.Series) -> bool:
    """Whether two means differ at the confidence level: Welch's t-test, two-sided.

    With fewer than two values on a side nothing can be told apart.
    """
    from scipy import stats  # takes half a second, and figures need only the intervals

    a, b = a.dropna(), b.dropna()
    if min(len(a), len(b)) < 2:
        return False
    if a.std() == b.std() == 0:
        return bool(a.mean() != b.mean())
    return bool(stats.ttest_ind(a, b, equal_var=False).pvalue < 1 - CONFIDENCE)
