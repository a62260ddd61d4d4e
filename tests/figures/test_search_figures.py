"""The figures of a search by halving or in generations, looked into."""

import pandas as pd
import pytest
from drawings import drawn, legend, needs_font, said, ticks, untranslated
from matplotlib import pyplot as plt
from tried import by_hand, trials, written

from workflow.figures import progress, rungs
from workflow.figures import trials as every_trial
from workflow.figures.live import LINES

OF_TRIALS = [progress, rungs, every_trial]


@pytest.fixture(autouse=True)
def _no_figure_stays_open():
    yield
    plt.close("all")


@pytest.fixture
def hand(tmp_path):
    return by_hand(tmp_path)


@pytest.fixture
def one(tmp_path):
    """A search in one generation."""
    return written(pd.read_csv(by_hand(tmp_path)).head(4), tmp_path, "one")


def test_progress_is_the_best_so_far_over_epochs_and_over_computation(hand):
    figure = progress.draw(hand)
    upper, lower = figure.axes[:2]
    assert upper.lines[0].get_xydata().tolist() == [
        [16, 83], [32, 86.125], [56, 88], [64, 88], [96, 88], [144, 89.5],
    ]  # fmt: skip
    assert lower.lines[0].get_ydata().tolist() == upper.lines[0].get_ydata().tolist()
    assert lower.lines[0].get_xdata()[-1] == pytest.approx(55.56, abs=0.01)
    assert (upper.get_xlabel(), lower.get_xlabel()) == (
        "epochs of training, all seeds together",
        "computation, % of training everything in full",
    )
    assert said(figure, 0)[-1] == ["144", "89.50 %, after 18 epochs of generation 2"]
    assert said(figure, 1, "zh")[-1] == ["55.6 %", "89.50%，第 2 代训练 18 轮之后"]


def test_the_generations_of_a_search_are_marked_if_there_are_several(hand, one):
    for axis, end in zip(progress.draw(hand).axes[:2], (56, 11.76), strict=True):
        (shade,) = axis.patches  # the second one
        assert shade.get_x() == pytest.approx(end, abs=0.01)
        (above,) = axis.child_axes
        assert (ticks(above), above.get_xlabel()) == (["1", "2"], "generation")
    for axis in progress.draw(one).axes:
        assert (len(axis.patches), axis.child_axes) == (0, [])


def paths(axis) -> list[list[list[float]]]:
    return [line.get_xydata().tolist() for line in axis.lines if line.get_marker() == "o"]


def test_rungs_has_a_line_for_each_configuration_up_to_where_it_was_dropped(one):
    figure = rungs.draw(one)
    (axis,) = figure.axes
    assert paths(axis) == [[[2, 80.5]], [[2, 82.25], [6, 85.5]], [[2, 83], [6, 86.125], [18, 88]]]
    assert legend(figure) == ["dropped after 2", "dropped after 6", "chosen"]
    assert ticks(axis) == ["2", "6", "18"]
    assert [line["key"] for line in LINES[figure]] == [0, 1, 2]
    # Of these only the last is in the table of the experiment, as its first row.
    assert [line.get("row") for line in LINES[figure]] == [None, None, 0]


def test_rungs_has_a_panel_for_each_generation(hand):
    figure = rungs.draw(hand)
    first, second = figure.axes
    assert [axis.get_title() for axis in (first, second)] == ["generation 1", "generation 2"]
    assert len(paths(first)) == 3
    # The last two begin at a higher rung, and the very last diverged after it.
    assert sorted(paths(second)) == [[[2, 83.5]], [[2, 84], [6, 86.5], [18, 89.5]], [[6, 87.0]], [[6, 87.5]]]
    assert legend(figure) == ["dropped after 2", "dropped after 6", "trained to the end", "chosen"]
    assert sorted(line["row"] for line in LINES[figure] if "row" in line) == [0, 1, 2]


def test_every_trial_is_a_line_and_the_dropped_are_faint(hand):
    figure = every_trial.draw(hand)
    axis = figure.axes[0]
    assert ticks(axis) == [
        "generation", "hidden size", "learning rate", "horizontal flip", "schedule", "epochs",
        "validation\naccuracy, %",
    ]  # fmt: skip
    drawn = [line for line in axis.lines if len(line.get_xdata()) == 7]
    # The two that diverged are left out; the best is on top.
    assert [line.get_alpha() for line in drawn] == [0.3] * 4 + [None] * 2
    assert [line["row"] for line in LINES[figure] if "row" in line] == [0, 1]
    assert drawn[-1].get_ydata()[-1] == 1.0
    (words,) = said(figure, 0)
    assert words == (
        "hidden size 64, learning rate 0.1, cosine; generation 1:"
        " validation 80.50 % after 2 epochs, then dropped"
    )
    assert said(figure, 5, "zh") == [
        "每层单元数 128、学习率 0.2、水平翻转 否、恒定；第 2 代：训练到底（18 轮），验证 89.50%"
    ]


def test_what_is_the_same_for_all_trials_has_no_axis(tmp_path):
    table = trials(10, {"l2": [0, 0.1], "momentum": [0, 0.9]}, lambda row: 80)
    assert ticks(every_trial.draw(written(table, tmp_path)).axes[0]) == [
        "L2", "momentum", "validation\naccuracy, %",
    ]  # fmt: skip


@pytest.mark.parametrize("program", OF_TRIALS)
@pytest.mark.parametrize("rungs_of", [(20,), (2, 6, 20)])
def test_a_search_of_which_everything_diverged_has_its_figures(tmp_path, program, rungs_of):
    table = trials(5, {"l2": [0, 0.1]}, lambda row: 80, rungs_of, generations=2)
    diverged = table.assign(**{f"after_{rung}": None for rung in rungs_of})
    assert drawn(program, written(diverged, tmp_path), tmp_path).rstrip().endswith("</svg>")


@pytest.mark.parametrize("program", OF_TRIALS)
def test_a_search_of_one_configuration_has_its_figures(tmp_path, program):
    table = trials(1, {"l2": [0.1]}, lambda row: 80)
    assert drawn(program, written(table, tmp_path), tmp_path).rstrip().endswith("</svg>")


@needs_font
@pytest.mark.parametrize("program", OF_TRIALS)
def test_every_word_is_in_the_language_that_is_asked_for_and_has_the_other(tmp_path, hand, program):
    assert untranslated(program, hand, tmp_path) == []
