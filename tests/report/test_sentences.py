"""Sentences on an experiment follow its table, in both languages: of tables that nobody measured."""

import dataclasses
import re

import pandas as pd
import pytest
from sentences import NAN, TIE, check, spoken

import mlp
from workflow.report.sentences.experiment import outcome, over_epochs
from workflow.report.sentences.reference import against_reference
from workflow.report.sentences.summary import summary
from workflow.tables.headline import headline


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
                    "(hidden layers = 3) reaches 90.00 ± 0.10 % on the validation set and 89.00",
                    "Both other configurations differ from the best",
                    "(hidden layers = 1) is 10.00 points of validation accuracy below",
                    "hidden layers = 1 to 3, mean validation accuracy rises at every step, by 10.00",
                ],
                "zh": [
                    "最高的配置（隐藏层数 = 3）",
                    "90.00 ± 0.10%",
                    "其余 2 个配置与最佳配置均有显著差异",
                    "低 10.00 个百分点",
                    "逐级上升",
                ],
            },
            {"en": ["told apart", "shared", "falls"], "zh": ["并列", "无显著差异", "逐级下降"]},
            id="the deepest is best",
        ),
        pytest.param(
            depth([90.0] * 3, ["best", TIE, TIE]),
            {
                "en": [
                    "is shared by 3 configurations",
                    "cannot be told apart from either of the 2 other",
                    "stays the same",
                ],
                "zh": ["3 个配置并列最高", "其余 2 个配置与最佳配置均无显著差异", "始终不变"],
            },
            {
                "en": ["worst", "differ from", "The best configuration", "rises"],
                "zh": ["验证准确率最高的配置", "最差的", "上升，"],
            },
            id="all tie",
        ),
        pytest.param(
            depth([90.0, 89.9, 80.0], ["best", TIE, ""]),
            {
                "en": ["from 1 of the 2 other configurations: hidden layers = 2.", "falls"],
                "zh": ["2 个配置中有 1 个", "：隐藏层数 = 2。"],
            },
            {"en": ["either of", "differ from"], "zh": ["均无"]},
            id="one ties",
        ),
        pytest.param(
            depth([90.0, 80.0], ["best", TIE], seeds=1),
            {"en": ["With only one seed"], "zh": ["只用了一个随机种子"]},
            {"en": ["told apart", "differs"], "zh": ["均有显著", "无显著差异"]},
            id="one seed",
        ),
        pytest.param(
            depth([90.0, 95.0, NAN], ["best", "", ""], diverged=[0, 1, 3]),
            {
                "en": [
                    "best configuration by validation accuracy (hidden layers = 1)",
                    "4 of 9 runs diverged.",
                ],
                "zh": ["9 次训练中有 4 次发散"],
            },
            {"en": ["other", "worst", "nan"], "zh": ["其余", "最差的", "nan"]},
            id="the others diverge and are not compared",
        ),
        pytest.param(
            depth([NAN] * 2, ["", ""], diverged=[3, 3]),
            {
                "en": ["Every configuration has a run that diverged", "6 of 6 runs diverged"],
                "zh": ["无从选择", "6 次训练中有 6 次发散"],
            },
            {"en": ["best configuration"], "zh": ["最高的配置"]},
            id="all diverge",
        ),
    ],
)
def test_what_an_experiment_found(made, said, unsaid):
    check(outcome(made), said, unsaid)


@pytest.mark.parametrize(
    ("choice", "verdict"),
    [
        (["", "best"], {"en": "that conclusion holds", "zh": "这一结论成立"}),
        (
            ["best", TIE],
            {
                "en": "ranks 2 of 2 here and cannot be told apart from the best (hidden layers = 1)",
                "zh": "尚不能判定",
            },
        ),
        (
            ["best", ""],
            {
                "en": "the best is another configuration (hidden layers = 1): that conclusion does not hold",
                "zh": "不成立",
            },
        ),
    ],
)
def test_which_conclusions_of_the_reference_report_hold(choice, verdict):
    means = [85.0, 90.0] if choice[1] == "best" else [90.0, 85.0]
    made = depth(means, choice, reference_test_accuracy=[80.0, 81.0])
    made["difference"] = made["test_accuracy"] - made["reference_test_accuracy"]
    sentences = against_reference(made)
    check(sentences, {language: [text] for language, text in verdict.items()}, {"en": ["nan"], "zh": ["nan"]})
    assert sentences[0]["en"].startswith(
        "Both configurations that the reference report also has beat its test"
    )


def test_where_no_row_beats_the_reference_report_no_sentence_says_so():
    made = depth([70.0] * 2, ["best", TIE], reference_test_accuracy=[80.0, 81.0])
    made["difference"] = made["test_accuracy"] - made["reference_test_accuracy"]
    text = spoken(against_reference(made), "en")
    assert "Neither of the 2 configurations that the reference report also has beats" in text


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
    assert "in 1 of 2 configurations" in text
    assert ": after epoch 2 of 3 (hidden layers = 1)" in text
    # Training ends lowest in the second row, validation in the first.
    assert "training loss is 0.200 (hidden layers = 2), with a validation loss of 2.400" in text
    falling = over_epochs(table, losses([3, 2, 1], [3, 2.5, 0.9]))
    assert "In every configuration" in spoken(falling, "en")
    assert "都在最后一轮最低" in spoken(falling, "zh")
    assert "One configuration (hidden layers = 2) ends with both" in spoken(falling, "en")


def test_the_summary_follows_the_runs():
    runs = pd.DataFrame(
        dataclasses.asdict(mlp.Settings(hidden_layers=layers, seed=seed))
        | {"test_accuracy": accuracy + seed / 100, "validation_accuracy": 0}
        for layers, accuracy in ((1, 0.7), (5, 0.8))
        for seed in (0, 1)
    )
    best = {"settings": dataclasses.asdict(mlp.Settings(hidden_layers=5, seed=1))}
    title = {"en": "Depth", "zh": "深度"}
    made = summary(headline(best, runs), [(title, depth([70.0, 80.0], ["", "best"]))])
    # 80 and 81 %: t for 1 degree is 12.706, s = 0.7071: 12.706·0.7071/√2 = 6.353.
    assert made.figure == "80.50 ± 6.35"
    check(
        made.sentences,
        {
            "en": ["Of 2 configurations, the best", "differs by 10.00 points in “Depth”"],
            "zh": ["2 个配置中", "“深度”10.00 个百分点"],
        },
        {"en": ["reference"], "zh": ["参考报告"]},
    )
    assert made.values == [{"en": "hidden layers = 5", "zh": "隐藏层数 = 5"}]


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(mlp.Settings)][:-1])
def test_the_headline_names_whatever_varies_in_the_study(name):
    other = {bool: True, int: 7, float: 0.25}.get(mlp.Settings.__annotations__[name], "unit")
    base = dataclasses.asdict(mlp.Settings()) | {"test_accuracy": 0.5}
    records = [base, base | {name: "linear" if name == "schedule" else other}]
    best = {"settings": records[1]}
    (value,) = summary(headline(best, pd.DataFrame(records)), []).values
    assert re.fullmatch(r"[A-Za-zγ2 -]+ = [a-z0-9. ]+", value["en"])
    assert re.fullmatch(r".+ = .+", value["zh"])
    # A study of one configuration names none, and says that there is one.
    alone = summary(headline(best, pd.DataFrame(records[1:])), [])
    assert alone.values == []
    assert "The study's only configuration classifies 50.00 %" in alone.sentences[0]["en"]
