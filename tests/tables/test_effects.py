"""Effects of a hyper-parameter where rows have unequal numbers of seeds."""

import pandas as pd
import pytest

from workflow.search.strategies import searches
from workflow.tables.effects import main_effects, marginal

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
