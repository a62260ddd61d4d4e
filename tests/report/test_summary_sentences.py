"""The summary of the report, and the answer of each experiment in it, follow the tables."""

import dataclasses
import re

import pandas as pd
import pytest
from sentences import NAN, check, depth, spoken, table

import mlp
from workflow.report.sentences.summary import Found, answer, summary
from workflow.tables.headline import headline


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
        made.meaning + made.sentences,
        {
            "en": [
                "Test accuracy of the best of 2 configurations by validation accuracy",
                "a mean over 20 seeds",
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
    assert alone.figure == "50.00 ± 0.60"
    text = spoken(alone.meaning + alone.sentences, "en")
    assert "Test accuracy of the study's only configuration, with one seed." in text
    assert "covers the finite number of test images, but not the seeds" in text
    assert "together" not in text
