"""Sentences on a search and on the effects of its hyper-parameters follow its table."""

import pandas as pd
import pytest
from sentences import NAN, check, spoken, table

from workflow.report.sentences.search import effects, selection, sources
from workflow.tables.effects import finals, marginal


def search(means, tests, seeds=1) -> pd.DataFrame:
    grid = {"hidden_size": [64, 64, 128, 128], "l2": [0, 0.01] * 2}
    return table(grid, means, seeds=seeds).assign(test_accuracy=tests)


def test_what_not_choosing_by_test_accuracy_costs():
    good = search([90.0, 80.0, 85.0, 70.0], [88.0, 78.0, 83.0, 68.0])
    assert "not using the test set for selection cost nothing" in spoken(selection(good), "en")
    bad = search([90.0, 80.0, 85.0, 70.0], [78.0, 79.0, 80.0, 81.0])
    text = spoken(selection(bad), "en")
    assert (
        "Of the 3 other configurations, 3 have a higher mean test accuracy than the chosen one, by up to 3.00"
        in text
    )


def test_where_the_differences_come_from():
    made = pd.DataFrame(
        {"source": ["hidden_size", "l2", "hidden_size × l2", "seeds"], "share": [1.9, 96.2, 0.4, 1.5]}
    )
    check(
        sources(made),
        {
            "en": [
                "The differences in validation accuracy between runs come to 96.2 % from L2,"
                " 1.9 % from hidden size"
                " and 1.5 % from the seeds; the interaction accounts for 0.4 %."
            ],
            "zh": ["96.2% 来自“L2”、1.9% 来自“每层单元数”和1.5% 来自“随机种子”"],
        },
        {"en": [], "zh": []},
    )
    strong = made.assign(share=[20.0, 50.0, 25.0, 5.0])
    assert "the interaction, hidden size × L2, accounts for 25.0 %" in spoken(sources(strong), "en")
    assert "reach the same validation accuracy" in spoken(sources(made.assign(share=NAN)), "en")
    assert "are not split up" in spoken(sources(made.head(0)), "en")


def test_the_effect_of_a_hyper_parameter_is_a_mean_over_the_others():
    made = search([90.0, 80.0, 86.0, 72.0], [1.0] * 4)
    curves = pd.DataFrame(
        {
            "row": row,
            "seed": seed,
            "epoch": epoch,
            "validation_accuracy": (made["validation_accuracy"][row] + shift) / 100 * (epoch == 2),
            "test_accuracy": 0.5,
        }
        for row in range(4)
        for seed, shift in ((0, -1), (1, 1))
        for epoch in (1, 2)
    )
    runs = finals(made, curves)
    assert len(runs) == 8
    by_l2 = marginal(runs, "l2")["validation_accuracy"]
    assert by_l2["mean"].tolist() == pytest.approx([88, 76])
    # Two seeds 2 apart about each mean: s = √2, and Student's t for 1 degree is 12.706: 12.706·√2/√2.
    assert by_l2["interval"].tolist() == pytest.approx([12.706] * 2, abs=1e-3)
    (text,) = effects(made, runs)
    assert text["en"].endswith(
        "by 12.00 points for L2 (best 0, worst 0.01) and 6.00 points for hidden size (best 64, worst 128)."
    )
    assert "“L2”12.00 个百分点（最佳：0；最差：0.01）" in text["zh"]
