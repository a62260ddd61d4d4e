"""The figures of an experiment but heat maps, looked into: switches, words and runs that diverged."""

from functools import partial

import numpy as np
import pandas as pd
import pytest
from drawings import LEFT_OUT, SEEDS, SWITCH, THREE, WHOLE_PANEL_LEFT_OUT, legend, ticks, write_experiment
from matplotlib import pyplot as plt

from workflow.figures import cost, curves, effects, heat_map, parallel, selection, variance
from workflow.figures.language import words
from workflow.figures.live import LINES
from workflow.tables.frames import varied_columns
from workflow.tables.words import name_of


@pytest.fixture(autouse=True)
def _no_figure_stays_open():
    yield
    plt.close("all")


@pytest.fixture
def write(tmp_path):
    return partial(write_experiment, tmp_path)


@pytest.mark.parametrize(
    ("grid", "expected"),
    [
        (SWITCH, {"hidden size": ["3", "4"], "horizontal flip": ["no", "yes"]}),
        (
            THREE,
            {
                "horizontal flip": ["no", "yes"],
                "schedule": ["constant", "cosine with restarts"],
                "hidden size": ["3", "4"],
            },
        ),
        (LEFT_OUT, {"hidden size": ["3", "4"], "horizontal flip": ["no", "yes", "default"]}),
    ],
)
def test_effects_have_a_point_for_each_value_and_for_none(write, grid, expected):
    figure = effects.draw(*write(grid))
    assert {axis.get_xlabel(): ticks(axis) for axis in figure.axes} == expected
    for axis, names in zip(figure.axes, expected.values(), strict=True):
        validation, test = (container.lines[0].get_ydata() for container in axis.containers)
        assert len(validation) == len(test) == len(names)
        assert np.mean(validation - test) == pytest.approx(10)


def test_effects_average_over_the_other_values(write):
    _, flip = effects.draw(*write(SWITCH)).axes
    assert flip.containers[0].lines[0].get_ydata().tolist() == pytest.approx([81, 82])


@pytest.mark.parametrize("grid", [SWITCH, THREE, LEFT_OUT, WHOLE_PANEL_LEFT_OUT])
def test_parallel_has_a_line_for_each_run_through_words_that_say_where(write, grid):
    table, curves = write(grid)
    figure = parallel.draw(table, curves)
    (axis, _), rows = figure.axes, pd.read_csv(table)
    drawn = {line.get_gid(): line.get_ydata() for line in axis.lines}
    runs = {
        (line["row"], line["name"]["en"]): drawn[f"line-{number}-0"]
        for number, line in enumerate(LINES[figure])
    }
    assert sorted(runs) == sorted((row, f"seed {seed}") for row in rows.index for seed in SEEDS)
    places = {
        (round(text.get_position()[0] + 0.05), text.get_text()): text.get_position()[1] for text in axis.texts
    }
    columns = {name_of("hyper_parameters", column)["en"]: column for column in varied_columns(rows)}
    for x, name in enumerate(ticks(axis)[:-2]):
        for row, value in rows[columns[name]].items():
            word = name_of("values", value)["en"]
            for seed in SEEDS:  # within the fan of its value
                assert runs[row, f"seed {seed}"][x] == pytest.approx(places[x, word], abs=0.13)


@pytest.mark.parametrize(
    ("grid", "title", "names"),
    [
        ({"hidden_layers": [1, 2]}, "hidden layers", ["1", "2"]),
        ({"flip": [False, True]}, "horizontal flip", ["no", "yes"]),
        ([{"hidden_layers": 2}, {"hidden_layers": 2, "l2": 0.1}], "L2", ["default", "0.1"]),
        ([{"schedule": "cosine"}, {"schedule": "step", "gamma": 0.5}], "", ["cosine", "step, γ 0.5"]),
        ([{"l2": 0.1}, {"dropout": 0.2}, {}], "", ["L2 0.1", "dropout 0.2", "the baseline"]),
        (
            [{"flip": True}, {"flip": False, "l2": 0.1}],
            "",
            ["horizontal flip yes", "horizontal flip no, L2 0.1"],
        ),
        (
            {"l2": [0, 0.1], "dropout": [0, 0.2]},
            "",
            ["L2 0, dropout 0", "L2 0, dropout 0.2", "L2 0.1, dropout 0", "L2 0.1, dropout 0.2"],
        ),
        (
            [{"l2": 0.1, "dropout": 0}, {"l2": 0, "dropout": 0}, {"l2": 0, "dropout": 0.2}],
            "",
            ["L2 0.1", "the baseline", "dropout 0.2"],
        ),
        (
            [{"l2": 0.1, "dropout": 0}, {"l2": 0, "dropout": 0.2}],
            "",
            ["L2 0.1, dropout 0", "L2 0, dropout 0.2"],
        ),
        (
            [{"l2": 0.1, "dropout": 0.2}, {"l2": 0.1}, {"l2": 0, "dropout": 0.2}],
            "",
            ["L2 0.1, dropout 0.2", "L2 0.1", "L2 0, dropout 0.2"],
        ),
    ],
)
def test_curves_name_each_configuration(write, grid, title, names):
    figure = curves.draw(*write(grid), "validation_loss")
    assert legend(figure) == names
    assert figure.legends[0].get_title().get_text() == title
    (axis,) = figure.axes
    assert (axis.get_xlabel(), axis.get_ylabel()) == ("epoch", "validation loss")
    assert [list(line.get_ydata()) for line in axis.lines] == [pytest.approx([2, 1, 2 / 3])] * len(names)


def test_the_curve_of_a_single_configuration_needs_no_name(write):
    figure = curves.draw(*write({"hidden_layers": 2, "batch_norm": True}), "validation_loss")
    assert not figure.legends
    assert len(figure.axes[0].lines) == 1


def test_curves_of_an_accuracy_are_in_per_cent(write):
    (axis,) = curves.draw(*write({"hidden_layers": [1, 2]}), "test_accuracy").axes
    assert axis.get_ylabel() == "test accuracy, %"
    assert [line.get_ydata()[-1] for line in axis.lines] == pytest.approx([70, 71])


def test_selection_has_a_point_for_each_configuration_that_always_trained(write):
    (axis,) = selection.draw(write(SWITCH, diverged=(0,))[0]).axes
    points = {
        container.get_label(): container.lines[0].get_xydata().tolist() for container in axis.containers
    }
    assert points == {"other configurations": [[81, 71], [82, 72]], "chosen": [[83, 73]]}


def test_the_cost_of_a_search_has_a_line_for_each_strategy_and_seed(write):
    (axis,) = cost.draw(*write(LEFT_OUT)).axes
    names = [line.get_label() for line in axis.lines]
    assert [name for name in names if not name.startswith("_")] == [
        words(key)["en"] for key in cost.STRATEGIES
    ]
    assert len(names) == len(cost.STRATEGIES) * len(SEEDS)
    # Six configurations of three epochs each, and the last is the best of them.
    assert axis.lines[0].get_xydata()[-1].tolist() == pytest.approx([18, 84.5])


def test_variance_has_a_bar_for_each_source_the_largest_first(tmp_path):
    path = tmp_path / "variance.csv"
    path.write_text(
        "source,degrees,sum_of_squares,share\nhidden_size,2,1,7.04\nl2,1,9,90\nhidden_size × l2,2,0,0\n"
        "seeds,12,0.4,2.96\n"
    )
    (axis,) = variance.draw(path).axes
    assert ticks(axis, "y") == ["L2", "hidden size", "the seeds", "hidden size × L2"]
    assert [bar.get_width() for bar in axis.patches] == [90, 7.04, 2.96, 0]
    assert [text.get_text() for text in axis.texts] == ["90.0", "7.0", "3.0", "0.0"]


@pytest.mark.parametrize(
    ("rows", "words"), [("", "Not split up"), ("l2,1,0,\nseeds,4,0,\n", "All runs reach")]
)
def test_variance_says_where_it_does_not_apply(tmp_path, rows, words):
    path = tmp_path / "variance.csv"
    path.write_text(f"source,degrees,sum_of_squares,share\n{rows}")
    (axis,) = variance.draw(path).axes
    assert axis.texts[0].get_text().startswith(words)
    assert not axis.patches


@pytest.mark.parametrize("program", [cost, effects, heat_map, parallel, selection])
def test_an_experiment_of_which_every_run_diverged_has_its_figures(write, tmp_path, program):
    table, curves = write(SWITCH, diverged=(0, 1, 2, 3))
    files = [table] if program in (heat_map, selection) else [table, curves]
    program.main([*map(str, files), str(tmp_path / "figure.svg")])
    assert (tmp_path / "figure.svg").read_text().rstrip().endswith("</svg>")
