"""The best go on at each rung, and what each strategy finds is what its definition says."""

import itertools
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.search import strategies
from workflow.search.halving import halve

SCORES = st.lists(st.sampled_from([-math.inf, 0.1, 0.2, 0.3, 0.4]), min_size=1, max_size=30)


@given(SCORES, st.integers(2, 5), st.integers(1, 3))
def test_the_best_share_goes_on_and_the_first_of_equals(scores, factor, rungs):
    before = list(range(len(scores)))
    for _, compared, promoted in halve(len(scores), range(rungs), factor, lambda row, _: scores[row]):
        assert list(compared) == before
        assert promoted == sorted(promoted)
        assert len(promoted) == -(-len(before) // factor)
        dropped = [row for row in before if row not in promoted]
        # Each promoted one is above each dropped one, or its equal and before it.
        assert all((scores[p], -p) > (scores[d], -d) for p in promoted for d in dropped)
        before = promoted


def made_up(finals: list[float]) -> strategies.Search:
    """A search of an epoch a run."""
    return strategies.Search(pd.DataFrame({1: finals}), pd.Series([1] * len(finals)))


def test_a_random_order_finds_what_all_orders_find_on_average():
    finals = [90.0, 85.0, -math.inf, 88.0]
    expected: list[object] = []
    for k in range(1, 5):
        best = [max(chosen) for chosen in itertools.permutations(finals, k) if max(chosen) > -math.inf]
        expected.append((k, pytest.approx(sum(best) / len(best))))
    assert strategies.at_random(made_up(finals)) == expected
    assert strategies.at_random(made_up([-math.inf])) == []


def test_a_grid_has_found_its_highest_so_far():
    assert strategies.in_order(made_up([85.0, -math.inf, 90.0, 88.0])) == [(1, 85), (2, 85), (3, 90), (4, 90)]


def test_halving_within_kinds_finds_what_pays_off_late_at_the_same_cost():
    accuracies = pd.DataFrame({1: [90.0, 80, 70, 60, 50, 40], 3: [90.0, 81, 70, 95, 50, 40]})
    search = strategies.Search(accuracies, pd.Series([3] * 6))
    assert strategies.halving(search, [1, 3]) == [(6, 90), (10, 90)]
    assert strategies.halving(search, [1, 3], lambda row: row // 3) == [(6, 90), (10, 95)]
