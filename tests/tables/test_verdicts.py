"""What is said of a table: the best, the cheapest that is as good, and a trend."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from workflow.tables.verdicts import best_of, seeds_to_decide, trend, verdicts

TABLE = pd.DataFrame(
    {
        "hidden_layers": [1, 2, 3, 4],
        "validation_accuracy": [88.0, 89.9, 90.0, 89.0],
        "seeds": [4, 8, 8, 8],
        "diverged": 0,
        "multiply_adds": [1, 2, 3, 4],
        "below_best": [2.0, 0.1, -0.1, 1.0],
        "below_best_low": [1.0, -0.2, -0.4, -0.2],
        "below_best_high": [3.0, 0.4, 0.2, 2.0],
        "verdict": ["worse", "as good", "best", "open"],
    }
)


def test_the_cheapest_is_one_that_is_as_good_and_not_one_that_is_worse_or_open():
    found = verdicts(TABLE, 0.5)
    assert found is not None
    assert found.best["hidden_layers"] == 3
    assert found.cheapest["hidden_layers"] == 2
    for name, rows in (("worse", found.worse), ("as good", found.as_good), ("open", found.open)):
        assert rows["verdict"].tolist() == [name]
    assert verdicts(TABLE.assign(diverged=1), 0.5) is None


def test_how_many_lead_and_what_is_left_open():
    found = verdicts(TABLE, 0.5)
    assert found is not None
    assert (found.leaders, found.others, found.compared) == (1, 3, True)
    # Open: 1 below the best, -0.2 to 2, with 8 seeds. Above zero when 1/1.2 as wide: 8 · 1.2² = 11.52.
    assert found.needed == 12
    decided = TABLE.iloc[:3].assign(validation_accuracy=90.0)
    found = verdicts(decided, 0.5)
    assert found is not None
    assert (found.leaders, found.needed) == (3, 0)
    one_seed = verdicts(TABLE.assign(below_best_high=np.nan, verdict=["", "", "best", ""]), 0.5)
    assert one_seed is not None
    assert not one_seed.compared


def test_the_best_is_the_row_that_is_called_so_or_has_the_highest_mean():
    assert best_of(TABLE.assign(verdict=["best", "", "", ""])) == 0
    assert best_of(TABLE.assign(verdict="")) == 2
    assert best_of(TABLE.assign(verdict="", diverged=[0, 0, 1, 0])) == 1


@pytest.mark.parametrize(
    ("distance", "low", "high", "seeds"),
    [
        (0.25, -1.0, 1.0, 36),  # 0.75 above may be 0.25: a third of the width; above zero takes a fifth
        (0.375, -0.1875, 1.5, 9),  # 0.5625 below may be 0.375: 4 · 1.5²; the margin takes a ninth
        (0.9, -0.1, 2.0, 5),  # 4 · (1/0.9)² = 4.94
        (0.9, -0.001, 2.0, 5),
        (0.9, 0.0, 2.0, 5),  # one more at least
        (-0.5, -2.5, 1.5, 16),  # ahead: within the margin only, 2 may be 1
        (0.5, -0.5, 2.0, 16),  # at the margin, above zero only
        (0.0, -3.0, 1.0, 16),  # at zero, within the margin only
    ],
)
def test_how_many_seeds_would_decide_an_open_row(distance, low, high, seeds):
    row = {"below_best": distance, "below_best_low": low, "below_best_high": high, "seeds": 4}
    assert seeds_to_decide(pd.Series(row), 0.5) == seeds


def test_of_rows_that_cost_the_same_the_best_is_the_cheapest():
    found = verdicts(TABLE.assign(multiply_adds=1), 0.5)
    assert found is not None
    assert found.cheapest["hidden_layers"] == 3


def runs(groups: Mapping[int, np.ndarray], name: str = "hidden_layers") -> pd.DataFrame:
    return pd.DataFrame(
        [(value, accuracy) for value, values in groups.items() for accuracy in values],
        columns=[name, "validation_accuracy"],
    )


def test_the_trend_over_three_values_is_half_of_what_is_between_the_outer_two():
    """Its weights are -1/2, 0 and 1/2: Welch's test of the outer values, whatever they are."""
    rng = np.random.default_rng(0)
    low, middle, high = rng.normal(88, 0.2, 4), rng.normal(95, 9, 5), rng.normal(88.5, 0.6, 7)
    found = trend(TABLE.iloc[:3].assign(hidden_layers=[1, 2, 9]), runs({9: high, 1: low, 2: middle}))
    welch = stats.ttest_ind(high, low, equal_var=False)
    assert found is not None
    assert (found.first, found.last) == (1, 9)
    assert found.slope == pytest.approx((high.mean() - low.mean()) / 2)
    assert found.p == pytest.approx(welch.pvalue)
    ends = welch.confidence_interval(0.95)
    assert found.half_width == pytest.approx((ends.high - ends.low) / 4)


def test_the_slope_is_that_of_least_squares_on_the_ranks():
    rng = np.random.default_rng(1)
    groups = {value: rng.normal(value, 1, 6) for value in (1, 2, 3, 4)}
    found = trend(TABLE, runs(groups))
    assert found is not None
    line = stats.linregress(np.arange(4), [values.mean() for values in groups.values()])
    assert found.slope == pytest.approx(line.slope)


def test_without_scatter_a_trend_is_certain_or_there_is_none():
    flat = trend(TABLE, runs({value: np.full(3, 90.0) for value in (1, 2, 3, 4)}))
    rising = trend(TABLE, runs({value: np.full(3, 90.0 + value) for value in (1, 2, 3, 4)}))
    assert flat is not None
    assert rising is not None
    assert (flat.p, rising.p, rising.half_width) == (1, 0, 0)
    assert rising.slope == pytest.approx(1)


@pytest.mark.parametrize(
    "table",
    [
        TABLE.iloc[:2],  # two values
        TABLE.assign(hidden_layers=["a", "b", "c", "d"]),
        TABLE.assign(hidden_layers=[True, False, True, False]),
        TABLE.assign(l2=[0, 0, 1, 1]),
    ],
)
def test_no_trend_without_three_values_of_one_number(table):
    assert trend(table, runs({value: np.array([1.0, 2.0]) for value in table["hidden_layers"]})) is None


def test_no_trend_from_one_seed():
    assert trend(TABLE, runs({value: np.array([90.0 + value]) for value in (1, 2, 3, 4)})) is None


def test_two_seeds_of_each_value_make_a_trend():
    found = trend(TABLE, runs({value: np.array([90.0, 90.2]) + value for value in (1, 2, 3, 4)}))
    assert found is not None
    # Four equal variances of 0.02 with one degree each: 4 degrees in the mean weighted by (9, 1, 1, 9)/400.
    assert found.slope == pytest.approx(1)
    error = np.sqrt(0.02 / 2 / 5)
    degrees = (20 / 400) ** 2 / (2 * (9 / 400) ** 2 + 2 * (1 / 400) ** 2)
    assert found.half_width == pytest.approx(stats.t.ppf(0.975, degrees) * error)
