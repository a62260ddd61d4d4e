"""Hyperband's brackets spend about the same, and more configurations move none."""

import pytest

from workflow.search.halving import brackets

RUNGS = [2, 6, 20]


def epochs(rows: float, rungs: list[int], factor: int) -> float:
    """What a bracket spends, where a share of one in ``factor`` is promoted at each rung."""
    spent, before = 0.0, 0
    for rung in rungs:
        spent += rows * (rung - before)
        rows, before = rows / factor, rung
    return spent


@pytest.mark.parametrize(("rungs", "factor"), [(RUNGS, 3), ([1, 3, 9, 27, 81], 3), ([1, 100], 2)])
def test_each_bracket_spends_about_the_same(rungs, factor):
    found = brackets(range(400), rungs, factor)
    assert sorted(row for members in found for row in members) == list(range(400))
    spent = [epochs(len(members), rungs[first:], factor) for first, members in enumerate(found)]
    assert max(spent) - min(spent) <= rungs[-1]  # the last configuration may be trained to its end


def test_more_configurations_stay_in_their_brackets():
    for few, many in zip(brackets(range(17), RUNGS, 3), brackets(range(100), RUNGS, 3), strict=True):
        assert many[: len(few)] == few


def test_the_first_rows_start_at_every_rung():
    assert brackets(range(3), RUNGS, 3) == [[0], [1], [2]]
    assert brackets([], RUNGS, 3) == [[], [], []]
