"""Sentences on what a search tried, and on what mattered, follow its tables."""

import pandas as pd
import pytest
from sentences import check, curves, spoken, table
from tried import by_hand

from workflow.report.sections import section
from workflow.report.sentences.search import importance, tried
from workflow.search.trials import Trials, read_trials

NOTHING: dict[str, list[str]] = {"en": [], "zh": []}


def strongest(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["hyper_parameter", "importance", "low", "high"])


def test_what_a_search_tried_dropped_and_saved(tmp_path):
    check(
        tried(read_trials(by_hand(tmp_path))),
        {
            "en": [
                "The search tried 8 configurations in 2 generations and dropped 5 of them on the way:"
                " it took 50.0 % of the epochs of training all of them to the end."
                " Two of the configurations had a run that diverged."
            ],
            "zh": [
                "搜索分 2 代尝试了 8 个配置，途中淘汰了 5 个，所用训练轮数为全部训练到底的 50.0%。"
                "其中 2 个有训练发散。"
            ],
        },
        NOTHING,
    )


def test_a_search_in_one_go_that_dropped_nothing(tmp_path):
    whole = pd.read_csv(by_hand(tmp_path))[["generation", "hidden_size", "seeds", "multiply_adds"]].head(4)
    check(
        tried(Trials(whole.assign(generation=1, after_18=90.0, dropped_after=None))),
        {
            "en": ["The search tried 4 configurations and trained all of them to the end."],
            "zh": ["搜索尝试了 4 个配置，全部训练到底。"],
        },
        {"en": ["generation", "diverged"], "zh": ["代", "发散"]},
    )


@pytest.mark.parametrize(("low", "apart"), [(30.1, True), (30.0, False)])
def test_which_hyper_parameter_matters_most_and_whether_that_is_certain(low, apart):
    rows = strongest(("learning_rate", 60.04, low, 71), ("flip", 25, 10, 30), ("l2", 0, 0, 1))
    said = {
        "en": [
            "The hyper-parameter that matters most is learning rate, which by itself explains"
            f" 60.0 % ({low} to 71.0) of the differences in accuracy;"
            " next comes horizontal flip with 25.0 % (10.0 to 30.0).",
            "do not overlap" if apart else "overlap, so it is open",
        ],
        "zh": [f"最重要的超参数是“学习率”，单独解释了准确率差异的 60.0%（{low} 至 71.0）", "水平翻转"],
    }
    check(
        importance(rows),
        said,
        {"en": ["open"] if apart else ["do not"], "zh": ["尚无"] if apart else ["不重叠"]},
    )


def test_where_nothing_matters_or_too_little_was_tried():
    assert "No hyper-parameter explains any" in spoken(importance(strongest(*[("l2", 0, 0, 0)] * 2)), "en")
    assert "at least 8 configurations" in spoken(importance(strongest()), "en")
    assert importance(strongest(("l2", 90, 80, 95))) == []  # the only one


@pytest.mark.parametrize("figure", ["halving", "proposed"])
def test_the_section_of_a_search_says_what_it_tried_after_what_it_found(tmp_path, figure):
    finals = table({"hidden_size": [64, 128, 256]}, [88.0, 89.5, 87.0])
    tables = tmp_path / "tables"
    tables.mkdir()
    finals.to_csv(tables / "x.csv", index=False)
    curves(finals).to_parquet(tables / "x-curves.parquet")
    pd.DataFrame(columns=["source", "share"]).to_csv(tables / "x-variance.csv", index=False)
    by_hand(tables)
    strongest(("learning_rate", 60, 50, 70), ("flip", 10, 5, 20)).to_csv(
        tables / "x-importance.csv", index=False
    )
    context = section("x", {"title": "X", "figure": figure, "margin": 0.5}, tmp_path)
    first, second, third, *_ = [text["en"] for text in context["sentences"]]
    assert first.startswith("Best by validation accuracy: hidden size = 128")
    assert second.startswith("The search tried 8 configurations in 2 generations")
    assert third.startswith("The hyper-parameter that matters most is learning rate")
    assert next(iter(context["figures"])) == "progress"
    assert ("rungs" in context["figures"]) == (figure == "halving")
