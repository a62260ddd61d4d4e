"""Sentences on the best model's mistakes follow its predictions."""

import pandas as pd
import pytest
from sentences import check, spoken

from workflow.report.sentences.model import confidence, confusions


def matrix(*rows) -> pd.DataFrame:
    names = ["Coat", "Shirt", "Bag"]
    return pd.DataFrame(list(rows), pd.Index(names, name="true"), names)


def test_what_the_model_gets_wrong():
    text = confusions(matrix([8, 2, 0], [3, 7, 0], [0, 0, 10]))
    check(
        text,
        {
            "en": [
                "highest for Bag (100.00 %) and lowest for Shirt (70.00 %)",
                "confusion is Shirt taken for Coat (3 times)",
            ],
            "zh": ["最高的类别是包（100.00%）", "把衬衫认成外套（3 次）"],
        },
        {"en": ["every class"], "zh": ["召回率相同"]},
    )
    same = confusions(matrix([8, 2, 0], [2, 8, 0], [0, 2, 8]))
    assert "the same for every class (80.00 %)" in spoken(same, "en")
    assert "Shirt taken for Coat and Bag taken for Shirt (2 times each)" in spoken(same, "en")
    assert "classifies every test image correctly" in spoken(
        confusions(matrix([1, 0, 0], [0, 1, 0], [0, 0, 1])), "en"
    )


@pytest.mark.parametrize(
    ("sure", "words"),
    [(0.95, "overconfident"), (0.55, "underconfident"), (0.75, "equals its accuracy, 75.00 %")],
)
def test_how_sure_the_model_is(sure, words):
    made = pd.DataFrame({"true": [0, 0, 0, 1], "predicted": 0, "confidence": sure})
    text = spoken(confidence(made), "en")
    assert words in text
    assert f"is {100 * abs(sure - 0.75):.2f} points" in text
