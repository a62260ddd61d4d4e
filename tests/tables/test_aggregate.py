"""The table of an experiment: what stands in it, worked by hand or by other means."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from artificial import write_runs
from conftest import ROOT

from workflow.configuration.experiments import FIGURES_OF, Experiment, canonical
from workflow.data.samples import PARTS
from workflow.runs.records import read_finals
from workflow.tables.aggregate import ENSEMBLES, main, multiply_adds, table, variance
from workflow.tables.comparison import distances

EXPERIMENT: Experiment = {
    "defaults": {"hidden_layers": 3, "epochs": 10},
    "seeds": [0, 1, 2],
    "grid": {"hidden_size": [64, 128], "l2": [0, 0.01]},
}
ROWS: list[list[float | None]] = [
    [0.80, 0.81, 0.82],
    [0.90, 0.91, 0.92],
    [0.89, 0.91, 0.90],
    [0.95, 0.96, None],
]
COLUMNS = (
    "hidden_size l2 validation_accuracy validation_interval test_accuracy test_interval validation_ensemble "
    "test_ensemble seeds diverged below_best below_best_low below_best_high verdict"
)


def ensembles(rows: int) -> pd.DataFrame:
    return pd.DataFrame({name: np.arange(rows) + place for place, name in enumerate(ENSEMBLES)})


def made(folder, experiment=EXPERIMENT, rows=ROWS, margin=0.5) -> pd.DataFrame:
    write_runs(folder, experiment, rows)
    return table(experiment, read_finals(folder, experiment), ensembles(len(rows)), margin)


def test_a_table_has_means_over_seeds_and_distances_below_the_best(tmp_path):
    result = made(tmp_path)
    assert list(result) == COLUMNS.split()
    assert result["validation_accuracy"].tolist() == pytest.approx([81, 91, 90, 95.5])
    assert result["test_accuracy"].tolist() == pytest.approx([71, 81, 80, 85.5])
    assert result[ENSEMBLES].to_numpy().tolist() == ensembles(4).to_numpy().tolist()
    assert (result["seeds"].tolist(), result["diverged"].tolist()) == ([3] * 4, [0, 0, 0, 1])
    # The row with a diverged run takes no part; 91 is the best, by 1.
    assert result["below_best"].tolist() == pytest.approx([10, -1, 1, np.nan], nan_ok=True)
    assert result["verdict"].tolist() == ["worse", "best", "open", ""]
    means, ones = np.array([81.0, 91.0, 90.0]), np.ones(3)
    _, low, high = distances(means, ones, 3 * ones, 0.05)
    assert result["below_best_low"].tolist()[:3] == pytest.approx(low)
    assert result["below_best_high"].tolist()[:3] == pytest.approx(high)


def test_a_wider_margin_makes_a_row_as_good(tmp_path):
    assert made(tmp_path, margin=20)["verdict"].tolist() == ["as good", "best", "as good", ""]


def test_two_seeds_have_intervals(tmp_path):
    result = made(tmp_path, EXPERIMENT | {"seeds": [0, 1]}, [row[:2] for row in ROWS])
    assert result[["below_best_low", "below_best_high"]].notna().all(axis=None)


def test_one_seed_has_a_distance_and_no_verdict_but_the_best(tmp_path):
    result = made(tmp_path, EXPERIMENT | {"seeds": [0]}, [row[:1] for row in ROWS])
    assert result["below_best"].tolist() == pytest.approx([15, 5, 6, -5])
    assert result[["below_best_low", "below_best_high"]].isna().all(axis=None)
    assert result["verdict"].tolist() == ["", "", "", "best"]


@pytest.mark.parametrize(
    "rows", [[[None] * 3] * 4, [[None] * 3, [None, 0.5, 0.6], [0.8, 0.9, 0.7], [None] * 3]]
)
def test_without_a_second_completed_row_there_is_nothing_to_compare_with(tmp_path, rows):
    result = made(tmp_path, rows=rows)
    assert result["below_best"].isna().all()
    assert result["verdict"].tolist() == ["", "", "best" if rows[2][0] else "", ""]


def test_ties_go_to_the_earlier_row_whatever_the_order_of_summation(tmp_path):
    result = made(tmp_path, rows=[[0.1] * 3, [0.9022, 0.9174, 0.891], [0.9022, 0.891, 0.9174], [0.9] * 3])
    assert result["verdict"].tolist()[1] == "best"


def test_verdicts_come_from_the_rounds_where_seeds_go_by_need(tmp_path):
    write_runs(tmp_path, EXPERIMENT, ROWS)
    decided = pd.DataFrame({"below_best": range(4), "verdict": "worse", "decided_after": [4, 8, 4, np.nan]})
    result = table(EXPERIMENT, read_finals(tmp_path, EXPERIMENT), ensembles(4), 0.5, decided)
    assert list(result)[-3:] == list(decided)
    assert result["verdict"].tolist() == ["worse"] * 4


def test_what_a_run_costs_is_counted(tmp_path):
    write_runs(tmp_path, EXPERIMENT, ROWS)
    samples = {"train": 100, "validation": 20, "test": 30}
    # 64·64 + 64·64 + 64·64 + 64·10, forward and for the weights, and without the first layer for the inputs.
    small = 10 * (100 * (2 * 12928 + 8832) + 50 * 12928)
    large = 10 * (100 * (2 * 42240 + 34048) + 50 * 42240)
    assert multiply_adds(tmp_path, EXPERIMENT, samples, 10) == [small, small, large, large]


def sources(folder, experiment=EXPERIMENT, rows=None) -> pd.DataFrame:
    write_runs(folder, experiment, rows or [[0.80, 0.82, 0.81], [0.90, 0.92, 0.91]] * 2)
    return variance(experiment, read_finals(folder, experiment))


def test_the_sources_of_the_differences_in_a_full_grid(tmp_path):
    found = sources(tmp_path).set_index("source")
    # L2 gives 10 points in every row: 12 runs 5 from the mean. Seeds: -1, 1, 0 in each of four rows.
    assert found["sum_of_squares"].to_dict() == {
        "hidden_size": 0, "l2": 300, "hidden_size × l2": 0, "seeds": 8,
    }  # fmt: skip
    assert found["share"].tolist() == pytest.approx([0, 100 * 300 / 308, 0, 100 * 8 / 308], abs=1e-4)


def test_two_seeds_are_enough_for_sources(tmp_path):
    found = sources(tmp_path, EXPERIMENT | {"seeds": [0, 1]}, [[0.8, 0.8], [0.9, 0.9]] * 2)
    assert found["share"].tolist() == pytest.approx([0, 100, 0, 0])


OFFICIAL = re.findall(r"\b[0-9a-f]{64}\b", (ROOT / "config.yaml").read_text())


@pytest.mark.parametrize("by_need", [False, True])
def test_the_program_puts_the_verdicts_of_rounds_and_the_reference_report_beside_its_own(tmp_path, by_need):
    """The reference report's tuning has these four configurations, on these data."""
    runs = tmp_path / "runs"
    experiment = EXPERIMENT | {"defaults": {"hidden_layers": 3, "learning_rate": 0.3}}
    write_runs(runs, experiment, ROWS)
    for folder in runs.iterdir():
        pd.DataFrame(1.0, [0], ["epoch", *FIGURES_OF["curves"]]).to_parquet(folder / "history.parquet")
    manifest = {part: {"samples": 10, "sources": dict(enumerate(OFFICIAL))} for part in PARTS}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    ensembles(4).to_csv(tmp_path / "ensembles.csv")
    words = [
        runs, "tuning", canonical(experiment), tmp_path / "manifest.json", "--classes", 10, "--margin", 0.5,
        "--images", tmp_path / "not-read-without-shift",
    ]  # fmt: skip
    for name in ("ensembles.csv", "csv", "markdown", "variance", "curves"):
        words += [f"--{name.removesuffix('.csv')}", tmp_path / name]
    decided = pd.DataFrame({"below_best": range(4), "below_best_low": 0, "below_best_high": 9})
    decided.assign(verdict="worse", decided_after=8).to_csv(tmp_path / "decided.csv", index=False)
    if by_need:
        words += ["--decided", tmp_path / "decided.csv"]
    main([str(word) for word in words])
    table = pd.read_csv(tmp_path / "csv")
    assert list(table)[-2:] == ["reference_test_accuracy", "difference"]
    assert table["reference_test_accuracy"].tolist() == [80.1, 83.1, 82.5, 84.3]
    assert table["difference"].tolist() == pytest.approx([71 - 80.1, 81 - 83.1, 80 - 82.5, 85.5 - 84.3])
    assert table["verdict"].fillna("").tolist() == (
        ["worse"] * 4 if by_need else ["worse", "best", "open", ""]
    )
    assert ("decided_after" in table) == by_need
    place = list(table).index("multiply_adds")
    assert list(table)[place - 1 : place + 2] == ["diverged", "multiply_adds", "below_best"]


@pytest.mark.parametrize(
    ("changes", "rows"),
    [
        ({}, ROWS),  # one diverged
        ({"seeds": [0]}, None),
        ({"counts": [3, 3, 2, 3]}, None),
        ({"grid": {"hidden_size": [64, 96, 128, 256], "l2": 0}}, None),
        ({"grid": [EXPERIMENT["grid"], {"hidden_size": 96, "l2": 0}]}, [[0.8, 0.9, 0.7]] * 5),
        ({"grid": {"hidden_size": [64, 128], "l2": [0, 0.01, 0.1]}, "rows": [0, 1, 2, 4]}, None),
    ],
)
def test_of_no_other_experiment_are_there_sources(tmp_path, changes, rows):
    found = sources(tmp_path, EXPERIMENT | changes, rows)
    assert (len(found), list(found)) == (0, ["source", "degrees", "sum_of_squares", "share"])
