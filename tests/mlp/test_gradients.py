"""The gradients derived by hand are the gradients."""

import numpy as np
import pytest

import mlp
from mlp.network import Trainable

# Central differences in float64 err by about h²·|L'''|/6 + ε·|L|/h; h = 1e-5 makes both about 1e-11.
STEP = 1e-5


def central_differences(network: Trainable, loss) -> np.ndarray:
    numeric = np.empty_like(network.parameters)
    for i, value in enumerate(network.parameters.copy()):
        network.parameters[i] = value + STEP
        above = loss()
        network.parameters[i] = value - STEP
        numeric[i] = (above - loss()) / (2 * STEP)
        network.parameters[i] = value
    return numeric


@pytest.mark.parametrize("activation", ["relu", "gelu"])
@pytest.mark.parametrize("l2", [0.0, 0.1])
@pytest.mark.parametrize("hidden", [[7], [7, 5], [7, 5, 6], [7, 5, 6, 4]])
def test_every_parameter_agrees_with_central_differences(hidden, l2, activation):
    rng = np.random.default_rng(len(hidden))
    network = mlp.Network([6, *hidden, 3], rng, np.float64, activation)
    for b in network.biases:
        b[:] = rng.standard_normal(b.shape)
    X, labels = rng.standard_normal((9, 6)), rng.integers(0, 3, 9)

    def loss() -> float:
        penalty = l2 / 2 * sum(float((W**2).sum()) for W in network.weights)
        return network.evaluate(X, labels)[0] + penalty

    network.loss_and_gradients(X, labels, l2)
    analytic = network.gradients.copy()
    numeric = central_differences(network, loss)
    # Relative to the larger of the two, with a floor where a gradient is zero (a unit that is never active).
    scale = np.maximum(np.maximum(abs(analytic), abs(numeric)), 1e-4)
    assert (abs(analytic - numeric) / scale).max() < 1e-6
    assert (analytic != 0).mean() > 0.5  # the check would pass on a dead network


def test_one_step_worked_by_hand():
    # One sample x = (1, 2), one hidden unit, two classes, λ = 0:
    #   z₁ = 1·0.5 + 2·0.25 + 0 = 1,  a = max(z₁, 0) = 1
    #   z₂ = (1·1, 1·(−1)) = (1, −1),  p = softmax = (1, e⁻²)/(1 + e⁻²),  label 0:  L = log(1 + e⁻²)
    #   dz₂ = (p₀ − 1, p₁) = (−q, q) with q = e⁻²/(1 + e⁻²)
    #   dW₂ = a·dz₂ = (−q, q),  db₂ = (−q, q),  da = −q·1 + q·(−1) = −2q,  dz₁ = −2q
    #   dW₁ = x·dz₁ = (−2q, −4q),  db₁ = −2q
    network = mlp.Network([2, 1, 2], np.random.default_rng(0), np.float64)
    network.weights[0][:] = [[0.5], [0.25]]
    network.weights[1][:] = [[1.0, -1.0]]
    loss = network.loss_and_gradients(np.array([[1.0, 2.0]]), np.array([0]))
    q = np.exp(-2) / (1 + np.exp(-2))
    assert loss == pytest.approx(np.log1p(np.exp(-2)), rel=1e-12)
    assert network.gradients == pytest.approx(
        [-2 * q, -4 * q, -q, q, -2 * q, -q, q]  # weights first, then biases
    )


def test_the_loss_stays_finite_where_a_probability_is_one():
    network = mlp.Network([1, 2], np.random.default_rng(0))
    network.weights[0][:] = [[1e4, -1e4]]
    loss = network.loss_and_gradients(np.ones((2, 1), np.float32), np.array([0, 1]))
    assert loss == pytest.approx(1e4)  # 0 for the right sample, 2e4 for the wrong one, and their mean
    assert np.isfinite(network.gradients).all()


def test_the_gradient_is_a_mean_over_the_batch():
    network = mlp.Network([4, 5, 3], np.random.default_rng(1), np.float64)
    X, labels = np.random.default_rng(2).standard_normal((6, 4)), np.array([0, 1, 2, 0, 1, 2])
    network.loss_and_gradients(X, labels)
    once = network.gradients.copy()
    network.loss_and_gradients(np.concatenate([X, X]), np.concatenate([labels, labels]))
    assert network.gradients == pytest.approx(once, rel=1e-12)


@pytest.mark.parametrize("more", [{}, {"momentum": 0.9}, {"momentum": 0.9, "nesterov": True}])
def test_a_step_leaves_the_gradients_at_which_it_was_taken(more):
    # They are ∂L/∂θ and nothing else: no learning rate hidden in them, nothing of the optimiser's.
    network, other = (mlp.Network([4, 5, 3], np.random.default_rng(1), np.float64) for _ in range(2))
    X, labels = np.random.default_rng(2).standard_normal((6, 4)), np.array([0, 1, 2, 0, 1, 2])
    settings = mlp.Settings(epochs=1, batch_size=6, learning_rate=0.3, l2=0.1, **more)
    mlp.fit(network, (X, labels), (X, labels), settings, mlp.streams(0))
    other.loss_and_gradients(X, labels, l2=0.1)
    assert network.gradients == pytest.approx(other.gradients, rel=1e-12)
    assert (network.parameters != other.parameters).any()
