"""The figures of the data set and of the best model, looked into."""

import json

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from tiny import CLASSES, SIZE, pictures

import mlp
from workflow.data.samples import Samples, write_samples
from workflow.figures import calibration, confusion, dataset, errors, never_right, weights
from workflow.runs.weights import to_bytes

PIXELS, LABELS = pictures(30, 0)
PIXELS = PIXELS.reshape(30, SIZE**2)
HEADER = "image,label,predicted,share,confidence\n"  # of the table that never_right draws


@pytest.fixture(autouse=True)
def _no_figure_stays_open():
    yield
    plt.close("all")


@pytest.fixture
def samples(tmp_path):
    path = tmp_path / "samples.parquet"
    write_samples(path, Samples(PIXELS, LABELS.astype(np.int64), (SIZE, SIZE), len(CLASSES)), {})
    return path


@pytest.fixture
def names(tmp_path):
    path = tmp_path / "classes.json"
    path.write_text(json.dumps(CLASSES))
    return path


@pytest.fixture
def predictions(tmp_path):
    """Twelve are right, with 0.95 each; the others are taken for the next class, with 0.50 to 0.67."""
    path = tmp_path / "predictions.parquet"
    right = np.arange(30) < 12
    confidence = np.where(right, 0.95, 0.5 + (np.arange(30) - 12) / 100)
    predicted = np.where(right, LABELS, (LABELS + 1) % 3)
    pd.DataFrame({"true": LABELS, "predicted": predicted, "confidence": confidence}).to_parquet(path)
    return path


def test_the_data_set_has_the_first_images_of_each_class_beside_its_name(samples, names):
    (axis,) = dataset.draw(samples, names).axes
    assert [label.get_text() for label in axis.get_yticklabels()] == CLASSES
    picture = axis.images[0].get_array()
    assert picture.shape == (3 * SIZE, dataset.SAMPLES * SIZE)
    second_cross = PIXELS[LABELS == 2][1].reshape(SIZE, SIZE)
    assert (picture[2 * SIZE :, SIZE : 2 * SIZE] == second_cross).all()


def test_a_class_of_fewer_images_leaves_the_rest_empty(tmp_path, names):
    path = tmp_path / "few.parquet"
    write_samples(path, Samples(PIXELS[:3], np.array([0, 0, 2]), (SIZE, SIZE), len(CLASSES)), {})
    picture = dataset.draw(path, names).axes[0].images[0].get_array()
    assert picture[SIZE : 2 * SIZE].max() == picture[:SIZE, 2 * SIZE :].max() == 0


def test_the_confusion_matrix_has_the_share_of_each_true_class(tmp_path):
    path = tmp_path / "confusion.csv"
    path.write_text("true,a b,$c$,nan\na b,9,1,0\n$c$,0,8,0\nnan,0,0,0\n")  # of the last there are none
    axis, _ = confusion.draw(path).axes
    assert [label.get_text() for label in axis.get_yticklabels()] == ["a b", "$c$", "nan"]
    assert {text.get_position(): text.get_text() for text in axis.texts} == {
        (0, 0): "90.0",
        (1, 0): "10.0",
        (1, 1): "100.0",
    }
    assert (axis.get_xlabel(), axis.get_ylabel()) == ("predicted class", "true class")


def test_the_mistakes_are_the_most_confident_ones_first(predictions, samples, names):
    axes = errors.draw(predictions, samples, names).axes
    titles = [axis.get_title() for axis in axes if axis.images]
    assert len(titles) == 18
    assert titles[0] == f"{CLASSES[LABELS[29]]}\n→ {CLASSES[(LABELS[29] + 1) % 3]}\n67.00 %"
    assert (axes[0].images[0].get_array() == PIXELS[29].reshape(SIZE, SIZE)).all()
    assert titles[-1].endswith("50.00 %")


def test_calibration_has_a_bar_for_each_bin(predictions):
    above, below = calibration.draw(predictions).axes
    bars = {round(bar.get_x()): (bar.get_height(), other.get_height())
            for bar, other in zip(above.patches, below.patches, strict=True)}  # fmt: skip
    # A bin includes its upper bound: 0.50 alone in the first, 0.51 to 0.60, 0.61 to 0.67, and the right ones.
    assert bars == {40: (0, 1), 50: (0, 10), 60: (0, 7), 90: (100, 12)}
    assert above.lines[1].get_xydata().tolist()[-1] == pytest.approx([95, 100])


def test_weights_are_those_of_the_units_with_the_largest_norms(tmp_path, samples):
    network = mlp.Network([SIZE**2, 70, 3], np.random.default_rng(0))
    W = network.weights[0]
    W[:, 7] *= 100
    path = tmp_path / "weights.safetensors"
    path.write_bytes(to_bytes(network, mlp.InputScale(np.zeros(SIZE**2, np.float32), np.float32(1))))
    axes = weights.draw(path, samples).axes
    assert len([axis for axis in axes if axis.images]) == 64  # of 70
    largest = axes[0].images[0]
    assert np.array_equal(largest.get_array(), W[:, 7].reshape(SIZE, SIZE))
    assert largest.get_clim() == (-abs(W[:, 7]).max(), abs(W[:, 7]).max())  # zero is in the middle


def test_images_no_network_gets_right_are_in_the_table_s_order_with_label_and_prediction(tmp_path, samples):
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
