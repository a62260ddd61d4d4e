"""Sentences about mistakes: of the best model, and of all networks of the study together."""

import numpy as np
import pandas as pd

from workflow.report.catalogue import say
from workflow.tables.calibration import BINS, calibration_error, reliability
from workflow.tables.confusion import by_class
from workflow.tables.words import Text, listed, name_of


def confusions(confusion: pd.DataFrame) -> list[Text]:
    """The classes that it recognises most and least often, and its most frequent mistakes."""
    recall = by_class(confusion)["recall"].dropna().round(2)
    names = {
        extreme: listed(name_of("classes", name) for name in recall.index[recall == value])
        for extreme, value in (("best", recall.max()), ("worst", recall.min()))
    }
    low, high = f"{recall.min():.2f}", f"{recall.max():.2f}"
    key = "recall" if low != high else "recall_equal"
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
    key = "confused" if len(pairs) == 1 else "confused_equally"
    return [*sentences, say(f"findings.model.{key}", pairs=listed(pairs), n=int(wrong.max()))]


def confidence(predictions: pd.DataFrame) -> list[Text]:
    """Whether its confidence matches its accuracy."""
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
        say("findings.model.calibration_error", bins=BINS, error=f"{error:.2f}"),
    ]


def together(never_right: pd.DataFrame, agreement: pd.DataFrame) -> list[Text]:
    """What all runs, some and none get right on the test set, and how often two runs agree.

    Args:
        never_right: the images that every run misclassifies.
        agreement: one row per class, and a last one for all of them.
    """
    every = agreement.iloc[-1]
    right = {key: f"{100 * every[f'right_by_{key}'] / every['images']:.1f}" for key in ("all", "none")}
    none = int(every["right_by_none"])
    sentences = [say(f"findings.together.{'shares' if none else 'never'}", n=none, **right)]
    if every["agreement"] != "" and pd.notna(every["agreement"]):
        sentences.append(say("findings.together.agree", share=f"{float(every['agreement']):.1f}"))
    if none:
        pairs = never_right.groupby(["label", "predicted"], sort=False).size()
        label, predicted = pairs.idxmax()
        sentences.append(
            say(
                "findings.together.taken",
                k=int(pairs.max()),
                label=name_of("classes", label),
                predicted=name_of("classes", predicted),
            )
        )
    return sentences
