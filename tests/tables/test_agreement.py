"""What the networks of a study agree on, and what none of them gets right."""

import shutil

import numpy as np
import pandas as pd
import pytest
from answers import EXPERIMENT, SURE, UNSURE, Folder, saying, softmax

from workflow.base.errors import InputError
from workflow.tables import agreement


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def test_images_that_no_network_gets_right_come_with_the_most_confident_first(folder):
    truth, wrong = folder.labels, (folder.labels + 1) % 3
    # Test images 1 and 3 are right in no run, image 4 in one; of image 3 the runs are the surer.
    margins = np.full(10, UNSURE)
    margins[7] = SURE
    always = np.r_[truth[:5], wrong[5], truth[6], wrong[7], wrong[8], truth[9]]
    runs = [saying(always, margins) for _ in range(6)]
    runs[2] = saying(np.r_[always[:7], (truth[7] + 2) % 3, truth[8], truth[9]], margins)
    folder.write(EXPERIMENT, runs)
    folder.evaluate(EXPERIMENT)
    never, by_class = folder.agreement("x")
    assert never["image"].tolist() == [3, 1]
    assert never[["label", "predicted"]].to_numpy().tolist() == [["disc", "NA"], ["NA", "cross"]]
    assert never["share"].tolist() == [83.3333, 100]
    sure, unsure = (100 * softmax(np.array([[0, 0, m]])).max() for m in (SURE, UNSURE))
    assert never["confidence"].tolist() == pytest.approx([sure, unsure], abs=1e-4)

    by_class = by_class.set_index("class")
    assert by_class.index.tolist() == ["disc", "NA", "cross", "all"]
    counts = by_class[["images", "right_by_all", "right_by_some", "right_by_none"]].to_numpy().tolist()
    assert counts == [[2, 1, 0, 1], [2, 0, 1, 1], [2, 2, 0, 0], [6, 3, 1, 2]]
    # Five of six runs agree in 20 of 30 ordered pairs: 66.7 %; the other images in all of them.
    expected = [100 * (1 + 2 / 3) / 2, 100 * (1 + 2 / 3) / 2, 100, 100 * (4 + 4 / 3) / 6]
    assert by_class["agreement"].tolist() == pytest.approx(expected, abs=1e-4)


def test_a_run_of_two_experiments_is_one_run(folder):
    truth, wrong = folder.labels, (folder.labels + 1) % 3
    one = EXPERIMENT | {"seeds": [0], "grid": {"hidden_layers": [1]}}
    both = EXPERIMENT | {"seeds": [0]}
    folder.write(both, [saying(truth), saying(wrong)])
    folder.evaluate(one, "one")
    folder.evaluate(both, "both")
    assert folder.agreement("one", "both")[1]["agreement"].tolist() == [0] * 4
    never, by_class = folder.agreement("both", "one")
    assert by_class["right_by_some"].tolist() == [2, 2, 2, 6]
    assert never.empty


def test_the_confidence_of_several_experiments_is_a_mean_over_their_runs(folder):
    wrong = (folder.labels + 1) % 3
    one, other = (EXPERIMENT | {"seeds": [0, 1][:n], "grid": {"hidden_layers": [n]}} for n in (1, 2))
    folder.write(one, [saying(wrong, UNSURE)])
    folder.write(other, [saying(wrong)] * 2)
    folder.evaluate(one, "one")
    folder.evaluate(other, "other")
    unsure, sure = (100 * softmax(np.array([[0, 0, m]])).max() for m in (UNSURE, SURE))
    assert folder.agreement("one")[0]["confidence"].tolist() == pytest.approx([unsure] * 6, abs=1e-4)
    for names in (("one", "other"), ("other", "one")):
        found = folder.agreement(*names)[0]["confidence"].tolist()
        assert found == pytest.approx([(unsure + 2 * sure) / 3] * 6, abs=1e-4)


def test_of_images_with_the_same_confidence_the_first_comes_first():
    images = pd.DataFrame({"label": 0, "confidence": np.repeat([0.5, 0.9], 50), 0: 0, 1: 3})
    found = agreement.never_right(images, ["disc", "square"])
    assert found["image"].tolist() == [*range(50, 100), *range(50)]


def test_a_prediction_of_a_class_that_there_is_not_is_refused(folder):
    folder.write(EXPERIMENT, [saying(folder.labels)] * 6)
    images, _ = folder.evaluate(EXPERIMENT)
    path = folder.path / "other-images.parquet"  # without a record
    images.replace({images.columns[-1]: {2: 3}}).to_parquet(path)
    with pytest.raises(
        InputError, match=r"other-images\.parquet: expected predictions for the 6 test images"
    ):
        folder.agreement("other")


def test_an_experiment_without_a_completed_run_adds_nothing(folder):
    one, other = (EXPERIMENT | {"seeds": [0], "grid": {"hidden_layers": [n]}} for n in (1, 2))
    folder.write(one, [saying((folder.labels + 1) % 3)])
    folder.write(other, [None])
    folder.evaluate(one, "one")
    folder.evaluate(other, "other")
    alone = folder.agreement("one")
    for table, expected in zip(folder.agreement("other", "one"), alone, strict=True):
        pd.testing.assert_frame_equal(table, expected)
    assert len(alone[0]) == 6


def test_a_table_about_other_images_is_refused(folder):
    folder.write(EXPERIMENT, [saying(folder.labels)] * 6)
    folder.evaluate(EXPERIMENT)
    shutil.copy(folder.path / "validation.parquet", folder.path / "test.parquet")
    with pytest.raises(InputError, match=r"x-images\.parquet: expected predictions for the 4 test images"):
        folder.agreement("x")
