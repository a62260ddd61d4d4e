"""Sentences on an experiment follow its table, in both languages: of tables that nobody measured."""

import dataclasses

import pandas as pd
import pytest
from sentences import NAN, TIE, check, spoken

import mlp
from workflow.report.sentences.experiment import outcome, over_epochs
from workflow.report.sentences.reference import against_source
from workflow.report.sentences.summary import summary


def depth(means, choice, seeds=3, **more) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "hidden_layers": range(1, len(means) + 1),
            "validation_accuracy": means,
            "validation_interval": [0.1] * len(means),
            "test_accuracy": [mean - 1 for mean in means],
            "test_interval": [0.1] * len(means),
            "seeds": seeds,
            "diverged": 0,
            "choice": choice,
        }
        | more
    )


@pytest.mark.parametrize(
    ("made", "said", "unsaid"),
    [
        pytest.param(
            depth([80.0, 85.0, 90.0], ["", "", "best"]),
            {
                "en": [
                    "hidden layers = 3: 90.00 ± 0.10 % validation and 89.00",
                    "Every other configuration",
                    "hidden layers = 1, lies 10.00 points",
                    "rises at every step, by 10.00 points",
                ],
                "zh": [
                    "最佳配置是“隐藏层数 = 3”",
                    "90.00 ± 0.10%",
                    "都是显著的",
                    "低 10.00 个百分点",
                    "逐级上升",
                ],
            },
            {"en": ["None of", "share", "falls"], "zh": ["并列", "无法与它区分", "逐级下降"]},
            id="the deepest is best",
        ),
        pytest.param(
            depth([90.0] * 3, ["best", TIE, TIE]),
            {
                "en": [
                    "3 configurations share the highest",
                    "None of the other 2 can be told",
                    "is the same throughout",
                ],
                "zh": ["3 个配置并列最高", "其余 2 个配置都无法与它区分", "始终相同"],
            },
            {
                "en": ["lies", "Every", "The best configuration", "rises"],
                "zh": ["最佳配置是", "最低的是", "上升，"],
            },
            id="all tie",
        ),
        pytest.param(
            depth([90.0, 89.9, 80.0], ["best", TIE, ""]),
            {
                "en": ["1 of the other 2", ": hidden layers = 2.", "falls"],
                "zh": ["2 个配置中有 1 个", "：隐藏层数 = 2。"],
            },
            {"en": ["None of", "Every"], "zh": ["都无法"]},
            id="one ties",
        ),
        pytest.param(
            depth([90.0, 80.0], ["best", TIE], seeds=1),
            {"en": ["With one seed"], "zh": ["只有一个随机种子"]},
            {"en": ["None of", "Every"], "zh": ["显著", "无法与它区分"]},
            id="one seed",
        ),
        pytest.param(
            depth([90.0, 95.0, NAN], ["best", "", ""], diverged=[0, 1, 3]),
            {
                "en": [
                    "best configuration by validation accuracy is hidden layers = 1",
                    "4 of 9 runs diverged.",
                ],
                "zh": ["9 次训练中有 4 次发散"],
            },
            {"en": ["Every", "None of", "lowest", "nan"], "zh": ["其余", "最低的是", "nan"]},
            id="the others diverge and are not compared",
        ),
        pytest.param(
            depth([NAN] * 2, ["", ""], diverged=[3, 3]),
            {
                "en": ["No configuration trained with every seed", "6 of 6 runs diverged"],
                "zh": ["无从选择", "6 次训练中有 6 次发散"],
            },
            {"en": ["best configuration"], "zh": ["最佳配置"]},
            id="all diverge",
        ),
    ],
)
def test_what_an_experiment_found(made, said, unsaid):
    check(outcome(made), said, unsaid)


@pytest.mark.parametrize(
    ("choice", "verdict"),
    [
        (["", "best"], {"en": "that conclusion held", "zh": "得到印证"}),
        (
            ["best", TIE],
            {
                "en": "number 2 of 2 here; it cannot be told from the best, hidden layers = 1",
                "zh": "尚无定论",
            },
        ),
        (
            ["best", ""],
            {"en": "the best is hidden layers = 1: that conclusion did not hold", "zh": "未能成立"},
        ),
    ],
)
def test_what_held_of_the_source(choice, verdict):
    means = [85.0, 90.0] if choice[1] == "best" else [90.0, 85.0]
    made = depth(means, choice, source_test_accuracy=[80.0, 81.0])
    made["difference"] = made["test_accuracy"] - made["source_test_accuracy"]
    sentences, effects = against_source(made)
    check(sentences, {language: [text] for language, text in verdict.items()}, {"en": ["nan"], "zh": ["nan"]})
    assert sentences[0]["en"].startswith("2 of the 2 rows have a higher mean test accuracy")
    assert [effect.source for effect in effects] == [80, 81]


def test_where_no_row_is_above_the_source_no_sentence_says_so():
    made = depth([70.0] * 2, ["best", TIE], source_test_accuracy=[80.0, 81.0])
    made["difference"] = made["test_accuracy"] - made["source_test_accuracy"]
    text = spoken(against_source(made)[0], "en")
    assert "0 of the 2 rows have a higher" in text
    assert "every hidden layers does equally well here" in text


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
    table = depth([90.0, 90.0], ["best", TIE])
    text = spoken(over_epochs(table, losses([3, 1, 2], [3, 2.5, 2.4])), "en")
    assert "In 1 of 2 configurations" in text
    assert "earliest with hidden layers = 1, after epoch 2 of 3" in text
    # Training ends lowest in the second row, validation in the first.
    assert (
        "Training loss ends lowest with hidden layers = 2 (0.200), whose validation loss is then 2.400"
        in text
    )
    falling = over_epochs(table, losses([3, 2, 1], [3, 2.5, 0.9]))
    assert "In every configuration" in spoken(falling, "en")
    assert "都在最后一轮最低" in spoken(falling, "zh")
    assert "both end lowest with hidden layers = 2" in spoken(falling, "en")


def test_the_summary_follows_the_runs():
    runs = pd.DataFrame(
        dataclasses.asdict(mlp.Settings(hidden_layers=layers, seed=seed))
        | {"test_accuracy": accuracy + seed / 100, "validation_accuracy": 0}
        for layers, accuracy in ((1, 0.7), (5, 0.8))
        for seed in (0, 1)
    )
    best = {"settings": dataclasses.asdict(mlp.Settings(hidden_layers=5, seed=1))}
    title = {"en": "Depth", "zh": "深度"}
    tables = [{"title": title, "table": depth([70.0, 80.0], ["", "best"])}]
    made = summary(best, runs, tables)
    # 80 and 81 %: t for 1 degree is 12.706, s = 0.7071: 12.706·0.7071/√2 = 6.353.
    assert made.figure == "80.50 ± 6.35"
    check(
        made.sentences,
        {
            "en": ["best of 2 configurations (hidden layers = 5)", "differs by 10.00 points in “Depth”"],
            "zh": ["隐藏层数 = 5", "“深度”10.00 个百分点"],
        },
        {"en": ["source"], "zh": ["原报告"]},
    )
