"""The summary has every configuration, with the interval of its distance below the best."""

from functools import partial

import numpy as np
import pandas as pd
import pytest
from drawings import LEFT_OUT, legend, ticks, write_experiment
from matplotlib import pyplot as plt

from workflow.figures import summary


@pytest.fixture(autouse=True)
def _no_figure_stays_open():
    yield
    plt.close("all")


@pytest.fixture
def write(tmp_path):
    return partial(write_experiment, tmp_path)


def settings(**titles: str) -> dict[str, dict]:
    return {name: {"title": title, "figure": "curves", "margin": 0.5} for name, title in titles.items()}


def test_the_summary_has_every_configuration_of_every_experiment(write):
    first, _ = write(LEFT_OUT, name="first")
    write({"hidden_layers": [1, 2]}, diverged=(0,), name="second")
    figure = summary.draw(first.parent, settings(first="The first", second="The second"))
    upper, lower = figure.axes
    assert [axis.get_title("left") for axis in (upper, lower)] == ["The first", "The second"]
    assert ticks(upper, "y")[1:4] == [
        "hidden size 4",
        "hidden size 3, horizontal flip yes",
        "hidden size 3, horizontal flip no",
    ]
    assert ticks(lower, "y") == ["hidden layers 1", "hidden layers 2"]
    points = np.concatenate([container.lines[0].get_xydata() for container in upper.containers])
    # The best, whose rivals are 1 % below it, leads by that.
    assert sorted(points.tolist()) == [[-1, 5], [1, 4], [2, 3], [3, 2], [4, 1], [5, 0]]
    assert [container.lines[0].get_xydata().tolist() for container in lower.containers] == [[[0, 1]]]
    assert legend(figure) == ["the margin", "best of its experiment", "as good", "open", "worse"]


def test_the_summary_shows_the_interval_of_every_distance_and_the_margin(write):
    table, _ = write({"hidden_layers": [1, 2]}, name="x")
    (axis,) = summary.draw(table.parent, settings(x="X")).axes
    intervals = {
        container.get_label(): container.lines[2][0].get_segments()[0][:, 0].tolist()
        for container in axis.containers
    }
    assert intervals == {"best of its experiment": [-1.75, -0.5], "as good": [0.25, 1.5]}
    (band,) = axis.patches
    assert (band.get_x(), band.get_width()) == (0, 0.5)


def test_the_summary_of_one_seed_has_a_best_and_no_other_verdict(write):
    path, _ = write({"hidden_layers": [1, 2]}, name="x")
    table = pd.read_csv(path).assign(seeds=1, verdict=None, below_best_low=None, below_best_high=None)
    table.to_csv(path, index=False)
    figure = summary.draw(path.parent, settings(x="X"))
    assert legend(figure) == ["the margin", "best of its experiment", "no verdict: one seed"]
    assert [container.lines[0].get_xydata().tolist() for container in figure.axes[0].containers] == [
        [[-1, 1]],
        [[1, 0]],
    ]
