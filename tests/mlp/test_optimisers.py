"""Clipping, weight decay, momentum and averages: the equations that they claim."""

import numpy as np
import pytest

import mlp
from mlp import optimisers
from mlp.optimisers import updates_of


@pytest.fixture(autouse=True, params=[optimisers.BLOCK, 3, 1])
def block(request, monkeypatch):
    """All of it at once, or in blocks, of which one begins in the weights and ends in the biases."""
    monkeypatch.setattr(optimisers, "BLOCK", request.param)


class Quadratic(mlp.Network):
    """A network of which all but the numbers is taken away: L = 1/2 Σ cᵢ θᵢ²."""

    CURVATURE = np.array([1.0, 2.0, 0.5, 3.0])

    def __init__(self):
        super().__init__([1, 2], np.random.default_rng(0), np.float64)
        self.parameters[:] = [1.0, -2.0, 3.0, 0.5]  # two weights, two biases


def descend(rates: list[float], **settings) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """The parameters after steps at these rates, and the optimiser's state."""
    network = Quadratic()
    updates, optimiser_state = updates_of(network, mlp.Settings(**settings))
    for rate in rates:
        network.gradients[:] = network.CURVATURE * network.parameters
        for update in updates:
            update(rate)
    return network.parameters, optimiser_state


def test_a_step_of_each_worked_by_hand():
    # θ = (1, −2 | 3, 0.5), g = c θ = (1, −4 | 1.5, 1.5), η = 0.1; weights before the bar, biases after it.
    assert descend([0.1])[0] == pytest.approx([0.9, -1.6, 2.85, 0.35])
    # The first step of momentum is plain, of Nesterov 1 + μ times as long.
    assert descend([0.1], momentum=0.5)[0] == pytest.approx([0.9, -1.6, 2.85, 0.35])
    assert descend([0.1], momentum=0.5, nesterov=True)[0] == pytest.approx([0.85, -1.4, 2.775, 0.275])
    # (1 − η λ) = 0.98 on the weights.
    assert descend([0.1], weight_decay=0.2)[0] == pytest.approx([0.88, -1.56, 2.85, 0.35])
    # ‖g‖² = 1 + 16 + 2.25 + 2.25 = 21.5
    shorter = 0.1 * 2 / np.sqrt(21.5)
    expected = np.array([1, -2, 3, 0.5]) - shorter * np.array([1, -4, 1.5, 1.5])
    assert descend([0.1], clip_norm=2)[0] == pytest.approx(expected)
    assert descend([0.1], clip_norm=5)[0] == pytest.approx([0.9, -1.6, 2.85, 0.35])
    _, optimiser_state = descend([0.1], ema=0.75)
    assert optimiser_state["average"] == pytest.approx([0.975, -1.9, 2.9625, 0.4625])


def test_a_rate_of_zero_changes_nothing():
    for settings in ({"clip_norm": 1}, {"momentum": 0.9, "nesterov": True, "weight_decay": 0.1, "ema": 0.5}):
        assert (descend([0.0], **settings)[0] == Quadratic().parameters).all()


def test_decay_and_l2_are_the_same_without_momentum_and_not_with_it():
    def final(**settings) -> np.ndarray:
        network = mlp.Network([3, 4, 2], np.random.default_rng(0), np.float64)
        X, labels = np.random.default_rng(1).standard_normal((8, 3)), np.arange(8) % 2
        shape = mlp.Settings(epochs=5, batch_size=4, **settings)
        mlp.fit(network, (X, labels), (X, labels), shape, mlp.streams(0))
        return network.parameters

    assert final(l2=0.1) == pytest.approx(final(weight_decay=0.1), rel=1e-12)
    assert np.abs(final(l2=0.1, momentum=0.5) - final(weight_decay=0.1, momentum=0.5)).max() > 1e-3


@pytest.mark.parametrize("nesterov", [False, True])
def test_momentum_under_a_schedule_is_the_textbook_s(nesterov):
    # Sutskever et al. 2013, eq. 1 to 4: v ← μ v − η g(θ), or g(θ + μ v) ahead; θ ← θ + v.
    rates, mu = [0.1, 0.3, 0.2, 0.05, 0.0, 0.1], 0.8
    theta, v = Quadratic().parameters, np.zeros(4)
    for rate in rates:
        v = mu * v - rate * Quadratic.CURVATURE * (theta + mu * v if nesterov else theta)
        theta = theta + v
    found, optimiser_state = descend(rates, momentum=mu, nesterov=nesterov)
    assert found == pytest.approx(theta + mu * v if nesterov else theta, rel=1e-12)
    assert optimiser_state["velocity"] == pytest.approx(-v, rel=1e-12)


@pytest.mark.parametrize("nesterov", [False, True])
def test_ten_steps_agree_with_those_of_pytorch(nesterov):
    torch = pytest.importorskip(
        "torch", reason="PyTorch is not installed: pip install torch (used by this test only)"
    )
    theta = torch.tensor(Quadratic().parameters, requires_grad=True)
    optimizer = torch.optim.SGD([theta], lr=0.1, momentum=0.9, nesterov=nesterov)
    for _ in range(10):
        optimizer.zero_grad()
        (torch.tensor(Quadratic.CURVATURE) * theta**2 / 2).sum().backward()
        torch.nn.utils.clip_grad_norm_([theta], 2.0)
        optimizer.step()
    found, _ = descend([0.1] * 10, momentum=0.9, nesterov=nesterov, clip_norm=2.0)
    # In float64; PyTorch divides by the norm plus 1e-6, which is 5e-7 of it or less, ten times.
    assert found == pytest.approx(theta.detach().numpy(), rel=1e-5)
