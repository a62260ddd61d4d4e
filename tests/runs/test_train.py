"""A run is what the equations say of its data, of the training images alone, and its files agree."""

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from one_run import RUN
from plain import Model, Part, summary, trained
from programs import program
from tiny import SIZE

import mlp
from workflow.data.samples import read_samples, write_samples
from workflow.runs import training
from workflow.runs.checkpoint import Snapshot

PLAIN = (
    "batch_size=50~epochs=3~hidden_layers=2~hidden_size=6~l2=0.01~seed=3"  # the last of four batches is of 30
)
EVERYTHING = (
    "batch_norm=true~batch_size=50~dropout=0.1~ema=0.9~epochs=3~flip=true~hidden_layers=2~hidden_size=6"
    "~input_scaling=standardised~label_smoothing=0.1~momentum=0.5~shift=1"
)
WHITE = (
    "activation=gelu~batch_norm=true~batch_size=50~epochs=3~hidden_layers=2~hidden_size=6~mixup=0.2~shift=1"
    "~whitening=0.3"
)
MOVED = "batch_size=50~epochs=1~hidden_layers=1~hidden_size=4~shift=1"


@pytest.fixture
def train(good, tmp_path):
    """Train a run in a folder of its own, on the tiny data or other."""

    def made(run: str, data: Path = good / "data") -> Path:
        folder = tmp_path / "of" / data.name
        done = program("runs.train", run, data, folder / "runs", folder / "checkpoints")
        assert done.returncode == 0, done.stderr
        return folder / "runs" / run

    return made


def test_a_run_is_gradient_descent_as_it_is_written_down(good, train):
    """Initial weights, order, schedule, batches, gradients and the figures of each epoch, by plain NumPy."""
    folder = train(PLAIN)
    parts = {name: Part.read(good / f"data/{name}.parquet") for name in ("train", "validation", "test")}
    expected, records = trained(parts["train"], summary(folder)["settings"], classes=3)
    found = Model.read(folder / "weights.safetensors")
    # float32 rounds to 6e-8; sums of 50 and 64 terms, 12 steps.
    for pair, others in zip(found.layers, expected.layers, strict=True):
        for ours, theirs in zip(pair, others, strict=True):
            assert ours == pytest.approx(theirs, abs=5e-6)
    assert found.offset == pytest.approx(expected.offset, rel=1e-6)
    history = pd.read_parquet(folder / "history.parquet")
    assert history["epoch"].tolist() == [1, 2, 3]
    assert history[["learning_rate", "training_loss"]].to_numpy() == pytest.approx(
        np.array(records), rel=1e-5
    )


@pytest.mark.parametrize("run", [PLAIN, EVERYTHING, WHITE])
def test_the_figures_of_a_run_are_those_of_its_weights(good, train, run):
    """With averages, normalisation and whitening too: what is evaluated is what is kept."""
    folder = train(run)
    model, last = Model.read(folder / "weights.safetensors"), summary(folder)["final"]
    for part in ("validation", "test"):
        loss, accuracy = model.evaluate(Part.read(good / f"data/{part}.parquet"))
        assert last[f"{part}_loss"] == pytest.approx(loss, rel=1e-5)
        assert last[f"{part}_accuracy"] == accuracy
    history = pd.read_parquet(folder / "history.parquet")
    assert history.iloc[-1].to_dict() == last
    pixels = Part.read(good / "data/train.parquet").pixels
    if run == EVERYTHING:
        assert model.offset == pytest.approx(np.full(SIZE**2, pixels.mean()), rel=1e-6)
        assert model.factor == pytest.approx(1 / pixels.std(), rel=1e-6)


def test_other_test_images_change_no_weight_and_no_figure_but_the_test_set_s(good, train, tmp_path):
    """Not their order, not their brightness."""
    before, data = train(EVERYTHING), tmp_path / "other"
    shutil.copytree(good / "data", data, ignore=shutil.ignore_patterns(".*"))  # without its record
    test = read_samples(data / "test.parquet")
    order = np.random.default_rng(0).permutation(len(test.labels))
    write_samples(data / "test.parquet", test._replace(pixels=255 - test.pixels[order]), {})
    after = train(EVERYTHING, data)
    assert (after / "weights.safetensors").read_bytes() == (before / "weights.safetensors").read_bytes()
    ours, theirs = (pd.read_parquet(folder / "history.parquet") for folder in (before, after))
    changed = [name for name in ours if not ours[name].equals(theirs[name])]
    assert changed == ["test_loss", "test_accuracy"]


def test_the_network_sees_training_images_moved_on_black(good, train, monkeypatch):
    """Whatever the scaling: an augmented input is that of a picture which a camera could have taken."""
    seen = []

    def watched(network, X, labels, l2=0.0, original=mlp.Network.loss_and_gradients):
        seen.append((X.copy(), labels.copy()))
        return original(network, X, labels, l2)

    monkeypatch.setattr(mlp.Network, "loss_and_gradients", watched)
    model = Model.read(train(MOVED) / "weights.safetensors")
    part = Part.read(good / "data/train.parquet")
    images = np.pad(part.pixels.reshape(-1, SIZE, SIZE), ((0, 0), (1, 1), (1, 1)))
    ways = {
        (image[y : y + SIZE, x : x + SIZE].astype(np.uint8).tobytes(), label)
        for image, label in zip(images, part.labels, strict=True)
        for y in range(3)
        for x in range(3)
    }
    found = [
        (np.rint(row / model.factor + model.offset).astype(int).astype(np.uint8).tobytes(), label)
        for X, labels in seen
        for row, label in zip(X.astype(float), labels, strict=True)
    ]
    assert len(found) == len(part.labels)
    assert set(found) <= ways
    straight = {image for image, _ in found} & {row.astype(np.uint8).tobytes() for row in part.pixels}
    assert len(straight) < len(found) / 4  # one in nine is not moved


@pytest.mark.parametrize(("change", "continues"), [({}, True), ({"version": "0.0"}, False)])
def test_a_checkpoint_continues_only_under_the_blas_that_made_it(tmp_path, monkeypatch, change, continues):
    library = {"version": "1.0", "architecture": "any"}
    monkeypatch.setattr(training, "threadpool_info", lambda: [library])
    snapshot = Snapshot(mlp.TrainingState({"network": np.zeros(3, np.float32)}, {}, 0, 1, 0.1, 2.0), [])
    training.checkpoint_of(RUN, tmp_path, {}).save(snapshot)
    monkeypatch.setattr(training, "threadpool_info", lambda: [library | change])
    assert (training.checkpoint_of(RUN, tmp_path, {}).load() is not None) == continues


def test_a_run_s_summary_names_its_hyper_parameters_and_its_outcome(train):
    made = summary(train(PLAIN))
    assert mlp.Settings(**made["settings"]).seed == 3
    assert (made["run"], made["outcome"], made["epochs_completed"]) == (PLAIN, "completed", 3)
    assert (made["inputs"], made["parameters"]) == (64, 64 * 6 + 6 + 6 * 6 + 6 + 6 * 3 + 3)
    hopeless = summary(train("epochs=2~learning_rate=1e+30"))
    assert (hopeless["outcome"], hopeless["final"]) == ("diverged", None)
    assert json.dumps(hopeless)
