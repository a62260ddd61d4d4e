"""Sentences that compare with the reference report follow the tables."""

import pandas as pd
import pytest
from sentences import NAN, check, depth

from workflow.report.sentences.reference import against_reference
from workflow.tables.reference import comparison, half_widths


@pytest.mark.parametrize(
    ("means", "half", "verdict"),
    [
        ([85.0, 90.0], 0.1, {"en": "It is also the best", "zh": "同样最佳：这一结论成立"}),
        (
            [90.0, 89.9],
            0.1,
            {"en": "is as good as the best (hidden layers = 1): that", "zh": "相当：这一结论成立"},
        ),
        ([90.0, 89.9], 0.6, {"en": "that conclusion remains open", "zh": "尚不能判定"}),
        ([90.0, 85.0], 0.1, {"en": "is worse than the best (hidden layers = 1): that", "zh": "不成立"}),
    ],
)
def test_which_conclusions_of_the_reference_report_hold(means, half, verdict):
    made = compared(depth(means, half=half), [80.0, 81.0])
    sentences = beside_reference(made, 0.5)
    check(sentences, {language: [text] for language, text in verdict.items()}, {"en": ["nan"], "zh": ["nan"]})
    assert sentences[0]["en"].startswith(
        "Both configurations that the reference report also has beat its test accuracy by more than chance"
    )


@pytest.mark.parametrize(
    ("half", "words"),
    [
        (1.5, "Both configurations"),
        (2.5, "Of the 2 configurations"),
        (3.5, "Neither of the 2"),
        (NAN, "open"),
    ],
)
def test_what_beats_the_reference_report_does_so_by_more_than_chance(half, words):
    made = compared(depth([84.0, 83.0]), [80.0, 80.0])  # 3 and 2 points above it on the test set
    assert words in beside_reference(made, half)[0]["en"]


def compared(made: pd.DataFrame, there: list[float]) -> pd.DataFrame:
    return made.assign(reference_test_accuracy=there, difference=made["test_accuracy"] - there)


def beside_reference(made: pd.DataFrame, half: float):
    found = comparison(made)
    assert found is not None
    return against_reference(made, found, pd.Series(half, found.rows.index))


def test_the_chance_of_a_difference_counts_the_report_s_own_figure():
    made = compared(depth([84.0, 83.0], seeds=[20, 1]), [80.0, 80.0])
    errors = {"test_error_runs": [0.05, NAN], "test_error_images": 0.3, "test_interval": 0.6}
    ours, alone = half_widths(made, pd.DataFrame(errors), 10_000)
    # The images alone: 1.96·√(0.3² + 100²·0.8·0.2/10,000) = 1.96·0.5. The seeds add to that.
    assert 0.98 < ours < 1.2
    assert pd.isna(alone)
