"""What the best model gets wrong, in sentences made from its confusion matrix and its predictions."""

import numpy as np
import pandas as pd

from workflow.report.catalogue import Text, joined, name_of, say
from workflow.tables.calibration import BINS, calibration_error, reliability
from workflow.tables.confusion import by_class


def confusions(confusion: pd.DataFrame) -> list[Text]:
    """Which classes it recognises most and least often, and its most frequent mistakes."""
    recall = by_class(confusion)["recall"].dropna().round(2)
    names = {
        extreme: joined(name_of("classes", name) for name in recall.index[recall == value])
        for extreme, value in (("best", recall.max()), ("worst", recall.min()))
    }
    low, high = f"{recall.min():.2f}", f"{recall.max():.2f}"
    key = "recognised" if low != high else "recognised_equally"
    sentences = [say(f"findings.model.{key}", **names, low=low, high=high)]
    counts = confusion.to_numpy()
    wrong = counts - np.diag(np.diag(counts))
    if not wrong.any():
        return [*sentences, say("findings.model.no_mistake")]
    pairs = [
        say(
            "findings.model.pair",
            true=name_of("classes", confusion.index[i]),
            predicted=name_of("classes", confusion.columns[j]),
        )
        for i, j in np.argwhere(wrong == wrong.max())
    ]
    return [*sentences, say("findings.model.confused", pairs=joined(pairs), n=int(wrong.max()))]


def confidence(predictions: pd.DataFrame) -> list[Text]:
    """Whether it is as sure as it is right."""
    correct = predictions["predicted"] == predictions["true"]
    mean, right = 100 * predictions["confidence"].mean(), 100 * correct.mean()
    gap = round(mean - right, 2)
    key = "calibrated" if gap == 0 else "overconfident" if gap > 0 else "underconfident"
    error = 100 * calibration_error(reliability(predictions["confidence"], correct))
    return [
        say(
            f"findings.model.{key}",
            confidence=f"{mean:.2f}",
            accuracy=f"{right:.2f}",
            gap=f"{abs(gap):.2f}",
        ),
        say("findings.model.error", bins=BINS, ece=f"{error:.2f}"),
    ]
