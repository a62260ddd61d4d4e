"""What a run has at a rung is what it has there when trained to its end; a finished run is only asked."""

import json
import shutil

import pandas as pd
import pytest
from programs import program
from tiny import flip

from workflow.search import train_to_rung

RUN = "batch_size=50~epochs=3~hidden_layers=1~hidden_size=4~learning_rate=0.06"
DIVERGING = "batch_size=50~epochs=3~hidden_layers=1~hidden_size=4~learning_rate=1e+30"


@pytest.fixture(scope="module")
def trained(good, tmp_path_factory):
    """The folder of runs in which one is finished."""
    folder = tmp_path_factory.mktemp("finished")
    done = program("runs.train", RUN, good / "data", folder / "runs", folder / "checkpoints")
    assert done.returncode == 0, done.stderr
    return folder / "runs"


@pytest.fixture
def rung(good, tmp_path):
    """What a run had after so many epochs; and whether it was trained for that."""

    def made(epochs: int, run: str = RUN, runs=tmp_path / "none") -> tuple[dict, bool]:
        checkpoints, output = tmp_path / "checkpoints", tmp_path / "rung.json"
        shutil.rmtree(checkpoints, ignore_errors=True)
        train_to_rung.main([run, str(epochs), str(good / "data"), str(runs), str(checkpoints), str(output)])
        return json.loads(output.read_text()), checkpoints.exists()

    return made


@pytest.mark.parametrize("epochs", [1, 2])
def test_a_rung_has_the_accuracy_of_the_whole_run_there(trained, rung, epochs):
    history = pd.read_parquet(trained / RUN / "history.parquet")
    expected = {
        "run": RUN, "epochs": epochs, "validation_accuracy": history["validation_accuracy"][epochs - 1],
    }  # fmt: skip
    assert history["validation_accuracy"].is_unique
    assert rung(epochs) == (expected, True)
    assert rung(epochs, runs=trained) == (expected, False)


@pytest.mark.parametrize("name", ["run.json", "history.parquet"])
def test_a_finished_run_that_is_damaged_is_not_asked(trained, rung, tmp_path, name):
    expected, _ = rung(2)
    runs = shutil.copytree(trained, tmp_path / "runs")
    flip(runs / RUN / name)
    assert rung(2, runs=runs) == (expected, True)
    (runs / RUN / name).unlink()
    assert rung(2, runs=runs) == (expected, True)


def test_a_finished_run_of_other_code_is_not_asked(trained, rung, monkeypatch):
    monkeypatch.setattr("workflow.runs.training.fingerprint", lambda module: "other")
    assert rung(1, runs=trained)[1]


def test_what_diverged_before_a_rung_has_no_accuracy_there(rung):
    assert rung(2, DIVERGING)[0]["validation_accuracy"] is None


@pytest.mark.parametrize("epochs", [0, 3])
def test_a_rung_is_before_the_end(epochs, good, tmp_path):
    output = tmp_path / "rung.json"
    done = program("search.train_to_rung", RUN, epochs, good / "data", tmp_path, tmp_path, output)
    assert done.returncode == 1
    assert done.stderr == f"error: expected a rung from 1 to 2 epochs, found {epochs}\n"
    assert not output.exists()
