"""What a plan says of new runs. What a change of a study gives is in tests/study/test_planning.py."""

import pytest

from workflow.runs.plan import changes_beside

OLD = ["default", "hidden_size=64", "hidden_size=64~seed=1"]


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("hidden_size=256", "hidden_size 256, so far 128, 64"),
        ("seed=1", "one more seed"),
        ("hidden_size=64~seed=2", "one more seed"),
        ("hidden_size=64~l2=0.01", "l2 0.01, so far 0.0"),
        ("epochs=3~hidden_size=32", None),  # two of them
    ],
)
def test_a_run_that_differs_in_one_hyper_parameter_is_said_by_it(new, said):
    # The defaults of mlp.Settings: 128 units, no L2.
    assert changes_beside(OLD)(new) == said


def test_going_back_to_a_default_is_a_change():
    assert changes_beside(["l2=0.01~learning_rate=0.2"])("learning_rate=0.2") == "l2 0.0, so far 0.01"
