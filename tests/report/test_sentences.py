"""Sentences on an experiment follow its table, in both languages: of tables that nobody measured."""

import pandas as pd
import pytest
from sentences import NAN, check, curves, depth, spoken, table

from workflow.report.sentences.experiment import course, ensemble, outcome, over_epochs
from workflow.tables.effects import finals


@pytest.mark.parametrize(
    ("made", "said", "unsaid"),
    [
        pytest.param(
            depth([80.0, 85.0, 90.0]),
            {
                "en": [
                    "Best by validation accuracy: hidden layers = 3, with 90.00 ± 0.50 % on the"
                    " validation set"
                    " and 89.00 ± 0.60 % on the test set.",
                    "Worse than the best: hidden layers = 2 by 5.00 points (4.90 to 5.10);"
                    " hidden layers = 1 by"
                    " 10.00 points (9.90 to 10.10).",
                ],
                "zh": [
                    "验证准确率最高的是隐藏层数 = 3：验证集 90.00 ± 0.50%",
                    "不如最佳的有：隐藏层数 = 2，低 5.00 个百分点（4.90 至 5.10）；隐藏层数 = 1",
                ],
            },
            {"en": ["As good", "Open", "shared"], "zh": ["并列", "相当", "尚无定论"]},
            id="the deepest is best",
        ),
        pytest.param(
            depth([90.0] * 3),
            {
                "en": [
                    "is shared by 3 configurations",
                    "As good, that is less than 0.5 points below the best at 95 % confidence:"
                    " hidden layers = 2, 3.",
                ],
                "zh": ["3 个配置并列最高", "比最佳低不到 0.5 个百分点）的有：隐藏层数 = 2、3。"],
            },
            {"en": ["Worse", "Open", "cheap"], "zh": ["不如", "尚无定论", "计算量"]},
            id="all are equal",
        ),
        pytest.param(
            depth([90.0, 89.9, 89.5, 80.0], half=[0.2, 0.2, 0.6, 0.2], cost=[4e9, 3e9, 2e9, 1e9]),
            {
                "en": [
                    "confidence: hidden layers = 2. The cheapest of the two is hidden layers = 2, with 75 %",
                    "Worse than the best: hidden layers = 4 by 10.00",
                    # 0.5 below, the interval from −0.1: that it is above 0 takes 3·(0.6/0.5)² = 4.3 seeds.
                    "Open, as 3 seeds are too few to tell: hidden layers = 3. By the scatter"
                    " seen so far, about 5",
                    "seeds each would decide it.",
                ],
                "zh": [
                    "隐藏层数 = 2。两者之中计算量最小的是隐藏层数 = 2，乘加次数为最佳的 75%",
                    "（3 个随机种子还不够）的有：隐藏层数 = 3。",
                    "约需每个配置 5 个随机种子",
                ],
            },
            {"en": ["shared"], "zh": ["并列"]},
            id="one of each",
        ),
        pytest.param(
            depth([90.0] + [89.9] * 6, cost=[1e9] + [2e9] * 6),
            {
                "en": ["confidence: all 6 others. They are no cheaper than the best."],
                "zh": ["其余全部 6 个。它们的计算量都不比最佳小。"],
            },
            {"en": ["hidden layers = 2"], "zh": ["隐藏层数 = 2"]},
            id="many are as good",
        ),
        pytest.param(
            depth([90.0] + [89.75] * 2 + [80.0 - row for row in range(6)], half=0.3),
            {
                "en": [
                    "Worse than the best: 6 of the 8 others, from hidden layers = 4 by 10.00"
                    " points (9.70 to 10.30)"
                    " to hidden layers = 9 by 15.00",
                    # In the middle between 0 and the margin: 3·(0.3/0.25)² = 4.3 seeds.
                    "hidden layers = 2, 3. By the scatter seen so far, about 5 seeds each would decide both.",
                ],
                "zh": ["其余 8 个中的 6 个；差距最小的是隐藏层数 = 4，低", "两者有定论约需每个配置 5 个"],
            },
            {"en": ["As good"], "zh": ["相当"]},
            id="many are worse",
        ),
        pytest.param(
            depth([90.0, 80.0], seeds=1),
            {"en": ["With only one seed"], "zh": ["只用了一个随机种子"]},
            {"en": ["As good", "Worse", "Open,", "nan"], "zh": ["相当", "不如", "尚无定论"]},
            id="one seed",
        ),
        pytest.param(
            depth([90.0, 95.0, NAN], diverged=[0, 1, 3]),
            {
                "en": ["without a diverged run (hidden layers = 1) reaches 90.00", "4 of 9 runs diverged."],
                "zh": ["没有训练发散的配置（隐藏层数 = 1）", "9 次训练中有 4 次发散"],
            },
            {"en": ["Best", "Worse", "As good", "Open", "nan"], "zh": ["最高", "不如", "nan"]},
            id="all diverge but one",
        ),
        pytest.param(
            depth([NAN] * 2, diverged=[3, 3]),
            {
                "en": ["Every configuration has a run that diverged", "6 of 6 runs diverged"],
                "zh": ["无从选择", "6 次训练中有 6 次发散"],
            },
            {"en": ["Best"], "zh": ["最高"]},
            id="all diverge",
        ),
        pytest.param(
            table({"hidden_layers": [2], "l2": [0.1]}, [90.0]),
            {"en": ["The only configuration (hidden layers = 2, L2 = 0.1) reaches"], "zh": ["唯一的配置"]},
            {"en": ["seed", "Best"], "zh": ["随机种子"]},
            id="one row",
        ),
    ],
)
def test_what_an_experiment_found(made, said, unsaid):
    check(outcome(made, 0.5), said, unsaid)


def test_the_margin_is_the_experiment_s_own():
    text = spoken(outcome(depth([90.0, 89.9], margin=0.15), 0.15), "en")
    # Decided either by 0.05 or by 0.1 about a distance of 0.1: 3·(0.1/0.1)² is what there is, so one more.
    assert "Open" in text
    assert "about 4 seeds" in text
    assert "less than 2 points below" in spoken(outcome(depth([90.0, 89.9], margin=2), 2), "en")


@pytest.mark.parametrize(
    ("means", "words", "chinese"),
    [
        # Two seeds 0.2 apart in each row: s²/n = 0.01, weights −1/2, 0, 1/2; of two rows of one degree each,
        # the standard error is √(2·0.25·0.01) = 0.0707 with 2 degrees, t = 4.303: 0.304.
        ([88.0, 89.0, 90.0], "rises by 1.00 points (0.70 to 1.30) per step (p = 0.005)", "平均每步上升 1.00"),
        ([90.0, 89.0, 88.0], "falls by 1.00 points (0.70 to 1.30) per step (p = 0.005)", "平均每步下降 1.00"),
        (
            [90.0, 88.0, 90.0],
            "no steady trend: 0.00 points (-0.30 to 0.30) per step (p = 1.000)",
            "没有单调趋势",
        ),
    ],
)
def test_the_trend_where_one_number_varies(means, words, chinese):
    made = depth(means, seeds=2)
    (text,) = course(made, finals(made, curves(made)))
    assert f"From hidden layers = 1 to 3, validation accuracy {words}." in text["en"].replace("shows ", "")
    assert chinese in text["zh"]


def test_there_is_no_trend_over_words_over_two_values_or_with_one_seed():
    words = table({"schedule": ["constant", "linear", "cosine"]}, [88.0, 89.0, 90.0])
    for made in (words, depth([88.0, 89.0]), depth([88.0, 89.0, 90.0], seeds=1)):
        assert course(made, finals(made, curves(made))) == []


def test_the_seeds_of_the_best_together():
    made = depth([80.0, 90.0])
    assert "Together, with their probabilities averaged, the 3 runs of the best" in spoken(
        ensemble(made, 0.5), "en"
    )
    assert "reach 89.40 % on the test set: 0.40 points more" in spoken(ensemble(made, 0.5), "en")
    assert "高 0.40 个百分点" in spoken(ensemble(made, 0.5), "zh")
    made["test_ensemble"] = made["test_accuracy"] - 0.1
    assert "no more than the 89.00 %" in spoken(ensemble(made, 0.5), "en")
    assert ensemble(depth([80.0], seeds=1), 0.5) == []


def losses(*validation) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row": row,
            "seed": 0,
            "epoch": epoch,
            "training_loss": 1 / (1 + row + epoch),
            "validation_loss": loss,
        }
        for row, values in enumerate(validation)
        for epoch, loss in enumerate(values, 1)
    )


def test_losses_over_the_epochs():
    made = depth([90.0, 90.0])
    text = spoken(over_epochs(made, losses([3, 1, 2], [3, 2.5, 2.4])), "en")
    assert "in 1 of 2 configurations" in text
    assert ": after epoch 2 of 3 (hidden layers = 1)" in text
    falling = over_epochs(made, losses([3, 2, 1], [3, 2.5, 0.9]))
    assert "In every configuration" in spoken(falling, "en")
    assert "都在最后一轮最低" in spoken(falling, "zh")
