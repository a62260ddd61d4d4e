"""Sentences on an experiment follow its table, in both languages: of tables that nobody measured."""

import dataclasses
import re

import pandas as pd
import pytest
from sentences import NAN, check, curves, spoken, table

import mlp
from workflow.report.sentences.experiment import course, ensemble, outcome, over_epochs
from workflow.report.sentences.reference import against_reference
from workflow.report.sentences.summary import Found, answer, summary
from workflow.tables.effects import finals
from workflow.tables.headline import headline
from workflow.tables.reference import comparison, half_widths


def depth(means, **more) -> pd.DataFrame:
    return table({"hidden_layers": range(1, len(means) + 1)}, means, **more)


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
    assert "The 3 runs of the best (hidden layers = 2) together" in spoken(ensemble(made, 0.5), "en")
    assert "reach 89.40 % on the test set: 0.40 points more" in spoken(ensemble(made, 0.5), "en")
    assert "高 0.40 个百分点" in spoken(ensemble(made, 0.5), "zh")
    made["test_ensemble"] = made["test_accuracy"] - 0.1
    assert "no more than the 89.00 %" in spoken(ensemble(made, 0.5), "en")
    assert ensemble(depth([80.0], seeds=1), 0.5) == []


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


def found(made: pd.DataFrame, **shares: float) -> Found:
    variance = pd.DataFrame({"source": list(shares), "share": list(shares.values())})
    return Found({"en": "Depth", "zh": "深度"}, made, 0.5, variance)


def records() -> pd.DataFrame:
    """The table of all runs: 70 and 80 per cent, of two configurations with two seeds each."""
    return pd.DataFrame(
        dataclasses.asdict(mlp.Settings(hidden_layers=layers, seed=seed))
        | {"experiments": "wide depth" if layers == 2 else "depth", "rows": "0 1" if layers == 2 else "0"}
        for layers in (1, 2)
        for seed in (0, 1)
    )


def test_the_summary_follows_the_tables():
    best = {"settings": dataclasses.asdict(mlp.Settings(hidden_layers=2, seed=1))}
    tables = {"wide": table({"hidden_size": [7]}, [80.0], seeds=2), "depth": depth([70.0, 80.0], seeds=20)}
    top = headline(best, records(), tables)
    assert (top.experiment, top.row["hidden_layers"]) == ("depth", 2)  # where it has the most seeds
    made = summary(top, {name: found(each) for name, each in tables.items()})
    assert made.figure == "79.00 ± 0.60"
    check(
        made.sentences,
        {
            "en": [
                "Of 2 configurations, the best by validation accuracy classifies 79.00 ± 0.60 %",
                "as a mean over 20 seeds",
                "interval covers both sources of chance",
                "Its 20 networks together, with their probabilities averaged, reach 79.40 %.",
            ],
            "zh": ["2 个配置中", "20 个随机种子的平均", "两种偶然性", "准确率为 79.40%"],
        },
        {"en": ["reference", "cheapest"], "zh": ["参考报告", "计算量"]},
    )
    assert made.answers[1] == {
        "en": "Depth: the best is hidden layers = 2. Worse, by 10.00 points (9.90 to 10.10):"
        " hidden layers = 1.",
        "zh": "深度：最佳的是隐藏层数 = 2。不如它，低 10.00 个百分点（9.90 至 10.10）：隐藏层数 = 1。",
    }
    assert made.values == [{"en": "hidden layers = 2", "zh": "隐藏层数 = 2"}]


def test_the_summary_names_the_cheapest_that_is_as_good():
    made = depth([79.9, 80.0], cost=[1e9, 4e9])
    best = {"settings": dataclasses.asdict(mlp.Settings(hidden_layers=2))}
    runs = records().assign(experiments="depth", rows=["0", "0", "1", "1"])
    top = summary(headline(best, runs, {"depth": made}), {"depth": found(made)})
    text = "cheapest configuration that is as good, to within 0.5 points, is hidden layers = 1: it takes 25 %"
    assert text in spoken(top.sentences, "en")
    assert "乘加次数为其 25%" in spoken(top.sentences, "zh")
    dear = {"depth": made.assign(multiply_adds=[8e9, 4e9])}
    top = summary(headline(best, runs, dear), {"depth": found(dear["depth"])})
    assert "No configuration that is as good, to within 0.5 points, is cheaper." in spoken(
        top.sentences, "en"
    )


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (depth([NAN], diverged=3), "every configuration has a run that diverged."),
        (
            depth([80.0, 90.0], seeds=1),
            "the best is hidden layers = 2. One seed each leaves open what is as good.",
        ),
        (depth([90.0, 89.9]), "the best is hidden layers = 1. As good: hidden layers = 2."),
        (depth([90.0, 89.9], half=0.6), "the best is hidden layers = 1. Open: hidden layers = 2."),
        (
            depth([90.0, 80.0, 70.0]),
            "the best is hidden layers = 1. Worse, by up to 20.00 points (19.90 to 20.10):"
            " hidden layers = 2, 3.",
        ),
    ],
)
def test_the_answer_of_an_experiment_in_the_summary(made, words):
    assert answer(found(made))["en"] == f"Depth: {words}"


def test_the_answer_says_where_most_of_the_differences_come_from():
    made = found(depth([90.0, 89.9]), l2=96.0, hidden_size=3.0, seeds=1.0)
    assert answer(made)["en"].endswith("Most of the differences between runs, 96 %, come from L2.")
    assert answer(made)["zh"].endswith("主要来自“L2”，占 96%。")
    assert "come from" not in answer(found(depth([90.0]), l2=45.0, seeds=45.0, flip=10.0))["en"]


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(mlp.Settings)][:-1])
def test_the_headline_names_whatever_varies_in_the_study(name):
    other = {bool: True, int: 7, float: 0.25}.get(mlp.Settings.__annotations__[name], "unit")
    base = dataclasses.asdict(mlp.Settings()) | {"experiments": "x", "rows": "0"}
    rows = [base, base | {name: "linear" if name == "schedule" else other}]
    best = {"settings": rows[1]}
    made = {"x": depth([51.0], seeds=1)}
    (value,) = summary(headline(best, pd.DataFrame(rows), made), {"x": found(made["x"])}).values
    assert re.fullmatch(r"[A-Za-zγ2 -]+ = [a-z0-9. ]+", value["en"])
    assert re.fullmatch(r".+ = .+", value["zh"])
    # A study of one configuration names none, and says that there is one.
    alone = summary(headline(best, pd.DataFrame(rows[1:]), made), {"x": found(made["x"])})
    assert alone.values == []
    text = spoken(alone.sentences, "en")
    assert "The study's only configuration classifies 50.00 ± 0.60 % of the test images" in text
    assert "covers the finite number of test images, but not the seeds" in text
    assert "together" not in text
