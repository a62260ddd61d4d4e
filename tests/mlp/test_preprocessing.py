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
    scale = mlp.InputScale.measure(kind, training)
    X = scale.apply(others)
    assert X.dtype == scale.offset.dtype == scale.factor.dtype == np.float32
    assert scale.offset.shape == (6,)
    assert pytest.approx(expected(others.astype(float), training.astype(float)), abs=1e-6) == X
