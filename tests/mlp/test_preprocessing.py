"""Pixels become inputs by constants of the training images alone."""

import numpy as np
import pytest

import mlp
from mlp.preprocessing import Whitening


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


@pytest.mark.parametrize("epsilon", [1e-9, 0.3])
def test_whitened_inputs_have_the_variances_that_the_formula_says(epsilon):
    rng = np.random.default_rng(0)
    X = rng.standard_normal((2500, 6)) @ rng.standard_normal((6, 6)) + 5
    M = Whitening(X, epsilon).matrix
    assert pytest.approx(M.T) == M  # ZCA: of all that decorrelate, the one that turns least
    before, after = np.cov(X.T, bias=True), np.cov((X @ M).T, bias=True)
    variances = np.linalg.eigvalsh(before)
    shares = variances / (variances + epsilon * variances.mean())
    expected = shares * variances.sum() / shares.sum()
    assert np.sort(np.linalg.eigvalsh(after)) == pytest.approx(np.sort(expected))
    if epsilon < 0.1:
        # ε changes each by a share of ε λ̄/λ at most.
        assert after == pytest.approx(variances.mean() * np.eye(6), abs=1e-4)


def test_images_that_are_all_alike_are_left_as_they_are():
    assert (Whitening(np.ones((3, 4), np.float32), 0.1).matrix == np.eye(4)).all()


def test_a_direction_without_variance_stays_one():
    X = np.random.default_rng(0).standard_normal((50, 3)).astype(np.float32)
    X[:, 1] = 0
    white = Whitening(X, 0.01)(X)
    assert np.isfinite(white).all()
    assert (white[:, 1] == 0).all()
