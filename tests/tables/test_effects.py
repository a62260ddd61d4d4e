"""Effects of a hyper-parameter where rows have unequal numbers of seeds."""

import itertools

import pandas as pd
import pytest

from workflow.search.strategies import searches
from workflow.tables.effects import finals, main_effects, marginal, selection_effect

# Seed 2 lies 10 points above the others, and only the second row was given it.
RUNS = pd.DataFrame(
    [
        (row, seed, row, 80.0 + row + 10 * (seed == 2))
        for row, seeds in ((0, 2), (1, 3))
        for seed in range(seeds)
    ],
    columns=["row", "seed", "size", "validation_accuracy"],
).assign(test_accuracy=70.0)


def test_an_effect_is_between_rows_with_the_same_seeds():
    (effect,) = main_effects(RUNS, ["size"])
    assert (effect.points, effect.best, effect.worst) == (1, 1, 0)
    means = marginal(RUNS, "size")["validation_accuracy"]["mean"]
    assert means.to_dict() == {0: 80, 1: 81}


def test_a_seed_that_not_every_row_was_given_is_no_search():
    curves = RUNS.assign(epoch=1)
    table = pd.DataFrame({"diverged": [0, 0]})
    assert list(searches(table, curves)) == [0, 1]
    # Unless what lacks it diverged.
    assert list(searches(table.assign(diverged=[1, 0]), curves)) == [0, 1, 2]
    assert searches(table, curves)[0].accuracies[1].tolist() == pytest.approx([8000, 8100])


def test_the_strongest_effect_is_the_first_and_what_does_not_vary_has_none():
    runs = pd.DataFrame(
        [
            (80.0 + 3 * size + l2 + seed, 2 * size + l2, size, l2, "same", seed)
            for size, l2, seed in itertools.product((0, 1), (1, 0), (0, 1))
        ],
        columns=["validation_accuracy", "row", "size", "l2", "kind", "seed"],
    )
    found = main_effects(runs, ["l2", "kind", "size"])
    assert [tuple(effect) for effect in found] == [("size", 3, 1, 0), ("l2", 1, 1, 0)]
    # Of a tie, the value that the configuration names first.
    tied = main_effects(runs.assign(validation_accuracy=80.0), ["l2"])
    assert [tuple(effect) for effect in tied] == [("l2", 0, 1, 1)]


def test_what_a_configuration_leaves_out_is_a_value_too():
    runs = RUNS.assign(size=[1.0, 1, None, None, None])
    (effect,) = main_effects(runs, ["size"])
    assert effect.points == 1
    assert pd.isna(effect.best)
    means = marginal(runs, "size")["validation_accuracy"]
    assert means["mean"].tolist() == [80, 81]
    assert means["interval"].tolist() == [0, 0]


def test_the_end_of_a_run_is_its_last_epoch_in_per_cent():
    table = pd.DataFrame({"size": [3, 4], "diverged": [0, 1]})
    curves = pd.DataFrame(
        {
            "row": [0, 0, 0, 0, 1],
            "seed": [1, 0, 0, 1, 0],
            "epoch": [2, 1, 2, 1, 1],
            "validation_accuracy": [0.9, 0.5, 0.8, 0.4, 0.7],
            "test_accuracy": [0.7, 0.3, 0.6, 0.2, 0.5],
        }
    )
    expected = pd.DataFrame(
        {
            "row": [0, 0],
            "seed": [0, 1],
            "validation_accuracy": [80.0, 90.0],
            "test_accuracy": [60.0, 70.0],
            "size": [3, 3],
        }
    )
    pd.testing.assert_frame_equal(finals(table, curves), expected)


def test_what_choosing_by_validation_cost_on_the_test_set():
    table = pd.DataFrame(
        {
            "validation_accuracy": [90.0, 92.0, 91.0, 89.0, 99.0],
            "test_accuracy": [88.0, 87.0, 87.5, 87.0, 99.0],
            "diverged": [0, 0, 0, 0, 1],
            "verdict": ["", "best", "", "", ""],
        }
    )
    found = selection_effect(table)
    assert found is not None
    assert tuple(found) == (3, 2, 1.0)  # of three others two are better, the best of them by one point
    assert selection_effect(table.iloc[[0, 4]]) is None
    pair = selection_effect(table.iloc[[1, 3]])
    assert pair is not None
    assert tuple(pair) == (1, 0, 0.0)
