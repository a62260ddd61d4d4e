"""Mini-batch stochastic gradient descent."""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from mlp.layers import Floats, Labels
from mlp.network import Network
from mlp.schedules import learning_rate
from mlp.settings import Settings

Samples = tuple[Floats, Labels]
"""Inputs (N, D_in) and true classes (N,)."""


class EpochRecord(NamedTuple):
    """What is known after an epoch."""

    epoch: int  # 1, 2, ...
    learning_rate: float  # mean over the epoch's steps
    training_loss: float  # mean cross-entropy over the epoch's batches, each before its step; no penalty
    validation_loss: float  # mean cross-entropy after the epoch; no penalty
    validation_accuracy: float  # share, 0 to 1


class Position(NamedTuple):
    """Where training stands between two steps: with the parameters, all it takes to go on exactly."""

    generator: Mapping[str, Any]  # state of the random generator as the epoch began
    epoch: int = 0  # that are complete
    step: int = 0  # of the next epoch, that are done
    rates: float = 0.0  # of these steps, their sum
    loss_sum: float = 0.0  # over the samples of these steps


class Diverged(ArithmeticError):
    """The loss is no longer finite: training cannot go on."""


def fit(
    network: Network,
    training: Samples,
    validation: Samples,
    settings: Settings,
    rng: np.random.Generator,
    position: Position | None = None,
    after_step: Callable[[Position], None] | None = None,
) -> Iterator[EpochRecord]:
    """Train the network in place, yielding a record after each epoch.

    Each epoch visits every training sample once, in an order drawn from ``rng``, in batches of
    ``settings.batch_size`` (the last may be smaller). The rate changes at every step.

    ``after_step`` is called with each position. A network that has the parameters of that moment,
    trained on from there, ends as if there had been no pause: bit by bit, and with the records left.

    Raises:
        Diverged: a training or validation loss was not finite.
        ValueError: labels do not fit the samples or the network's classes.
    """
    for samples in (training, validation):
        _check(samples, network.sizes)
    X, labels = np.asarray(training[0], network.parameters.dtype), training[1]
    steps = math.ceil(len(X) / settings.batch_size)
    batch = np.empty((settings.batch_size, X.shape[1]), network.parameters.dtype)
    position = position or Position(rng.bit_generator.state)
    rng.bit_generator.state, complete, done, rates, loss_sum = position
    for epoch in range(complete, settings.epochs):
        generator = rng.bit_generator.state
        order = rng.permutation(len(X))
        # What overflows shows in the loss, and is reported as Diverged.
        with np.errstate(over="ignore", invalid="ignore"):
            for step in range(done, steps):
                chosen = order[step * settings.batch_size : (step + 1) * settings.batch_size]
                X_batch = np.take(X, chosen, axis=0, out=batch[: len(chosen)], mode="clip")
                rate = learning_rate(settings, epoch + step / steps)
                loss = network.loss_and_gradients(X_batch, labels[chosen], settings.l2, scale=rate)
                if not math.isfinite(loss):
                    raise Diverged(f"the loss became {loss} in epoch {epoch + 1}, step {step + 1} of {steps}")
                # θ ← θ − η ∂L/∂θ, with η in the gradients already
                network.parameters -= network.gradients
                rates += rate
                loss_sum += loss * len(chosen)
                if after_step:
                    after_step(Position(generator, epoch, step + 1, rates, loss_sum))
            validation_loss, accuracy = network.evaluate(*validation)
        if not math.isfinite(validation_loss):
            raise Diverged(f"the validation loss became {validation_loss} in epoch {epoch + 1}")
        yield EpochRecord(epoch + 1, rates / steps, loss_sum / len(X), validation_loss, accuracy)
        done, rates, loss_sum = 0, 0.0, 0.0


def _check(samples: Samples, sizes: list[int]) -> None:
    X, labels = samples
    if X.shape != (len(labels), sizes[0]):
        raise ValueError(
            f"expected X of shape {(len(labels), sizes[0])} for {len(labels)} labels, found {X.shape}"
        )
    if len(labels) == 0 or labels.min() < 0 or labels.max() >= sizes[-1]:
        raise ValueError(f"expected labels from 0 to {sizes[-1] - 1}, and at least one")
