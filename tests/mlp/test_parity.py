"""Training agrees with PyTorch's automatic differentiation, step by step."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import mlp

torch = pytest.importorskip(
    "torch", reason="PyTorch is not installed: pip install torch (used by these tests only)"
)


def same_model(network: mlp.Network, between: Callable[[int], list[Any]]) -> Any:
    """A model with the weights of a network; ``between`` gives what follows a hidden layer of a width."""
    modules: list[Any] = []
    for W, b in zip(network.weights, network.biases, strict=True):
        modules += between(len(W)) if modules else []
        linear = torch.nn.Linear(*W.shape)
        linear.weight.data, linear.bias.data = torch.tensor(W.T.copy()), torch.tensor(b.copy())
        modules.append(linear)
    return torch.nn.Sequential(*modules)


def test_ten_steps_agree_with_autograd():
    rng = np.random.default_rng(0)
    network = mlp.Network([20, 16, 12, 5], rng)
    X = rng.standard_normal((64, 20)).astype(np.float32)
    labels = rng.integers(0, 5, 64)
    settings = mlp.Settings(epochs=10, batch_size=64, learning_rate=0.2, schedule="constant", l2=0.01)

    model = same_model(network, lambda width: [torch.nn.ReLU()])
    # PyTorch's weight_decay adds λθ to the gradient, as λ/2·‖θ‖² does; on the weights only.
    groups = [
        {"params": [p for p in model.parameters() if p.ndim == 2], "weight_decay": settings.l2},
        {"params": [p for p in model.parameters() if p.ndim == 1]},
    ]
    optimizer = torch.optim.SGD(groups, lr=settings.learning_rate)
    mlp.fit(network, (X, labels), (X, labels), settings, mlp.streams(0))
    for _ in range(settings.epochs):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(torch.tensor(X)), torch.tensor(labels)).backward()
        optimizer.step()

    theirs = np.concatenate(
        [p.detach().numpy().T.ravel() for ndim in (2, 1) for p in model.parameters() if p.ndim == ndim]
    )
    # float32 rounds to 6e-8; sums of 64 terms over ten steps, in another order, differ by some tens of that.
    assert np.abs(network.parameters - theirs).max() < 2e-6
    assert np.abs(theirs).max() > 0.1


def test_ten_steps_and_their_evaluation_agree_with_autograd():
    rng = np.random.default_rng(0)
    network = mlp.Network([20, 16, 12, 5], rng)
    X, labels = rng.standard_normal((70, 20)).astype(np.float32), rng.integers(0, 5, 70)
    settings = mlp.Settings(
        epochs=5, batch_size=40, learning_rate=0.1, schedule="constant", weight_decay=0.05, momentum=0.9,
        nesterov=True, clip_norm=0.95, batch_norm=True, label_smoothing=0.1, ema=0.8,
    )  # fmt: skip

    model = same_model(network, lambda width: [torch.nn.BatchNorm1d(width), torch.nn.ReLU()])
    optimizer = torch.optim.SGD(model.parameters(), lr=settings.learning_rate, momentum=0.9, nesterov=True)
    average = {name: value.clone() for name, value in model.state_dict().items()}

    streams = mlp.streams(0)._replace(shuffling=np.random.default_rng(7))
    records = mlp.fit(network, (X, labels), (X, labels), settings, streams)
    orders, norms, losses = np.random.default_rng(7), [], []
    for _ in range(settings.epochs):
        for chosen in np.split(orders.permutation(70), [40]):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(
                model(torch.tensor(X[chosen])), torch.tensor(labels[chosen]), label_smoothing=0.1
            )
            loss.backward()
            norms.append(torch.nn.utils.clip_grad_norm_(model.parameters(), settings.clip_norm).item())
            with torch.no_grad():
                for linear in (module for module in model if isinstance(module, torch.nn.Linear)):
                    linear.weight *= 1 - settings.learning_rate * settings.weight_decay
            optimizer.step()
            losses.append(loss.item())
            for name, value in model.state_dict().items():
                average[name] = settings.ema * average[name] + (1 - settings.ema) * value
    assert min(norms) < settings.clip_norm < max(norms)
    # Sums in float32, in another order, over ten steps; and they divide by the norm plus 1e-6.
    assert records[-1].training_loss == pytest.approx((40 * losses[-2] + 30 * losses[-1]) / 70, abs=2e-6)
    model.load_state_dict(average)
    theirs = torch.softmax(model.eval()(torch.tensor(X)), dim=1).detach().numpy()
    assert np.abs(network.predict_proba(X) - theirs).max() < 2e-6


def test_mixed_images_whitening_and_gelu_agree_with_autograd():
    rng = np.random.default_rng(0)
    network = mlp.Network([20, 16, 12, 5], rng, activation="gelu")
    X = (rng.standard_normal((70, 20)) @ rng.standard_normal((20, 20))).astype(np.float32)
    labels = rng.integers(0, 5, 70)
    settings = mlp.Settings(
        epochs=5, batch_size=40, learning_rate=0.1, schedule="constant", momentum=0.9, label_smoothing=0.1,
        mixup=0.4, whitening=0.3, activation="gelu",
    )  # fmt: skip

    model = same_model(network, lambda width: [torch.nn.GELU()])
    optimizer = torch.optim.SGD(model.parameters(), lr=settings.learning_rate, momentum=0.9)
    variances, U = np.linalg.eigh(np.cov(X.T.astype(np.float64), bias=True))
    M = U / np.sqrt(variances + 0.3 * variances.mean()) @ U.T
    M *= np.sqrt(variances.sum() / np.cov((X @ M).T, bias=True).trace())
    white = torch.tensor(X @ M, dtype=torch.float32)

    streams = mlp.streams(0)._replace(shuffling=np.random.default_rng(7), mixup=np.random.default_rng(8))
    mlp.fit(network, (X, labels), (X, labels), settings, streams)
    orders, draws = np.random.default_rng(7), np.random.default_rng(8)
    for _ in range(settings.epochs):
        for chosen in np.split(orders.permutation(70), [40]):
            share, pairs = draws.beta(0.4, 0.4), draws.permutation(len(chosen))
            one_hot = torch.nn.functional.one_hot(torch.tensor(labels[chosen]), 5).float()
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(
                model(share * white[chosen] + (1 - share) * white[chosen][pairs]),
                share * one_hot + (1 - share) * one_hot[pairs],
                label_smoothing=0.1,
            ).backward()
            optimizer.step()
    theirs = torch.softmax(model(white), dim=1).detach().numpy()
    # Sums in float32, in another order, over ten steps, of inputs some five times as large as above.
    assert np.abs(network.predict_proba(X) - theirs).max() < 1e-5
