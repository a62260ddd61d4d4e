"""The section of an experiment: its sentences, and its table as people see it."""

import json

import pytest
from sentences import NAN, curves, table

from workflow.report.sections import MOST, section
from workflow.tables.variance import SEEDS

GRID = {"hidden_size": [64, 64, 128, 128], "l2": [0, 0.01] * 2}


@pytest.fixture
def shown(tmp_path):
    """The section of an experiment whose files hold a table, and the shares of its sources."""
    (tmp_path / "tables").mkdir()

    def made(rows, figure, shares=""):
        folder = tmp_path / "tables"
        rows.to_csv(folder / "x.csv", index=False)
        curves(rows).to_parquet(folder / "x-curves.parquet")
        (folder / "x-variance.csv").write_text("source,degrees,sum_of_squares,share\n" + shares)
        return section("x", {"title": "X", "figure": figure, "margin": 0.5}, tmp_path)

    return made


def test_it_says_at_most_five_things_the_answer_first(shown):
    shares = f"hidden_size,1,1,10\nl2,1,8,80\nhidden_size × l2,1,0.5,5\n{SEEDS},8,0.5,5\n"
    rows = table(GRID, [90.0, 89.9, 89.4, 80.0], half=[0.1, 0.1, 0.7, 0.1], margin=0.5)
    texts = [text["en"] for text in shown(rows, "heat_map", shares)["sentences"]]
    assert [text.split()[0] for text in texts] == ["Best", "As", "Worse", "Open,", "The"]
    assert len(texts) == MOST
    assert "come to 80.0 % from L2" in texts[-1]


def test_a_search_that_is_no_full_grid_says_so_and_has_the_effects_instead(shown):
    texts = [text["en"] for text in shown(table(GRID, [90.0, 80.0, 89.9, 79.0]), "heat_map")["sentences"]]
    assert any(text.startswith("The differences are not split up") for text in texts)
    assert any("points for L2 (best 0, worst 0.01)" in text for text in texts)
    # A sample has no values to average over, and nobody expects a decomposition.
    texts = [text["en"] for text in shown(table(GRID, [90.0, 80.0, 89.9, 79.0]), "search")["sentences"]]
    assert not any("differences" in text for text in texts)


def test_the_table_has_distances_and_verdicts_in_both_languages(shown):
    rows = table({"flip": [False, True]}, [90.0, 89.0], decided_after=[8, 4])
    found = shown(rows, "curves")
    headings = [heading["zh"] for heading in found["headings"]]
    assert headings == [
        "水平翻转", "验证准确率（%）", "测试准确率（%）", "集成测试准确率（%）", "种子数", "乘加次数（10⁹）",
        "低于最佳（百分点）", "结论", "得出结论时的种子数",
    ]  # fmt: skip
    assert found["best"] == 0
    _, cells = found["rows"]
    assert cells[-3:] == [
        (1.0, {"en": "1.00 (0.90 to 1.10)", "zh": "1.00（0.90 至 1.10）"}),
        ("worse", {"en": "worse", "zh": "较差"}),
        (4, "4"),
    ]
    assert [text for _, text in cells[1:6]] == ["89.00 ± 0.50", "88.00 ± 0.60", "88.40", "3", "2"]


def test_the_table_says_what_diverged_only_if_something_did(shown):
    found = shown(table({"flip": [False, True]}, [90.0, NAN], diverged=[0, 3]), "curves")
    assert "diverged" in [heading["en"] for heading in found["headings"]]
    assert [text for _, text in found["rows"][1][1:]] == ["", "", "", "3", "3", "2", "", ""]


def test_of_one_seed_there_are_distances_without_intervals(shown):
    found = shown(table({"flip": [False, True]}, [90.0, 89.0], seeds=1), "curves")
    assert [text for _, text in found["rows"][1][-2:]] == ["1.00", ""]
    assert found["best"] == 0


def test_beside_the_reference_report_the_chance_of_both_counts(shown, tmp_path):
    (tmp_path / "data").mkdir()
    parts = {part: {"samples": 10_000} for part in ("train", "validation", "test")}
    (tmp_path / "data/manifest.json").write_text(json.dumps(parts))
    (tmp_path / "tables/x-ensembles.csv").write_text(
        "test_error_runs,test_error_images,test_interval\n0.1,0.3,0.7\n0.1,0.3,0.7\n"
    )
    rows = table(GRID, [90.0, 90.0, 80.0, 80.0]).head(2)
    rows = rows.assign(reference_test_accuracy=[80.0, 88.5], difference=[9.0, 0.5])
    found = shown(rows, "search")
    assert found["beats"]["en"].startswith(
        "Of the 2 configurations that the reference report also has, 1 beats"
    )
    assert found["reference"][0] == found["beats"]
