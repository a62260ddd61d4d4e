"""What is allocated once, and what bounds the memory of an evaluation."""

import tracemalloc

import numpy as np
import pytest

import mlp
from mlp.network import EVALUATION_BATCH

EVERYTHING = {
    "momentum": 0.5,
    "weight_decay": 0.01,
    "clip_norm": 0.1,
    "ema": 0.5,
    "batch_norm": True,
    "dropout": 0.1,
    "label_smoothing": 0.1,
    "flip": True,
    "shift": 1,
    "mixup": 0.5,
    "whitening": 0.1,
    "activation": "gelu",
    "l2": 0.01,
}


@pytest.mark.parametrize("more", [{}, EVERYTHING, EVERYTHING | {"nesterov": True}])
def test_a_step_allocates_nothing_of_the_size_of_a_batch_or_of_the_parameters(more):
    # Samples are as many as inputs, so that the hidden layer's activations are as large as its weights.
    X, labels = np.zeros((400, 400), np.float32), np.arange(400) % 3
    settings = mlp.Settings(hidden_layers=1, hidden_size=400, batch_size=200, epochs=2, **more)
    sizes = settings.layer_sizes(400, 3)
    network = mlp.Network(sizes, np.random.default_rng(0), activation=settings.activation)
    training = mlp.Training(
        network, (X, labels), (X, labels), settings, mlp.streams(0), np.zeros((20, 20), np.float32)
    )
    steps = training.steps()
    for _ in range(2):  # an epoch, in which the memory of the layers is allocated
        next(steps)
    tracemalloc.start()
    try:
        next(steps)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    smallest = 200 * 400 * X.itemsize  # of the activations of a batch; half of that of the weights
    # Numbers of samples are allowed: which are chosen, and how each is moved.
    assert peak < smallest / 4


def test_an_evaluation_passes_a_bounded_number_of_rows_at_a_time():
    rows = []

    class Watched(mlp.Network):
        def logits(self, X):
            rows.append(len(X))
            return super().logits(X)

    network = Watched([2, 3], np.random.default_rng(0))
    X, labels = np.zeros((2 * EVALUATION_BATCH + 5, 2), np.float32), np.zeros(2 * EVALUATION_BATCH + 5, int)
    network.predict_proba(X)
    network.evaluate(X, labels)
    assert rows == [EVALUATION_BATCH, EVALUATION_BATCH, 5] * 2
