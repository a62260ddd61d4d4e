"""Sentences on the best model's mistakes follow its predictions."""

import pandas as pd
import pytest
from sentences import check, spoken

from workflow.report.sentences.model import confidence, confusions, together


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


def test_what_no_network_gets_right():
    never = pd.DataFrame({"label": ["Coat", "Shirt", "Shirt"], "predicted": ["Bag", "Coat", "Coat"]})
    agreement = pd.DataFrame(
        {"class": ["Coat", "all"], "images": [10, 40], "right_by_all": [1, 30], "right_by_none": [9, 3],
         "agreement": [1.0, 88.54]}
    )  # fmt: skip
    check(
        together(never, agreement),
        {
            "en": [
                "Every run of the study classifies 75.0 % of the test images correctly, and no run 7.5",
                "same class in 88.5 % of",
                "2 are labelled Shirt and mostly taken for Coat",
            ],
            "zh": [
                "75.0% 的测试图像被全部训练分对，7.5% 没有一次分对（3 张）",
                "标为“衬衫”而多被认作“外套”（2 张）",
            ],
        },
        {"en": ["nan"], "zh": ["nan"]},
    )
    nothing = together(never.head(0), agreement.assign(right_by_none=0, agreement=""))
    assert spoken(nothing, "en") == (
        "No test image is misclassified by every run of the study; 75.0 % are classified correctly by all."
    )
