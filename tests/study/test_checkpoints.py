"""A killed run continues where it was, and a checkpoint that is not its own is not used."""

import contextlib
import os
import resource
import shutil
import signal
import time
from pathlib import Path

import numpy as np
import pytest
from conftest import Project
from halting import RUN, Training
from programs import program

import mlp
from workflow.runs.checkpoint import Checkpoint, Snapshot
from workflow.runs.names import MAX_NAME


@pytest.fixture
def training(good, tmp_path) -> Training:
    return Training(tmp_path, good / "data")


@pytest.fixture(scope="module")
def undisturbed(good, tmp_path_factory) -> dict[str, bytes]:
    alone = Training(tmp_path_factory.mktemp("alone"), good / "data")
    alone.finish()
    return alone.files()


@pytest.fixture(scope="module")
def left(good, tmp_path_factory) -> Path:
    """The checkpoint of a run that was killed."""
    return Training(tmp_path_factory.mktemp("killed"), good / "data").kill()


@pytest.fixture
def checkpoint(training, left) -> Path:
    """A copy of it, where the same command finds it."""
    path = training.folder / "checkpoints" / RUN
    path.parent.mkdir()
    return Path(shutil.copy(left, path))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_killed_run_continues_and_ends_with_the_same_bytes(training, undisturbed, number):
    training.kill(number)
    assert f"checkpoints/{RUN}: continuing after epoch " in training.finish()
    assert training.files() == undisturbed


@pytest.mark.parametrize("cost", [0.001, 0.1])
def test_a_kill_costs_a_tenth_of_the_time_or_half_a_minute_and_saving_a_tenth(tmp_path, monkeypatch, cost):
    now, saved = 0.0, []

    @contextlib.contextmanager
    def slow_file(path):
        nonlocal now
        yield tmp_path / "state"
        saved.append(now)
        now += cost

    monkeypatch.setattr("workflow.runs.checkpoint.atomic_write", slow_file)
    monkeypatch.setattr(time, "monotonic", lambda: now)
    checkpoint = Checkpoint(tmp_path / "run", {})
    snapshot = Snapshot(mlp.TrainingState({"network": np.zeros(3, np.float32)}, {}, 0, 1, 0.1, 2.0), [])
    while now < 1000:
        now += 0.002  # a step
        checkpoint.save_if_due(lambda: snapshot)
    at, lost = np.array(saved[1:]), np.diff(saved)
    # What the saving itself and the step under way take comes on top.
    assert (lost <= np.maximum(np.minimum(0.1 * at, 30), 10 * cost) + cost + 0.003).all()
    assert lost.max() > 25
    assert cost * len(saved) <= 0.1 * now


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: os.truncate(path, path.stat().st_size // 2),
        lambda path: os.truncate(path, 0),
        lambda path: path.write_bytes(path.read_bytes()[:-1] + b"?"),
        lambda path: path.write_bytes(b"0" * 64 + b"\n" + path.read_bytes()[65:]),
    ],
)
def test_a_damaged_checkpoint_is_ignored_with_a_message(training, undisturbed, checkpoint, damage):
    damage(checkpoint)
    assert f"checkpoints/{RUN}: damaged, so the run begins again" in training.finish()
    assert training.files() == undisturbed


def test_another_run_s_checkpoint_is_ignored_with_a_message(training, checkpoint):
    other = RUN.replace("shift=1", "seed=1~shift=1")
    checkpoint.rename(training.folder / "checkpoints" / other)
    assert "from a run with other settings, so this one begins again" in training.finish(other)


def test_a_checkpoint_of_other_data_is_ignored_with_a_message(training, undisturbed, checkpoint):
    data = training.folder / "data"
    shutil.copytree(training.data, data, ignore=shutil.ignore_patterns(".*.sums"))
    shutil.copyfile(data / "validation.parquet", data / "test.parquet")
    training.data = data
    assert "from a run with other data, so this one begins again" in training.finish()
    assert training.files() != undisturbed


def test_a_checkpoint_of_other_code_is_ignored_with_a_message_and_a_comment_is_not_other_code(
    training, undisturbed, tmp_path
):
    project = Project.create(tmp_path / "project")
    training.code = project.folder
    training.kill()
    project.edit("mlp/layers.py", "# dW = Xᵀ dZ ", "# another word ")
    training.kill()
    project.edit("mlp/network.py", "np.sqrt(2 / len(W))", "np.sqrt(1 / len(W))")
    assert "from a run with other code, so this one begins again" in training.finish()
    assert training.files() != undisturbed


def test_two_attempts_at_one_run_at_the_same_time_leave_the_right_bytes(training, undisturbed):
    attempts = []
    for _ in range(2):
        attempts.append(training.start())
        time.sleep(0.2)
    for attempt in attempts:
        attempt.communicate(timeout=60)
    assert attempts[-1].returncode == 0
    training.finish()  # and once more, with nothing of theirs in its way
    assert training.files() == undisturbed


@pytest.mark.parametrize("days", [0, 5])  # by which the clock was ahead
def test_what_a_killed_attempt_left_half_written_is_removed(training, undisturbed, days):
    leftover = training.folder / "runs" / RUN / ".run.json.0123456789abcdef.tmp"
    leftover.parent.mkdir(parents=True)
    leftover.write_text("{")
    os.utime(leftover, (at := time.time() + 86400 * days, at))
    time.sleep(0.01)
    training.finish()
    assert training.files() == undisturbed


def test_the_longest_name_leaves_room_for_its_checkpoint_and_a_longer_one_does_not(training):
    long = "0.123456789012345"
    settings = dict.fromkeys(("clip_norm", "dropout", "ema", "l2", "learning_rate", "momentum"), long)
    settings |= {"batch_size": "20", "epochs": "1", "hidden_size": "6", "label_smoothing": long}
    run = "~".join(f"{name}={value}" for name, value in sorted(settings.items())) + "~seed="
    run = run.ljust(MAX_NAME, "1")
    training.finish(run)
    assert set(training.files(run)) >= {"history.parquet", "run.json", "weights.safetensors"}
    done = program("runs.train", run + "1", training.data, "runs", "checkpoints", folder=training.folder)
    assert "File name too long" in done.stderr
    assert done.returncode == 1


def test_a_full_disk_is_one_line_and_leaves_nothing_half_written(training, undisturbed):
    # A limit on the size of a file stands for the disk: the same refusal in the midst of writing.
    process = training.start(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)))
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert errors == "error: [Errno 27] File too large\n"
    assert [path for path in training.folder.rglob("*") if path.is_file()] == []
    training.finish()
    assert training.files() == undisturbed
