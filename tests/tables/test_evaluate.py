"""Every network's predictions, its ensemble and their chance: from weights made here, by first principles."""

import numpy as np
import pytest
from answers import EXPERIMENT, SURE, UNSURE, Folder, network, saying, softmax

import mlp
from workflow.base.errors import InputError
from workflow.runs.weights import to_bytes
from workflow.tables.chance import crossed
from workflow.tables.evaluate import IMAGE


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


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
