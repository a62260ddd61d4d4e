"""Pixels become inputs by constants of the training images alone."""

import numpy as np
import pytest

import mlp


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("unit", lambda new, old: new / 255),
        ("centred", lambda new, old: (new - old.mean(axis=0)) / 255),
        ("standardised", lambda new, old: (new - old.mean()) / old.std()),
    ],
)
def test_scaling_is_measured_on_the_training_images_and_applied_to_others(kind, expected):
    training, others = np.random.default_rng(0).integers(0, 256, (2, 50, 6)).astype(np.uint8)
    X = mlp.InputScale.measure(kind, training).apply(others)
    assert X.dtype == np.float32
    assert pytest.approx(expected(others.astype(float), training.astype(float)), abs=1e-6) == X
