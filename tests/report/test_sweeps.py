"""Sentences on a search and on the effects of its settings follow its table."""

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
    assert "is 1.00 (1 would be the same order)" in text
    assert "choosing by validation cost nothing" in text
    assert "the difference, +0.00," in text
    bad = search([90.0, 80.0, 85.0, 70.0], [78.0, 79.0, 80.0, 81.0], ["best", "", "", ""])
    text = spoken(selection(bad), "en")
    assert "is -1.00" not in text
    assert (
        "3 of the other 3 have a higher mean test accuracy than the chosen one, the highest by 3.00" in text
    )
    # 90 − 78 = 12 against a mean of (12 + 1 + 5 − 11)/4 = 1.75
    assert "+12.00 points above" in text
    assert "+1.75 on average" in text
    level = search([90.0] * 4, [88.0] * 4, ["best", TIE, TIE, TIE])
    assert "rank correlation" not in spoken(selection(level), "en")


def test_the_effect_of_a_setting_is_a_mean_over_the_others():
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
        "by L2 (12.00 points: 0.01 lowest, 0 highest); hidden size (6.00 points: 128 lowest, 64 highest)."
    )
    assert "L2，12.00 个百分点（0.01 最低，0 最高）" in text["zh"]
