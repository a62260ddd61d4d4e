"""The comparison with the best: critical values, intervals worked by hand, and what they protect against."""

import numpy as np
import pytest
from scipy.special import ndtri

from workflow.tables.comparison import AS_GOOD, OPEN, WORSE, critical_value, distances, verdicts

# The studentised maximum modulus at 5 %: Stoline and Ury 1979, doi:10.2307/1268584, and, to four digits,
# R 4.2.2 with mvtnorm 1.1-3 (what multcomp computes with): qmvt(0.95, "both.tails", df, corr = diag(m)).
PUBLISHED = [
    (2, 10, 2.6091), (3, 5, 3.3992), (3, 10, 2.8287), (6, 20, 2.8977), (10, 30, 3.0050), (17, 8, 3.9609),
    (20, 12, 3.6766), (21, 10, 3.8473),
]  # fmt: skip


@pytest.fixture(autouse=True)
def computed_anew():
    critical_value.cache_clear()


@pytest.mark.parametrize(("m", "nu", "value"), PUBLISHED)
def test_critical_values_are_the_published_ones_to_three_digits(m, nu, value):
    # R integrates at random: its fourth decimal is uncertain.
    assert critical_value(m, float(nu), 0.05) == pytest.approx(value, abs=1e-3)


def test_critical_values_approach_those_of_the_normal_distribution():
    for m in (1, 4, 17, 153):
        normal = -ndtri((1 - 0.95 ** (1 / m)) / 2)
        assert critical_value(m, 1e7, 0.05) == pytest.approx(normal, rel=1e-5)


def test_extreme_levels_and_degrees_have_a_critical_value():
    assert critical_value(153, 1.0, 0.001) > critical_value(153, 2.0, 0.001) > 60


def test_the_interval_of_two_rows_worked_by_hand():
    # Means 90 and 91, standard deviations 0.3 and 0.4, three and five seeds.
    _, lower, upper = distances(np.array([90, 91.0]), np.array([0.09, 0.16]), np.array([3, 5]), 0.05)
    error = np.sqrt(0.09 / 3 + 0.16 / 5)
    degrees = error**4 / ((0.09 / 3) ** 2 / 2 + (0.16 / 5) ** 2 / 4)  # 5.44, taken as 5
    assert degrees == pytest.approx(5.44, abs=0.01)
    assert upper[0] == pytest.approx(1 + critical_value(1, 5, 0.05) * error)
    assert lower[0] == pytest.approx(1 - critical_value(1, 5, 0.025) * error)
    assert upper[1] == 0  # the better of two is at most 0 below the other, or else it is not the better
    assert lower[1] == pytest.approx(-1 - critical_value(1, 5, 0.025) * error)


def test_rows_that_do_not_scatter_have_intervals_without_width():
    distance, lower, upper = distances(np.array([90, 91, 91.0]), np.zeros(3), np.full(3, 3), 0.05)
    assert distance.tolist() == [1, 0, 0]
    assert lower.tolist() == [1, 0, 0]
    assert upper.tolist() == [1, 0, 0]


def test_verdicts_by_the_margin():
    lower, upper = np.array([-0.1, 0.1, 0.2, -0.2]), np.array([0.4, 0.5, 0.9, 0.6])
    assert verdicts(lower, upper, 0.5).tolist() == [AS_GOOD, AS_GOOD, WORSE, OPEN]


@pytest.mark.parametrize("uneven", [False, True])
def test_equal_rows_are_seldom_called_worse_and_the_intervals_hold(uneven):
    """2,000 experiments of 7 equal rows; three standard errors of a share of 5 % are 1.5 %."""
    k, n, times = 7, 4, 2000
    scatter = np.where(np.arange(k) % 2, 1.0, 2.0 if uneven else 1.0)
    samples = scatter[:, None] * np.random.default_rng(0).standard_normal((times, k, n))
    _, lower, upper = distances(samples.mean(axis=2), samples.var(axis=2, ddof=1), np.full(k, n), 0.05)
    assert (lower > 0).any(axis=1).mean() < 0.05 + 3 * 0.005
    assert ((lower <= 0) & (upper >= 0)).all(axis=1).mean() > 0.95 - 3 * 0.005


def test_degrees_of_freedom_that_are_whole_but_for_rounding_stay_so():
    # Two rows of two seeds, of which one does not scatter: one degree of freedom, whatever the variance.
    variances = np.random.default_rng(0).uniform(0, 1, 500)[:, None] * [1, 0]
    _, lower, upper = distances(np.zeros((500, 2)), variances, np.full(2, 2), 0.05)
    assert np.isfinite(lower).all()
    np.testing.assert_allclose(upper[:, 0], critical_value(1, 1, 0.05) * np.sqrt(variances[:, 0] / 2))
