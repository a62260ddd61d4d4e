"""Batch normalisation, dropout, label smoothing and augmentation: the equations that they claim."""

from typing import Any

import numpy as np
import pytest
from test_gradients import central_differences

import mlp
from mlp.loss import smoothed_cross_entropy, soft_cross_entropy
from mlp.regularisation import BatchNorm, Dropout, RegularisedNetwork

CASES: dict[str, dict[str, Any]] = {
    "batch_norm": {"batch_norm": True},
    "dropout": {"dropout": 0.4},
    "label_smoothing": {"label_smoothing": 0.2},
    "all": {"batch_norm": True, "dropout": 0.4, "label_smoothing": 0.2},
    "gelu": {"batch_norm": True, "dropout": 0.4, "activation": "gelu"},
}


def learning(sizes: list[int], rng: np.random.Generator, dtype=np.float64, **settings) -> RegularisedNetwork:
    """A network as it learns, every parameter of it drawn at random; ``rng`` draws what is dropped."""
    asked = mlp.Settings(**settings)
    network = mlp.Network(sizes, np.random.default_rng(0), dtype, asked.activation)
    model = RegularisedNetwork(network, asked, rng)
    model.parameters += 0.3 * np.random.default_rng(1).standard_normal(model.parameters.shape)
    return model


def samples(n: int = 9, seed: int = 2) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.standard_normal((n, 6)), rng.integers(0, 3, n)


@pytest.mark.parametrize("l2", [0.0, 0.1])
@pytest.mark.parametrize("hidden", [[], [7], [7, 5], [7, 5, 6]])
@pytest.mark.parametrize("case", CASES)
def test_every_parameter_agrees_with_central_differences(case, hidden, l2):
    rng = np.random.default_rng(5)
    drawn = rng.bit_generator.state
    model = learning([6, *hidden, 3], rng, **CASES[case])
    X, labels = samples()

    def loss() -> float:
        rng.bit_generator.state = drawn  # the same units are dropped each time: the gradient is of one draw
        return model.loss_and_gradients(X, labels) + l2 / 2 * sum(float((W**2).sum()) for W in model.weights)

    rng.bit_generator.state = drawn
    model.loss_and_gradients(X, labels, l2)
    analytic = model.gradients.copy()
    numeric = central_differences(model, loss)
    # Relative to the larger of the two, with a floor for gradients that are zero: the bias before a
    # normalisation, which subtracts it again, and what only dropped or inactive units would move.
    scale = np.maximum(np.maximum(abs(analytic), abs(numeric)), 1e-4)
    assert (abs(analytic - numeric) / scale).max() < 1e-6
    assert (analytic != 0).mean() > 0.4


def test_dropout_drops_its_share_and_keeps_the_mean():
    ones = np.ones((1000, 100), np.float32)
    dropout = Dropout(0.35, 100, np.float32, np.random.default_rng(0))
    A = dropout.forward(ones.copy())
    assert set(np.unique(A)) == {0, np.float32(1 / 0.65)}
    # The standard error of a share of n = 100,000 is √(p(1 − p)/n); four of them.
    assert (A == 0).mean() == pytest.approx(0.35, abs=4 * np.sqrt(0.35 * 0.65 / A.size))
    assert (dropout.backward(ones.copy()) == A).all()
    assert (dropout.forward(ones.copy()) != A).any()


def test_a_normalised_unit_has_mean_zero_and_variance_one_over_the_batch():
    Z = np.random.default_rng(0).normal(5, 3, (50, 4))
    gamma, beta, mean, variance = np.ones(4), np.zeros(4), np.zeros(4), np.ones(4)
    Y = BatchNorm(gamma, beta, mean, variance, np.zeros(4), np.zeros(4)).forward(Z.copy())
    assert Y.mean(axis=0) == pytest.approx(np.zeros(4), abs=1e-12)
    assert Y.var(axis=0) == pytest.approx(np.ones(4), rel=1e-5)  # ε in the root
    assert mean == pytest.approx(0.1 * Z.mean(axis=0))
    assert variance == pytest.approx(0.9 + 0.1 * Z.var(axis=0, ddof=1))


@pytest.mark.parametrize("n", [1, 2, 9])
def test_running_statistics_follow_the_batches(n):
    """A batch of one says nothing of the variance: it counts as zero."""
    layer = BatchNorm(*np.array([[1.0, 1], [0, 0], [3, 4], [5, 6], [0, 0], [0, 0]]))
    Z = np.random.default_rng(0).normal(5, 3, (n, 2))
    layer.forward(Z.copy())
    assert layer.mean == pytest.approx(0.9 * np.array([3, 4]) + 0.1 * Z.mean(axis=0))
    variance = Z.var(axis=0, ddof=1) if n > 1 else np.zeros(2)
    assert layer.variance == pytest.approx(0.9 * np.array([5, 6]) + 0.1 * variance)


def test_before_training_normalisation_changes_nothing_in_inference_mode():
    network, other = (mlp.Network([6, 7, 5, 3], np.random.default_rng(seed), np.float64) for seed in (0, 1))
    X, _ = samples()
    model = RegularisedNetwork(network, mlp.Settings(batch_norm=True), np.random.default_rng(0))
    model.fold_into(other, model.state)
    assert other.logits(X) == pytest.approx(network.logits(X), rel=1e-4)  # ε in two roots


def test_the_loss_of_a_network_in_training_has_smoothed_targets():
    X, labels = samples()
    model = learning([6, 3], np.random.default_rng(0), label_smoothing=0.3)
    Z = X @ model.weights[0] + model.biases[0]
    targets = 0.7 * np.eye(3)[labels] + 0.1
    expected = np.log(np.exp(Z).sum(axis=1)) - (targets * Z).sum(axis=1)
    assert model.loss_and_gradients(X, labels) == pytest.approx(expected.mean(), rel=1e-12)


def test_the_folded_network_is_the_unfolded_one_with_running_statistics():
    model = learning([6, 7, 5, 3], np.random.default_rng(0), batch_norm=True)
    X, labels = samples(50)
    for _ in range(3):
        model.loss_and_gradients(X, labels)
    network = mlp.Network([6, 7, 5, 3], np.random.default_rng(9), np.float64)
    model.fold_into(network, model.state)
    A = X
    for W, b, layer in zip(model.weights, model.biases, [*model.layers[1::3], None], strict=True):
        A = A @ W + b
        if isinstance(layer, BatchNorm):
            X_hat = (A - layer.mean) / np.sqrt(layer.variance + 1e-5)
            A = np.maximum(layer.gamma * X_hat + layer.beta, 0)
    assert network.logits(X) == pytest.approx(A, rel=1e-12, abs=1e-12)


def test_smoothed_targets_give_the_cross_entropy_with_them():
    Z, labels = np.random.default_rng(0).standard_normal((8, 5)), np.array([0, 1, 2, 3, 4, 0, 1, 2])
    targets = 0.7 * np.eye(5)[labels] + 0.3 / 5
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    loss, dZ = smoothed_cross_entropy(Z.copy(), labels, 0.3)
    assert loss == pytest.approx(-(targets * np.log(P)).sum(axis=1).mean(), rel=1e-12)
    assert dZ == pytest.approx((P - targets) / 8, abs=1e-15)


def test_soft_targets_give_the_cross_entropy_with_them():
    rng = np.random.default_rng(0)
    Z, Q = 30 * rng.standard_normal((8, 5)), rng.dirichlet(np.ones(5), 8)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    loss, dZ = soft_cross_entropy(Z.copy(), Q)
    assert loss == pytest.approx(-(Q * np.log(P)).sum(axis=1).mean(), rel=1e-12)
    assert dZ == pytest.approx((P - Q) / 8, abs=1e-15)
    assert np.isfinite(soft_cross_entropy(1e4 * Z, Q)[0])
