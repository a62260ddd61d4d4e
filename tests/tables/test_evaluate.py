"""Every network's predictions, its ensemble and their chance: from weights made here, by first principles."""

import json
import shutil

import numpy as np
import pandas as pd
import pytest

import mlp
from workflow.base.errors import InputError
from workflow.configuration.experiments import canonical, configurations
from workflow.data.samples import Samples, write_samples
from workflow.runs.columns import SUMMARY
from workflow.runs.names import name_of
from workflow.runs.weights import to_bytes
from workflow.tables import agreement, evaluate
from workflow.tables.chance import crossed
from workflow.tables.evaluate import IMAGE

EXPERIMENT = {"defaults": {"hidden_size": 2}, "seeds": [0, 1, 2], "grid": {"hidden_layers": [1, 2]}}
# Logits for images 0, 1, 2, ... by run: an image is a one-hot vector, and a network is a table of logits.
SURE, UNSURE = 4.0, 1.0


def network(logits: np.ndarray) -> mlp.Network:
    """Of images that are rows of the identity matrix: image i gets ``logits[i]``."""
    made = mlp.Network([len(logits), logits.shape[1]], np.random.default_rng(0))
    made.weights[0][:] = logits
    return made


def softmax(logits: np.ndarray) -> np.ndarray:
    e = np.exp(logits)
    return e / e.sum(axis=1, keepdims=True)


class Folder:
    """Four validation and six test images, and runs that say what a test wants them to say."""

    def __init__(self, path):
        self.path = path
        self.pixels = 255 * np.eye(10, dtype=np.uint8)
        self.labels = np.array([0, 1, 2, 0, 0, 1, 2, 0, 1, 2])
        for name, where in (("validation", slice(4)), ("test", slice(4, 10))):
            part = Samples(self.pixels[where], self.labels[where], (2, 5), 3)
            write_samples(path / f"{name}.parquet", part, {})
        (path / "classes.json").write_text('["disc", "NA", "cross"]')

    def write(self, experiment, runs):
        """A run for each configuration and seed: its logits, or None for one that diverged."""
        names: list[str] = []
        for configuration in configurations(experiment):
            for settings in configuration.runs:
                logits, name = runs[len(names)], name_of(settings)
                names.append(name)
                final = None
                weights = np.zeros((10, 3)) if logits is None else logits
                if logits is not None:
                    right = logits.argmax(axis=1) == self.labels
                    final = {
                        "validation_accuracy": float(right[:4].mean()),
                        "test_accuracy": float(right[4:].mean()),
                    }
                summary = dict.fromkeys(SUMMARY) | {"run": name, "final": final}
                (self.path / "runs" / name).mkdir(parents=True)
                (self.path / "runs" / name / "run.json").write_text(json.dumps(summary))
                scale = mlp.InputScale(np.zeros(10, np.float32), np.float32(1 / 255))
                tensors = to_bytes(network(weights), scale)
                (self.path / "runs" / name / "weights.safetensors").write_bytes(tensors)
        return names

    def evaluate(self, experiment, name="x"):
        paths = self.path / f"{name}-images.parquet", self.path / f"{name}-ensembles.csv"
        words = [self.path / "runs", canonical(experiment), self.path / "validation.parquet"]
        words += [self.path / "test.parquet", "--images", paths[0], "--ensembles", paths[1]]
        evaluate.main([str(word) for word in words])
        return pd.read_parquet(paths[0]), pd.read_csv(paths[1])

    def agreement(self, *names):
        paths = self.path / "never_right.csv", self.path / "agreement.csv"
        words = [self.path / "test.parquet", self.path / "classes.json", self.path, canonical(names)]
        words += ["--never-right", paths[0], "--agreement", paths[1]]
        agreement.main([str(word) for word in words])
        return [pd.read_csv(path, keep_default_na=False, na_values={"agreement": ""}) for path in paths]


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def saying(predicted, margin=SURE) -> np.ndarray:
    """Logits that make these predictions, all by the same margin or each by its own."""
    logits = np.zeros((len(predicted), 3))
    logits[np.arange(len(predicted)), predicted] = margin
    return logits


def test_a_table_has_what_every_run_says_and_one_what_they_say_together(folder):
    truth = folder.labels
    wrong = (truth + 1) % 3
    # The first configuration: on test image 0 two unsure runs are wrong and a sure one is right, on 1 the
    # other way round. The second: all right but for the last image.
    first = [np.r_[truth[:4], wrong[4], truth[5:]]] * 2 + [np.r_[truth[:5], wrong[5], truth[6:]]]
    margins = np.full((3, 10), SURE)
    margins[:2, 4] = UNSURE
    second = [np.r_[truth[:9], wrong[9]]] * 3
    runs = [saying(p, m) for p, m in zip(first, margins, strict=True)] + [saying(p) for p in second]
    names = folder.write(EXPERIMENT, runs)
    images, ensembles = folder.evaluate(EXPERIMENT)

    assert images.columns.tolist() == [*IMAGE, *names]
    assert images["part"].tolist() == ["validation"] * 4 + ["test"] * 6
    assert images["image"].tolist() == [0, 1, 2, 3, 0, 1, 2, 3, 4, 5]
    assert images["label"].tolist() == truth.tolist()
    assert images[names].to_numpy().T.tolist() == np.array([*first, *second]).tolist()
    assert {str(kind) for kind in images.dtypes[2:]} == {"float32", "uint8"}
    confidence = np.mean([softmax(logits).max(axis=1) for logits in runs], axis=0)
    assert images["confidence"].to_numpy() == pytest.approx(confidence, rel=1e-6)

    assert ensembles["row"].tolist() == [0, 1]
    assert ensembles["seeds"].tolist() == [3, 3]
    assert ensembles["validation_ensemble"].tolist() == [100, 100]
    # A majority of votes would have the first image wrong; the mean of probabilities has it right.
    assert ensembles["test_ensemble"].tolist() == pytest.approx([100, 83.3333])
    for row, made in enumerate((first, second)):
        chance = crossed(np.array(made)[:, 4:] == truth[4:])
        found = ensembles.loc[row, ["test_interval", "test_error_runs", "test_error_images"]].tolist()
        assert found == pytest.approx(
            [100 * chance.half_width, 100 * chance.runs, 100 * chance.images], abs=5e-5
        )
    assert ensembles.columns.tolist() == [
        "row", "seeds", "validation_ensemble", "test_ensemble", "validation_interval", "test_interval",
        "validation_error_runs", "validation_error_images", "test_error_runs", "test_error_images",
    ]  # fmt: skip


def test_a_run_that_diverged_is_in_neither_table(folder):
    truth = folder.labels
    names = folder.write(EXPERIMENT, [saying(truth), None, saying(truth)] + [saying(truth)] * 3)
    images, ensembles = folder.evaluate(EXPERIMENT)
    assert images.columns.tolist() == [*IMAGE, names[0], *names[2:]]
    assert ensembles.loc[0].drop(["row", "seeds"]).isna().all()
    assert ensembles["seeds"].tolist() == [3, 3]
    assert ensembles.loc[1, "test_ensemble"] == 100


def test_an_experiment_whose_runs_all_diverged_has_no_predictions(folder):
    folder.write(EXPERIMENT, [None] * 6)
    images, ensembles = folder.evaluate(EXPERIMENT)
    assert images.columns.tolist() == IMAGE
    assert images["confidence"].isna().all()
    assert ensembles.drop(columns=["row", "seeds"]).isna().all(axis=None)
    wrong, by_class = folder.agreement("x")
    assert wrong.empty  # no network is wrong, where there is none
    assert by_class["images"].tolist() == [2, 2, 2, 6]
    assert by_class[["right_by_all", "right_by_some", "right_by_none"]].to_numpy().sum() == 0
    assert by_class["agreement"].isna().all()


def test_one_seed_is_its_own_ensemble_and_has_no_error_of_seeds(folder):
    experiment = EXPERIMENT | {"seeds": [0]}
    folder.write(experiment, [saying(np.r_[folder.labels[:9], 0])] * 2)
    row = folder.evaluate(experiment)[1].loc[0]
    assert row["test_ensemble"] == pytest.approx(83.3333)
    assert np.isnan(row["test_error_runs"])
    assert row["test_error_images"] == pytest.approx(100 * np.sqrt(5 / 6 * 1 / 6 / 5), abs=1e-4)
    assert folder.agreement("x")[1]["agreement"].notna().all()  # two configurations: two runs
    folder.evaluate(experiment | {"grid": {"hidden_layers": [1]}})
    _, by_class = folder.agreement("x")
    assert by_class["agreement"].isna().all()
    assert by_class[["right_by_all", "right_by_some", "right_by_none"]].iloc[-1].tolist() == [5, 0, 1]


def test_weights_that_say_something_else_than_the_run_s_summary_are_damage(folder):
    names = folder.write(EXPERIMENT, [saying(folder.labels)] * 6)
    path = folder.path / "runs" / names[4] / "weights.safetensors"
    content = bytearray(path.read_bytes())
    scale = mlp.InputScale(np.zeros(10, np.float32), np.float32(1 / 255))
    other = np.r_[folder.labels[:9], 0]
    path.write_bytes(to_bytes(network(saying(other)), scale))
    message = (
        r"=1/weights\.safetensors: expected a test accuracy of 1, as in run\.json, found 0\.833333; delete"
    )
    with pytest.raises(InputError, match=message):
        folder.evaluate(EXPERIMENT)
    assert not list(folder.path.glob("x-*"))
    path.write_bytes(content)
    folder.evaluate(EXPERIMENT)


@pytest.mark.parametrize(("image", "other"), [(7, 1), (7, 2), (8, 0), (8, 2), (9, 0), (9, 1)])
def test_two_classes_that_are_tied_may_change_places_by_rounding(folder, image, other):
    experiment = EXPERIMENT | {"seeds": [0], "grid": {"hidden_layers": [1]}}
    logits = saying(folder.labels)
    logits[image, other] = SURE + 1e-5
    (name,) = folder.write(experiment, [logits])
    path = folder.path / "runs" / name / "run.json"
    path.write_text(path.read_text().replace(str(5 / 6), "1.0"))  # as where it was trained
    folder.evaluate(experiment)
    path.write_text(path.read_text().replace('"test_accuracy": 1.0', f'"test_accuracy": {4 / 6}'))
    folder.evaluate(experiment)
    path.write_text(path.read_text().replace(str(4 / 6), str(3 / 6)))
    with pytest.raises(InputError, match=r"expected a test accuracy of 0\.5"):
        folder.evaluate(experiment)


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
