"""Whether a model is right as often as it says."""

import numpy as np
import pandas as pd

BINS = 10


def reliability(confidence: pd.Series, correct: pd.Series) -> pd.DataFrame:
    """Samples by confidence, in bins of equal width from 0 to 1, empty ones left out.

    Args:
        confidence: (N,) probability of the predicted class, 0 to 1.
        correct: (N,) whether it is the true one.

    Returns:
        One row per bin: ``samples``, mean ``confidence``, ``accuracy``; the index is its lower bound.
    """
    bins = np.maximum(np.ceil(confidence * BINS) - 1, 0) / BINS
    frame = pd.DataFrame({"samples": 1, "confidence": confidence, "accuracy": correct.astype(float)})
    return frame.groupby(bins).agg({"samples": "sum", "confidence": "mean", "accuracy": "mean"})


def calibration_error(bins: pd.DataFrame) -> float:
    """Σ n_b/N · |accuracy_b − confidence_b|: Guo et al. 2017, arXiv:1706.04599, eq. 3."""
    share = bins["samples"] / bins["samples"].sum()
    return float((share * (bins["accuracy"] - bins["confidence"]).abs()).sum())
