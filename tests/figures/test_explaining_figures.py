"""The figures that explain a search, looked into: what matters, and what the strongest do."""

import pytest
from drawings import drawn, needs_font, said, texts, ticks, untranslated
from matplotlib import pyplot as plt

from workflow.figures import dependence, importance

OF_BOTH = {"importance": importance, "dependence": dependence}
IMPORTANCE = "hyper_parameter,importance,low,high\nlearning_rate,70.5,60,80\nflip,10,2,20.25\nl2,0,0,0\n"
DEPENDENCE = """\
hyper_parameter,value,accuracy,low,high
learning_rate,0.01,80,79,81
learning_rate,0.1,85,84.5,86
learning_rate,1.0,82,80,83
flip,False,80,79,81
flip,True,82,81,83
flip,,81,80,82
"""


@pytest.fixture(autouse=True)
def _no_figure_stays_open():
    yield
    plt.close("all")


def test_importance_has_a_bar_with_its_interval_for_each_the_strongest_first(tmp_path):
    (tmp_path / "i.csv").write_text(IMPORTANCE)
    figure = importance.draw(tmp_path / "i.csv")
    (axis,) = figure.axes
    assert ticks(axis, "y") == ["learning rate", "horizontal flip", "L2"]
    assert [bar.get_width() for bar in axis.patches] == [70.5, 10, 0]
    bars = [segment[:, 0].tolist() for segment in axis.containers[0].lines[2][0].get_segments()]
    assert bars == [[60, 80], [2, 20.25], [0, 0]]
    assert said(figure, 0) == [
        ["learning rate", "70.5 % (60.0 to 80.0)"],
        ["horizontal flip", "10.0 % (2.0 to 20.2)"],
        ["L2", "0.0 % (0.0 to 0.0)"],
    ]


def test_dependence_is_a_band_over_numbers_and_points_over_names(tmp_path):
    (tmp_path / "d.csv").write_text(DEPENDENCE)
    figure = dependence.draw(tmp_path / "d.csv")
    rate, flip = figure.axes
    assert (rate.get_xlabel(), flip.get_xlabel()) == ("learning rate", "horizontal flip")
    assert rate.get_xscale() == "log"
    assert rate.lines[0].get_xydata().tolist() == [[0.01, 80], [0.1, 85], [1, 82]]
    band = rate.collections[0].get_paths()[0].vertices
    assert (band[:, 1].min(), band[:, 1].max()) == (79, 86)
    assert ticks(flip) == ["no", "yes", "default"]
    assert flip.containers[0].lines[0].get_ydata().tolist() == [80, 82, 81]
    assert said(figure, 0)[1] == ["0.1", "85.00 (84.50 to 86.00)"]
    assert said(figure, 1, "zh")[2] == ["默认取值", "81.00（80.00 至 82.00）"]


@pytest.mark.parametrize(
    ("name", "rows", "words"),
    [
        ("importance", 0, "at least 8 configurations with an accuracy, which"),
        ("importance", 3, "All runs reach the same validation accuracy."),
        ("dependence", 0, "No hyper-parameter stands out: too little"),
    ],
)
def test_where_there_is_nothing_to_tell_the_figure_says_so(tmp_path, name, rows, words):
    header = {"importance": IMPORTANCE, "dependence": DEPENDENCE}[name].split("\n")[0]
    path = tmp_path / "table.csv"
    path.write_text("\n".join([header, *(f"{each},0,0,0" for each in ("l2", "flip", "ema")[:rows]), ""]))
    assert words in [text for text, _ in texts(drawn(OF_BOTH[name], path, tmp_path))]


@needs_font
@pytest.mark.parametrize("program", OF_BOTH.values())
def test_every_word_is_in_the_language_that_is_asked_for_and_has_the_other(tmp_path, program):
    path = tmp_path / "table.csv"
    path.write_text(IMPORTANCE if program is importance else DEPENDENCE)
    assert untranslated(program, path, tmp_path) == []
