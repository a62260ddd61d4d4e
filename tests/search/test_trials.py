"""What a search spent and had found, step by step."""

import pandas as pd
import pytest
from tried import BY_HAND, by_hand

from workflow.base.errors import InputError
from workflow.search.trials import Trials, read_trials


def test_each_generation_at_each_rung_has_spent_so_much_and_found_the_best_so_far(tmp_path):
    steps = [tuple(step) for step in read_trials(by_hand(tmp_path)).steps()]
    small, middle, large = 50816, 101632, 203264
    in_full = 18 * 2 * (2 * small + 3 * middle + small + 2 * large)
    # Twice as many epochs as rungs say, as each configuration has two seeds.
    computed = [
        4 * (2 * small + 2 * middle),  # 2 epochs of four
        8 * (small + middle),  # 4 more of two
        24 * small,  # 12 more of one
        4 * (small + middle),  # the second generation: its later bracket has not begun
        8 * middle + 12 * 2 * large,  # there its first rung is 6 epochs
        24 * (middle + large),
    ]
    spent = [sum(computed[: n + 1]) for n in range(6)]
    assert [step[:2] for step in steps] == [(1, 2), (1, 6), (1, 18), (2, 2), (2, 6), (2, 18)]
    assert [step[2] for step in steps] == [16, 32, 56, 64, 96, 144]
    assert [step[3] for step in steps] == pytest.approx([100 * each / in_full for each in spent])
    # What was trained to the end is compared there, whatever others reach before.
    assert [step[4] for step in steps] == [83.0, 86.125, 88.0, 88.0, 88.0, 89.5]


def test_what_became_of_each_configuration(tmp_path):
    trials = read_trials(by_hand(tmp_path))
    assert trials.varied == ["hidden_size", "learning_rate", "flip", "schedule"]
    assert trials.rungs == [2, 6, 18]
    assert trials.reached.tolist() == [2, 6, 18, 2, 2, 18, 6, 18]
    assert trials.last.fillna(0).tolist() == [80.5, 85.5, 88.0, 0, 83.5, 89.5, 87.0, 0]
    assert trials.finished.tolist() == [False, False, True, False, False, True, False, True]
    assert [trials.row_of(number) for number in (2, 5, 7)] == [0, 1, 2]
    assert trials.chosen == 5
    assert trials.share(trials.reached) == pytest.approx(100 * 72 / (8 * 18))


def test_a_search_of_which_everything_diverged_has_spent_and_found_nothing(tmp_path):
    table = pd.read_csv(by_hand(tmp_path))
    for rung in (2, 6, 18):
        table[f"after_{rung}"] = None
    table.assign(dropped_after=2).to_csv(tmp_path / "x-trials.csv", index=False)
    trials = read_trials(tmp_path / "x-trials.csv")
    steps = list(trials.steps())
    assert [step.epochs for step in steps] == [16, 32]
    assert all(pd.isna(step.best) for step in steps)
    assert trials.chosen is None


@pytest.mark.parametrize(
    ("old", "new"), [("generation", "round"), ("after_", "at_"), (BY_HAND.split("\n", 1)[1], "")]
)
def test_another_table_is_refused(tmp_path, old, new):
    path = tmp_path / "x-trials.csv"
    path.write_text(BY_HAND.replace(old, new))
    with pytest.raises(InputError, match=r"x-trials\.csv: expected "):
        read_trials(path)


def test_what_looked_better_at_a_lower_rung_is_not_the_best_any_more():
    table = pd.DataFrame(
        {"generation": [1, 1], "l2": [0, 1], "after_2": [95.0, 90.0], "after_6": [85.0, None]}
    )
    table = table.assign(dropped_after=[None, 2], seeds=1, multiply_adds=1)
    assert [step.best for step in Trials(table).steps()] == [95, 85]


def test_what_starts_in_a_later_bracket_is_seen_there_and_not_before():
    table = pd.DataFrame(
        {
            "generation": [1, 1, 2],
            "l2": [0, 1, 2],
            "after_2": [None, 80.0, None],
            "after_6": [90.0, None, 85.0],
        }
    ).assign(dropped_after=[None, 2, None], seeds=1, multiply_adds=1)
    steps = list(Trials(table).steps())
    assert [(step.generation, step.rung, step.epochs, step.best) for step in steps] == [
        (1, 2, 2, 80), (1, 6, 8, 90), (2, 6, 14, 90),
    ]  # fmt: skip
