"""The figure of the images that no network gets right, looked into."""

import numpy as np
import pytest
from conftest import SIZE, pictures
from matplotlib import pyplot as plt

from workflow.data.samples import Samples, write_samples
from workflow.figures import never_right

PIXELS, LABELS = pictures(30, 0)
PIXELS = PIXELS.reshape(30, SIZE**2)
HEADER = "image,label,predicted,share,confidence\n"


@pytest.fixture(autouse=True)
def _no_figure_stays_open():
    yield
    plt.close("all")


@pytest.fixture
def samples(tmp_path):
    path = tmp_path / "samples.parquet"
    write_samples(path, Samples(PIXELS, LABELS.astype(np.int64), (SIZE, SIZE), 3), {})
    return path


def test_the_images_stand_in_the_table_s_order_with_label_and_prediction(tmp_path, samples):
    table = tmp_path / "never_right.csv"
    table.write_text(f"{HEADER}7,NA,01,66.6667,99.126\n2,$c$,01,100.0,54.0\n")
    axes = never_right.draw(table, samples).axes
    shown = [axis for axis in axes if axis.images]
    assert [axis.get_title() for axis in shown] == ["NA\n→ 01\n99.13 %", "$c$\n→ 01\n54.00 %"]
    for axis, image in zip(shown, (7, 2), strict=True):
        assert (axis.images[0].get_array() == PIXELS[image].reshape(SIZE, SIZE)).all()


def test_of_many_images_the_first_are_shown(tmp_path, samples):
    table = tmp_path / "never_right.csv"
    table.write_text(HEADER + "".join(f"{29 - n},a,b,100.0,{90 - n}\n" for n in range(30)))
    titles = [axis.get_title() for axis in never_right.draw(table, samples).axes]
    assert len(titles) == 24
    assert (titles[0], titles[-1]) == ("a\n→ b\n90.00 %", "a\n→ b\n67.00 %")


def test_a_study_without_such_an_image_has_a_figure_that_says_so(tmp_path, samples):
    table = tmp_path / "never_right.csv"
    table.write_text(HEADER)
    figure = never_right.draw(table, samples)
    assert [text.get_text() for text in figure.texts] == ["No test image is misclassified by every network."]
    assert not any(axis.images or axis.axison for axis in figure.axes)
    never_right.main([str(table), str(samples), str(tmp_path / "f.svg"), str(tmp_path / "f.png")])
    assert (tmp_path / "f.svg").stat().st_size > 0
