"""The confusion matrix, and the accuracy of each class."""

from pathlib import Path

import numpy as np
import pandas as pd

from workflow.base.errors import InputError
from workflow.base.readers import read_table


def read_confusion(path: Path) -> pd.DataFrame:
    """Counts, one row per true class and one column per predicted class, named as in the configuration."""
    # No name of a class is a number or a missing value, whatever it looks like.
    table = read_table(path, [], header=None, dtype=str, keep_default_na=False)
    counts = pd.DataFrame(table.iloc[1:, 1:].to_numpy(), table.iloc[1:, 0], table.iloc[0, 1:])
    try:
        return counts.astype(int)
    except ValueError as error:
        raise InputError(f"{path}: expected counts ({error}); delete it and run again") from error


def by_class(confusion: pd.DataFrame) -> pd.DataFrame:
    """One row per class: samples, recall and precision in per cent, the most frequent wrong class, its count.

    Recall without true samples and precision without predicted ones are missing values.
    """
    counts = confusion.to_numpy()
    right, wrong = np.diag(counts), counts - np.diag(np.diag(counts))
    true, predicted = pd.Series(counts.sum(axis=1)), pd.Series(counts.sum(axis=0))
    frame = pd.DataFrame({"samples": true, "recall": 100 * right / true.where(true > 0)})
    frame["precision"] = 100 * right / predicted.where(predicted > 0)
    frame["taken_for"], frame["times"] = confusion.columns[wrong.argmax(axis=1)], wrong.max(axis=1)
    return frame.set_axis(confusion.index)
