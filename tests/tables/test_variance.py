"""The decomposition of variance: against values built from known effects, and by hand."""

import numpy as np
import pytest

from workflow.tables.variance import SEEDS, SOURCES, decomposition


def test_known_effects_are_found_again():
    a, b = np.array([-1.0, 0, 1]), np.array([-0.5, 0.5])
    both = np.outer([1, -2, 1], [0.25, -0.25])
    noise = np.array([-0.1, 0.1])
    values = 90 + a[:, None, None] + b[None, :, None] + both[..., None] + noise
    table = decomposition(values, ["width", "l2"]).set_index("source")
    assert table.index.tolist() == ["width", "l2", "width × l2", SEEDS]
    assert table["degrees"].tolist() == [2, 1, 2, 6]
    # Σ of the squared effects over all 12 values.
    assert table["sum_of_squares"].tolist() == pytest.approx([8, 3, 12 * 0.125, 12 * 0.01])
    assert table["share"].sum() == pytest.approx(100)


def test_shares_add_up_whatever_the_values():
    values = np.random.default_rng(0).normal(size=(3, 3, 2, 4))
    table = decomposition(values, ["a", "b", "c"])
    assert len(table) == 8
    assert table["degrees"].sum() == values.size - 1
    assert table["sum_of_squares"].sum() == pytest.approx(((values - values.mean()) ** 2).sum())


def test_no_sum_of_squares_is_negative():
    """An interaction that is not there comes out of the subtraction as a rounding error of either sign."""
    smallest = 0.0
    for seed in range(20):
        a, b = np.random.default_rng(seed).normal(90, 5, (2, 3))
        values = np.repeat((a[:, None] + b)[..., None], 2, axis=-1)
        table = decomposition(values, ["a", "b"])
        smallest = min(smallest, table["sum_of_squares"].min())
        assert list(table) == SOURCES
        assert [type(number) for number in table["degrees"].tolist()] == [int] * 4
    assert smallest == 0


def test_a_grid_whose_values_are_all_equal_has_no_shares():
    assert decomposition(np.full((2, 2, 3), 90.0), ["a", "b"])["share"].isna().all()
