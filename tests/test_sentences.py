"""Sentences of the report follow the tables, in both languages: made from tables that nobody measured."""

import dataclasses
import re

import pandas as pd
import pytest

import mlp
from workflow.lib import sweeps
from workflow.lib.findings import outcome, over_epochs
from workflow.lib.mistakes import confidence, confusions
from workflow.lib.source import against_source
from workflow.lib.summary import summary
from workflow.lib.texts import LANGUAGES, catalogue

TIE = "not distinguishable"


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


def spoken(texts, language: str) -> str:
    return " ".join(text[language] for text in texts)


def check(texts, said, unsaid) -> None:
    """``said`` and ``unsaid``: for each language parts that the text must have and must not have."""
    for language in LANGUAGES:
        text = spoken(texts, language)
        assert [part for part in said[language] if part not in text] == [], text
        assert [part for part in unsaid[language] if part in text] == [], text


NAN = float("nan")


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
    text = spoken(sweeps.selection(good), "en")
    assert "is 1.00 (1 would be the same order)" in text
    assert "choosing by validation cost nothing" in text
    assert "the difference, +0.00," in text
    bad = search([90.0, 80.0, 85.0, 70.0], [78.0, 79.0, 80.0, 81.0], ["best", "", "", ""])
    text = spoken(sweeps.selection(bad), "en")
    assert "is -1.00" not in text
    assert (
        "3 of the other 3 have a higher mean test accuracy than the chosen one, the highest by 3.00" in text
    )
    # 90 − 78 = 12 against a mean of (12 + 1 + 5 − 11)/4 = 1.75
    assert "+12.00 points above" in text
    assert "+1.75 on average" in text
    level = search([90.0] * 4, [88.0] * 4, ["best", TIE, TIE, TIE])
    assert "rank correlation" not in spoken(sweeps.selection(level), "en")


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
    runs = sweeps.finals(table, curves)
    assert len(runs) == 8
    by_l2 = sweeps.marginal(runs, "l2")["validation_accuracy"]
    assert by_l2["mean"].tolist() == pytest.approx([88, 76])
    # Two seeds 2 apart about each mean: s = √2, and Student's t for 1 degree is 12.706: 12.706·√2/√2.
    assert by_l2["interval"].tolist() == pytest.approx([12.706] * 2, abs=1e-3)
    (text,) = sweeps.effects(table, runs)
    assert text["en"].endswith(
        "by L2 (12.00 points: 0.01 lowest, 0 highest); hidden size (6.00 points: 128 lowest, 64 highest)."
    )
    assert "L2，12.00 个百分点（0.01 最低，0 最高）" in text["zh"]


def matrix(*rows) -> pd.DataFrame:
    names = ["Coat", "Shirt", "Bag"]
    return pd.DataFrame(list(rows), pd.Index(names, name="true"), names)


def test_what_the_model_gets_wrong():
    text = confusions(matrix([8, 2, 0], [3, 7, 0], [0, 0, 10]))
    check(
        text,
        {
            "en": [
                "Bag most often (100.00 % of them) and Shirt least often (70.00 %)",
                "taking Shirt for Coat: 3 times",
            ],
            "zh": ["最容易认出的是包（100.00%）", "把衬衫认成外套：3 次"],
        },
        {"en": ["every class"], "zh": ["都相同"]},
    )
    same = confusions(matrix([8, 2, 0], [2, 8, 0], [0, 2, 8]))
    assert "every class equally often (80.00 % of each)" in spoken(same, "en")
    assert "Coat for Shirt, Shirt for Coat, Bag for Shirt: 2 times" in spoken(same, "en")
    assert "makes no mistake" in spoken(confusions(matrix([1, 0, 0], [0, 1, 0], [0, 0, 1])), "en")


@pytest.mark.parametrize(
    ("sure", "words"),
    [(0.95, "overconfident"), (0.55, "underconfident"), (0.75, "equals its accuracy, 75.00 %")],
)
def test_how_sure_the_model_is(sure, words):
    made = pd.DataFrame({"true": [0, 0, 0, 1], "predicted": 0, "confidence": sure})
    text = spoken(confidence(made), "en")
    assert words in text
    assert f"is {100 * abs(sure - 0.75):.2f} points" in text


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


def entries(value, path=""):
    if isinstance(value, dict) and not set(value) <= set(LANGUAGES):
        for key, inner in value.items():
            yield from entries(inner, f"{path}.{key}")
    else:
        yield path, value


def test_the_catalogue_has_every_text_in_every_language():
    for path, value in entries(catalogue()):
        wanted = {"zh"} if path.startswith(".names.") else set(LANGUAGES)
        assert isinstance(value, dict), path
        assert wanted <= set(value), path
        assert all(isinstance(text, str) for text in value.values()), path
        if wanted == set(LANGUAGES) and "method." not in path:
            places = [sorted(set(re.findall(r"{\w+}", text))) for text in value.values()]
            assert places[0] == places[1], path


def test_every_setting_has_a_name_in_chinese():
    names = catalogue()["names"]["settings"]
    assert {field.name for field in dataclasses.fields(mlp.Settings)} == set(names)
    assert all(names[name]["zh"] for name in names)
