"""A value that no machine could take is refused before training, or costs no more than the data."""

import tracemalloc

import numpy as np
import one_run

import mlp
from workflow.runs import resources


def trained(good, tmp_path, run: str):
    """The program that trains a run, writing elsewhere."""
    outputs = {"out": str(tmp_path / "out"), "checkpoints": str(tmp_path / "checkpoints"), one_run.RUN: run}
    return one_run.call("runs.train", good, outputs)


def test_a_shift_that_leaves_nothing_of_an_image_is_refused_before_training(good, tmp_path):
    done = trained(good, tmp_path, f"{one_run.RUN}~shift=8")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "error: data: shift must be below 8, as images have 8 × 8 pixels, not 8\n"
    assert list(tmp_path.iterdir()) == []


def test_a_shift_up_to_the_last_pixel_trains(good, tmp_path):
    done = trained(good, tmp_path, f"{one_run.RUN}~shift=7")
    assert done.returncode == 0, done.stderr


def test_a_batch_that_is_larger_than_the_data_is_all_of_them_and_takes_no_more_memory():
    X, labels = np.ones((50, 64), np.float32), np.arange(50) % 3

    def parameters(batch_size: int) -> bytes:
        settings = mlp.Settings(epochs=2, hidden_layers=1, hidden_size=4, batch_size=batch_size)
        streams = mlp.streams(0)
        network = mlp.Network([64, 4, 3], streams.initialisation)
        mlp.fit(network, (X, labels), (X, labels), settings, streams)
        return network.parameters.tobytes()

    all_of_them = parameters(50)
    tracemalloc.start()
    try:
        assert parameters(2**30) == all_of_them
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2e6  # bytes; the inputs have 13,000


def test_a_cluster_is_asked_for_the_memory_of_the_data_at_most():
    assert resources.megabytes("batch_size=1073741824") == resources.megabytes("batch_size=60000") < 20_000
