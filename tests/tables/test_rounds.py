"""Looking round by round: which rounds, and that the error is spent and not exceeded."""

import numpy as np
import pytest
from scipy.special import ndtri

from workflow.tables.rounds import levels, rounds_of


def test_rounds_go_from_the_first_to_the_last_number_of_seeds():
    assert rounds_of(4, 20) == [4, 8, 12, 16, 20]
    assert rounds_of(3, 20) == [3, 7, 11, 15, 19, 20]
    assert rounds_of(5, 5) == [5]


def test_looking_once_allows_the_whole_error():
    assert levels([7], 0.05) == pytest.approx([0.05], rel=1e-3)


def test_a_path_crosses_with_the_probability_that_is_spent():
    """400,000 paths of sums of normal values; four standard errors of a share of 5 % are 0.14 %."""
    rounds = rounds_of(4, 20)
    boundaries = -ndtri(np.array(levels(rounds, 0.05)) / 2)
    rng = np.random.default_rng(0)
    steps = rng.standard_normal((400_000, len(rounds))) * np.sqrt(np.diff([0, *rounds]))
    crossed = np.abs(steps.cumsum(axis=1) / np.sqrt(rounds)) > boundaries
    by_round = np.maximum.accumulate(crossed, axis=1).mean(axis=0)
    assert by_round == pytest.approx([0.05 * (n / 20) ** 2 for n in rounds], abs=0.0014)


def test_the_levels_of_two_equal_stages_are_the_published_ones():
    """Two looks, error α t²: nominal 0.0125 at half, and at the end by the bivariate normal distribution."""
    first, last = levels([10, 20], 0.05)
    assert first == pytest.approx(0.0125, rel=1e-3)
    from scipy.stats import multivariate_normal

    a, b = -ndtri(np.array([first, last]) / 2)
    r = np.sqrt(0.5)
    inside = multivariate_normal([0, 0], [[1, r], [r, 1]]).cdf([a, b], lower_limit=[-a, -b])
    assert 1 - inside == pytest.approx(0.05, abs=5e-5)
