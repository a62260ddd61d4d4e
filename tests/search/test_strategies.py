"""The best go on at each rung, and what each strategy finds is what its definition says."""

import itertools
import math

import numpy as np
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
    """A search of two epochs a run."""
    return strategies.Search(pd.DataFrame({2: finals}), pd.Series([2] * len(finals)))


def test_a_random_order_finds_what_all_orders_find_on_average():
    finals = [90.0, 85.0, -math.inf, 88.0]
    expected: list[object] = []
    for k in range(1, 5):
        best = [max(chosen) for chosen in itertools.permutations(finals, k) if max(chosen) > -math.inf]
        expected.append((2 * k, pytest.approx(sum(best) / len(best))))
    assert strategies.at_random(made_up(finals)) == expected
    assert strategies.at_random(made_up([-math.inf])) == []


def test_a_grid_has_found_its_highest_so_far():
    assert strategies.in_order(made_up([85.0, -math.inf, 90.0, 88.0])) == [(2, 85), (4, 85), (6, 90), (8, 90)]


def test_halving_within_kinds_finds_what_pays_off_late_at_the_same_cost():
    accuracies = pd.DataFrame({1: [90.0, 80, 70, 60, 50, 40], 3: [90.0, 81, 70, 95, 50, 40]})
    search = strategies.Search(accuracies, pd.Series([3] * 6))
    assert strategies.halving(search, [1, 3]) == [(6, 90), (10, 90)]
    assert strategies.halving(search, [1, 3], lambda row: row // 3) == [(6, 90), (10, 95)]


# Nine configurations of nine epochs: rungs after 1 and 3. Row 8 diverged with seed 2, in its second epoch;
# row 0 was trained with seed 0 too.
LEARNT = [[10 * row + epoch for epoch in range(1, 10)] for row in range(9)]
LEARNT[0][8] = 99  # the best of all, which halving drops early


def learnt() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The table of an experiment, and its curves."""
    ends = {(8, 2): 2}
    runs = [(row, seed) for row in range(9) for seed in (1, 2)] + [(0, 0)]
    curves = pd.DataFrame(
        [
            {"row": row, "seed": seed, "epoch": epoch, "validation_accuracy": LEARNT[row][epoch - 1] / 100}
            for row, seed in runs
            for epoch in range(1, ends.get((row, seed), 9) + 1)
        ]
    )
    return pd.DataFrame({"diverged": [0] * 8 + [1]}), curves


def test_a_search_is_made_of_each_seed_that_every_row_has():
    found = strategies.searches(*learnt())
    assert list(found) == [1, 2]
    for seed, search in found.items():
        assert search.accuracies.to_numpy()[:8] == pytest.approx(np.array(LEARNT[:8]))
        # One seed diverged, so the row is worth nothing, whatever the other did.
        assert (search.accuracies.loc[8] == -math.inf).all()
        assert search.epochs.tolist() == [9] * 8 + [{1: 9, 2: 2}[seed]]


def test_halving_costs_what_it_trains_and_misses_what_it_drops():
    search = strategies.searches(*learnt())[2]
    # After 1 epoch rows 5, 6 and 7 go on, after 3 row 7.
    assert strategies.halving(search) == [(9, 71), (9 + 3 * 2, 73), (9 + 3 * 2 + 6, 79)]
    assert strategies.in_order(search)[-2:] == [(72, 99), (74, 99)]
    # 21 of 74 epochs with seed 2, and with seed 1 of 81, which is less; the best had 99 %.
    assert strategies.saving(*learnt()) == pytest.approx((21 / 74, 20))


def test_of_too_little_no_saving_is_known():
    table, curves = learnt()
    assert strategies.saving(table[:3], curves[curves["row"] < 3]) is None
    assert strategies.saving(table[:4], curves[curves["row"] < 4]) is not None
    assert strategies.saving(table.assign(diverged=1), curves) is None


@pytest.mark.parametrize(("epochs", "rungs"), [(2, []), (3, [1]), (9, [1, 3]), (20, [2, 6])])
def test_the_rungs_are_a_ninth_and_a_third_of_the_epochs(epochs, rungs):
    accuracies = pd.DataFrame({epoch: [80.0] for epoch in range(1, epochs + 1)})
    assert strategies.rungs(strategies.Search(accuracies, pd.Series([epochs]))) == rungs
