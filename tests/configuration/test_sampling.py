"""A sample of a space: reproducible, within its bounds, and grown by new draws alone."""

import numpy as np
import pytest
import yaml
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.configuration.sampling import sampled

SPACE = {
    "learning_rate": {"log_uniform": [0.01, 1]},
    "l2": {"uniform": [0.0, 0.01]},
    "hidden_layers": {"integer": [1, 5]},
    "hidden_size": [64, 128],
    "epochs": 2,
}
METHODS = pytest.mark.parametrize("method", ["sobol", "random"])


def draw(n: int, method: str, seed: int = 0) -> list[dict]:
    return sampled({"n": n, "space": SPACE, "method": method, "seed": seed})


@METHODS
@settings(deadline=None)  # the first call imports SciPy
@given(few=st.integers(1, 70), more=st.integers(0, 70), seed=st.integers(0, 5))
def test_the_first_draws_of_more_are_those_of_fewer(method, few, more, seed):
    fewer = draw(few, method, seed)
    assert draw(few + more, method, seed)[: len(fewer)] == fewer


@METHODS
def test_draws_lie_in_their_ranges_and_reach_all_of_them(method):
    rows = draw(512, method)
    for name, (low, high) in {"learning_rate": (0.01, 1), "l2": (0, 0.01)}.items():
        values = np.array([row[name] for row in rows])
        # The ends of 512 independent draws are within 2 % of the range, but for 1 in 30,000 seeds.
        assert low <= values.min() <= low + 0.02 * (high - low)
        assert high >= values.max() >= low + (high - low) * 0.9
        assert all(value == float(f"{value:.3g}") for value in values)
    # The logarithm is even: half of the draws lie below the geometric mean, ± 5 standard deviations.
    assert abs(np.mean([row["learning_rate"] < 0.1 for row in rows]) - 0.5) < 5 * 0.5 / 512**0.5
    assert {row["hidden_layers"] for row in rows} == {1, 2, 3, 4, 5}
    assert {row["hidden_size"] for row in rows} == {64, 128}
    assert {row["epochs"] for row in rows} == {2}


def test_sobol_s_are_spread_more_evenly_than_independent_ones():
    def shares(method: str) -> np.ndarray:
        counts, _ = np.histogram([row["l2"] for row in draw(64, method)], bins=16, range=(0, 0.01))
        return counts

    # Each sixteenth of a range has four of 64 points; rounding may carry one across a border.
    assert abs(shares("sobol") - 4).max() <= 1
    assert abs(shares("random") - 4).max() > 1


def test_seeds_give_other_draws():
    assert draw(8, "sobol", 0) != draw(8, "sobol", 1)


def test_what_is_drawn_twice_stands_once():
    assert sorted(row["l2"] for row in sampled({"n": 50, "space": {"l2": [0, 0.1, 0.2]}})) == [0, 0.1, 0.2]


@METHODS
@settings(deadline=None)
@given(
    kind=st.sampled_from(["uniform", "log_uniform"]),
    low=st.floats(1e-9, 1e9),
    width=st.sampled_from([0, 1e-12, 3e-4, 0.02, 1, 100]),
)
def test_no_draw_leaves_a_range_however_narrow(method, kind, low, width):
    high = low * (1 + width)
    rows = sampled({"n": 16, "space": {"l2": {kind: [low, high]}}, "method": method})
    assert all(low <= row["l2"] <= high for row in rows)


@METHODS
def test_a_narrow_range_has_many_values(method):
    rows = sampled({"n": 16, "space": {"l2": {"uniform": [0.12345, 0.12349]}}, "method": method})
    assert len(rows) > 8
    assert all(0.12345 <= row["l2"] <= 0.12349 and len(str(row["l2"])) <= len("0.123456") for row in rows)


def test_the_ranges_of_the_study_need_three_digits():
    """So its draws, and the names of its runs, are those of rounding to three."""
    experiments = yaml.safe_load((ROOT / "config.yaml").read_text())["experiments"].values()
    drawn = [
        (row[name], values)
        for experiment in experiments
        if "sample" in experiment
        for row in sampled(experiment["sample"])
        for name, values in experiment["sample"]["space"].items()
        if isinstance(values, dict)
    ]
    assert drawn
    assert all(value == float(f"{value:.3g}") for value, _ in drawn)
