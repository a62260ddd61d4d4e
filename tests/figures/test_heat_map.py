"""Heat maps, looked into: switches, words, missing values and runs that diverged."""

from functools import partial

import pytest
from drawings import LEFT_OUT, SWITCH, THREE, WHOLE_PANEL_LEFT_OUT, cells, images, ticks, write_experiment
from matplotlib import pyplot as plt

from workflow.figures import heat_map
from workflow.figures.live import LINES


@pytest.fixture(autouse=True)
def _no_figure_stays_open():
    yield
    plt.close("all")


@pytest.fixture
def write(tmp_path):
    return partial(write_experiment, tmp_path)


def test_a_heat_map_over_a_switch_has_every_cell(write):
    table, _ = write(SWITCH)
    figure = heat_map.draw(table)
    validation, test = figure.axes[:2]
    assert cells(validation) == {
        ("3", "no"): "80.00\n± 0.25\nworse", ("3", "yes"): "81.00\n± 0.25\nopen",
        ("4", "no"): "82.00\n± 0.25\nas good", ("4", "yes"): "83.00\n± 0.25\nbest",
    }  # fmt: skip
    assert cells(test)["4", "yes"] == "73.00\n± 0.25"
    assert [image.tolist() for image in images(figure)] == [[[80, 81], [82, 83]], [[70, 71], [72, 73]]]
    assert (validation.get_ylabel(), test.get_xlabel()) == ("hidden size", "horizontal flip")


def test_a_heat_map_of_three_hyper_parameters_has_a_panel_for_each_value_of_the_third(write):
    table, _ = write(THREE)
    left, right = heat_map.draw(table).axes[:2]
    assert [axis.get_title() for axis in (left, right)] == ["hidden size 3", "hidden size 4"]
    assert ticks(left) == ["constant", "cosine with restarts"]
    assert cells(left)["yes", "cosine with restarts"].startswith("86.00")
    assert cells(right)["no", "constant"].startswith("81.00")


def test_a_heat_map_names_what_a_configuration_leaves_out(write):
    table, _ = write(LEFT_OUT)
    axis = heat_map.draw(table).axes[0]
    assert ticks(axis) == ["default", "yes", "no"]
    assert sorted(text.split()[0] for text in cells(axis).values()) == [
        "80.00",
        "81.00",
        "82.00",
        "83.00",
        "84.00",
        "85.00",
    ]
    assert cells(axis)["4", "default"].startswith("81.00")


def test_a_heat_map_has_a_panel_for_the_third_left_out(write):
    table, _ = write(WHOLE_PANEL_LEFT_OUT)
    left, right = heat_map.draw(table).axes[:2]
    assert [axis.get_title() for axis in (left, right)] == ["dropout default", "dropout 0.5"]
    assert cells(left)["3", "0"].startswith("80.00")
    assert cells(right)["3", "0"].startswith("84.00")


def test_panels_share_their_rows_and_columns_and_leave_empty_what_was_not_trained(write):
    table, _ = write(
        [{"hidden_size": [3, 4], "l2": 0.1, "flip": True}, {"hidden_size": [4, 5], "l2": 0.2, "flip": False}]
    )
    for axis in heat_map.draw(table).axes[:2]:
        assert (ticks(axis, "y"), ticks(axis)) == (["3", "4", "5"], ["0.1", "0.2"])
        assert len(cells(axis)) == 2


def test_each_row_of_cells_has_its_values_for_the_page(write):
    table, _ = write({"hidden_size": [3, 4], "l2": [0, 0.1, 0.2, 0.3, 0.4]})
    upper, lower, *test = LINES[heat_map.draw(table)]
    assert (upper["cells"], upper["parts"], len(test)) == (True, 5, 2)
    assert upper["name"]["en"] == "validation accuracy, %; hidden size 3"
    assert lower["name"]["zh"] == "验证准确率（%）；每层单元数 4"
    at, value = lower["points"][-1]
    assert (at["en"], value) == ("0.4", {"en": "89.00 ± 0.25; best", "zh": "89.00 ± 0.25；最佳"})


def test_a_heat_map_says_what_diverged(write):
    table, _ = write(SWITCH, diverged=(1,))
    figure = heat_map.draw(table)
    text = figure.axes[0].texts[1]
    assert text.get_text() == "2 diverged"
    assert text.get_color() not in ("white", figure.get_facecolor())  # on which it is written
    assert images(figure)[0].mask.tolist() == [[False, True], [False, False]]
