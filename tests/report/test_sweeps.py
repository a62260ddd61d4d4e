"""Sentences on a search and on the effects of its hyper-parameters follow its table."""

import pandas as pd
import pytest
from sentences import NAN, TIE, spoken

from workflow.report.sentences.search import effects, selection
from workflow.tables.effects import finals, marginal


def search(means, tests, choice) -> pd.DataFrame:
    grid = [(size, l2) for size in (64, 128) for l2 in (0, 0.01)]
    return pd.DataFrame(
        {
            "hidden_size": [size for size, _ in grid],
            "l2": [l2 for _, l2 in grid],
            "validation_accuracy": means,
            "test_accuracy": tests,
            "validation_interval": NAN,
            "test_interval": NAN,
            "seeds": 1,
            "diverged": 0,
            "choice": choice,
        }
    )


def test_whether_choosing_overfitted():
    good = search([90.0, 80.0, 85.0, 70.0], [88.0, 78.0, 83.0, 68.0], ["best", "", "", ""])
    text = spoken(selection(good), "en")
    assert "of 1.00 (1 means the same order)" in text
    assert "not using the test set for selection cost nothing" in text
    assert "the difference of 0.00 points" in text
    bad = search([90.0, 80.0, 85.0, 70.0], [78.0, 79.0, 80.0, 81.0], ["best", "", "", ""])
    text = spoken(selection(bad), "en")
    assert "of -1.00" not in text
    assert (
        "Of the 3 other configurations, 3 have a higher mean test accuracy than the chosen one, by up to 3.00"
        in text
    )
    # 90 − 78 = 12 against a mean of (12 + 1 + 5 − 11)/4 = 1.75
    assert "is +12.00 points for the chosen" in text
    assert "+1.75 points on average" in text
    level = search([90.0] * 4, [88.0] * 4, ["best", TIE, TIE, TIE])
    assert "rank correlation" not in spoken(selection(level), "en")


def test_the_effect_of_a_hyper_parameter_is_a_mean_over_the_others():
    table = search([90.0, 80.0, 86.0, 72.0], [1.0] * 4, ["best", "", "", ""])
    curves = pd.DataFrame(
        {
            "row": row,
            "seed": seed,
            "epoch": epoch,
            "validation_accuracy": (table["validation_accuracy"][row] + shift) / 100 * (epoch == 2),
            "test_accuracy": 0.5,
        }
        for row in range(4)
        for seed, shift in ((0, -1), (1, 1))
        for epoch in (1, 2)
    )
    runs = finals(table, curves)
    assert len(runs) == 8
    by_l2 = marginal(runs, "l2")["validation_accuracy"]
    assert by_l2["mean"].tolist() == pytest.approx([88, 76])
    # Two seeds 2 apart about each mean: s = √2, and Student's t for 1 degree is 12.706: 12.706·√2/√2.
    assert by_l2["interval"].tolist() == pytest.approx([12.706] * 2, abs=1e-3)
    (text,) = effects(table, runs)
    assert text["en"].endswith(
        "by 12.00 points for L2 (best 0, worst 0.01) and 6.00 points for hidden size (best 64, worst 128)."
    )
    assert "“L2”12.00 个百分点（最佳：0；最差：0.01）" in text["zh"]
