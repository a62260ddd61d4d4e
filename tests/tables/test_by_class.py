"""Recall, precision, calibration and intervals of small tables worked by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from workflow.tables.calibration import calibration_error, reliability
from workflow.tables.confusion import by_class, read_confusion
from workflow.tables.statistics import interval


def test_recall_is_by_rows_and_precision_by_columns(tmp_path):
    names = ["a", "b", "c", "d"]
    counts = pd.DataFrame([[2, 1, 0, 0], [3, 4, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0]], pd.Index(names), names)
    counts.to_csv(tmp_path / "confusion.csv")
    read = read_confusion(tmp_path / "confusion.csv")
    assert {str(kind) for kind in read.dtypes} == {"int64"}
    table = by_class(read)
    assert table.index.tolist() == names
    assert table["samples"].tolist() == [3, 7, 1, 0]
    assert table["recall"].tolist() == pytest.approx([200 / 3, 400 / 7, 0, np.nan], nan_ok=True)
    assert table["precision"].tolist() == pytest.approx([40, 400 / 6, np.nan, np.nan], nan_ok=True)
    assert table["taken_for"].tolist()[:3] == ["b", "a", "b"]
    assert table["times"].tolist() == [1, 3, 1, 0]
    # A class that is predicted once, and never when it should be.
    once = by_class(pd.DataFrame([[1, 1], [1, 0]], list("xy"), list("xy")))
    assert once["precision"].tolist() == [50, 0]


def test_a_bin_holds_its_upper_bound_and_the_first_zero_as_well():
    confidence = pd.Series([0.0, 0.05, 0.1, 0.11, 0.95, 1.0, 0.85])
    correct = pd.Series([False, True, False, True, True, True, False])
    bins = reliability(confidence, correct)
    assert bins.index.tolist() == pytest.approx([0, 0.1, 0.8, 0.9])
    assert bins["samples"].tolist() == [3, 1, 1, 2]
    assert bins["confidence"].tolist() == pytest.approx([0.05, 0.11, 0.85, 0.975])
    assert bins["accuracy"].tolist() == pytest.approx([1 / 3, 1, 0, 1])
    # Σ n_b/N · |accuracy_b − confidence_b|
    assert calibration_error(bins) == pytest.approx((3 * (1 / 3 - 0.05) + 0.89 + 0.85 + 2 * 0.025) / 7)


@pytest.mark.parametrize("values", [[1.0, 2.0], [88.1, 88.4, 87.9, 88.8, 88.0]])
def test_the_interval_of_a_mean_is_that_of_student(values):
    low, high = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    assert interval(pd.Series([*values, np.nan])) == pytest.approx((high - low) / 2)
