"""Mini-batch stochastic gradient descent."""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from mlp.augmentation import Augmentation
from mlp.layers import Floats, Labels
from mlp.network import Network, Trainable
from mlp.optimisers import Update, updates_of
from mlp.regularisation import RegularisedNetwork
from mlp.schedules import learning_rate
from mlp.settings import Settings, Streams

Samples = tuple[Floats, Labels]
"""Inputs (N, D_in) and true classes (N,)."""


class EpochRecord(NamedTuple):
    """What is known after an epoch.

    The training loss is that of the objective without its penalty: targets smoothed, units dropped and
    images changed where they are. Validation has the plain cross-entropy, in use.
    """

    epoch: int  # 1, 2, ...
    learning_rate: float  # mean over the epoch's steps
    training_loss: (
        float  # mean over the epoch's batches, each before its step; of what is minimised, no penalty
    )
    validation_loss: float  # mean cross-entropy after the epoch; no penalty
    validation_accuracy: float  # share, 0 to 1


class Position(NamedTuple):
    """Where training stands between two steps: all it takes to go on exactly."""

    arrays: Mapping[str, Floats]  # by name: the network that learns, and what the optimiser keeps
    generators: Mapping[str, Any]  # by purpose: the state of each; of shuffling, as the epoch began
    epoch: int  # that are complete
    step: int  # of the next epoch, that are done
    rates: float  # of these steps, their sum
    loss_sum: float  # over the samples of these steps


class Diverged(ArithmeticError):
    """The loss is no longer finite: training cannot go on."""


def fit(
    network: Network,
    training: Samples,
    validation: Samples,
    settings: Settings,
    streams: Streams,
    background: Floats | None = None,
    position: Position | None = None,
    after_step: Callable[[Callable[[], Position]], None] | None = None,
) -> Iterator[EpochRecord]:
    """Train the network in place, yielding a record after each epoch.

    Each epoch visits every training sample once, in an order drawn from ``streams.shuffling``, in batches
    of ``settings.batch_size`` (the last may be smaller). The rate changes at every step.

    After each epoch, ``network`` is the one to evaluate and to keep: of averaged weights, where there is
    an average; batch normalisation folded into its weights, from running statistics; nothing dropped, no
    image changed. In between, another may be learning.

    Args:
        network: where training starts, and what it leaves.
        training, validation: inputs (N, D_in) and true classes (N,).
        settings: all that is said of training there.
        streams: generators that are drawn from.
        background: inputs (height, width) of an image without anything on it, for ``flip`` and ``shift``.
        position: go on from here, as if there had been no pause: to the same bits, with the records left.
        after_step: called after each step with a function that returns the position.

    Raises:
        Diverged: a training or validation loss was not finite. The network is as after an epoch.
        ValueError: labels do not fit the samples or the network's classes, or the background not the inputs.
    """
    for samples in (training, validation):
        _check(samples, network.sizes)
    X, labels = np.asarray(training[0], network.parameters.dtype), training[1]
    steps = math.ceil(len(X) / settings.batch_size)
    batch = np.empty((settings.batch_size, X.shape[1]), network.parameters.dtype)
    augmentations = _augmentations(network, settings, streams, background)
    model, updates, arrays, settle = _prepare(network, settings, streams)
    complete, done, rates, loss_sum = 0, 0, 0.0, 0.0
    if position:
        for name, array in arrays.items():
            array[:] = position.arrays[name]
        for purpose, stream in streams._asdict().items():
            stream.bit_generator.state = position.generators[purpose]
        complete, done, rates, loss_sum = position[2:]

    def current() -> Position:
        states = {purpose: stream.bit_generator.state for purpose, stream in streams._asdict().items()}
        copies = {name: array.copy() for name, array in arrays.items()}
        return Position(copies, states | {"shuffling": shuffling}, epoch, step + 1, rates, loss_sum)

    for epoch in range(complete, settings.epochs):
        shuffling = streams.shuffling.bit_generator.state
        order = streams.shuffling.permutation(len(X))
        # What overflows shows in the loss, and is reported as Diverged.
        with np.errstate(over="ignore", invalid="ignore"):
            for step in range(done, steps):
                chosen = order[step * settings.batch_size : (step + 1) * settings.batch_size]
                X_batch = np.take(X, chosen, axis=0, out=batch[: len(chosen)], mode="clip")
                for augment in augmentations:
                    augment(X_batch)
                rate = learning_rate(settings, epoch + step / steps)
                loss = model.loss_and_gradients(X_batch, labels[chosen], settings.l2, scale=rate)
                if not math.isfinite(loss):
                    settle()
                    raise Diverged(f"the loss became {loss} in epoch {epoch + 1}, step {step + 1} of {steps}")
                for update in updates:
                    update(rate)
                rates += rate
                loss_sum += loss * len(chosen)
                if after_step:
                    after_step(current)
            settle()
            validation_loss, accuracy = network.evaluate(*validation)
        if not math.isfinite(validation_loss):
            raise Diverged(f"the validation loss became {validation_loss} in epoch {epoch + 1}")
        yield EpochRecord(epoch + 1, rates / steps, loss_sum / len(X), validation_loss, accuracy)
        done, rates, loss_sum = 0, 0.0, 0.0


class _Parts(NamedTuple):
    """What training is made of, so that its steps need not ask what the settings say."""

    model: Trainable  # what learns
    updates: list[Update]  # of its parameters, at each step
    arrays: dict[str, Floats]  # all that the steps change, by name
    settle: Callable[[], None]  # makes the network the one to evaluate


def _prepare(network: Network, settings: Settings, streams: Streams) -> _Parts:
    if not (settings.batch_norm or settings.dropout or settings.label_smoothing or settings.ema):
        # The network itself learns, and is at all times the one to evaluate.
        made, kept = updates_of(network, settings)
        return _Parts(network, made, {"network": network.state} | kept, lambda: None)
    model = RegularisedNetwork(network, settings, streams.dropout)
    made, kept = updates_of(model, settings)
    evaluated = kept.get("average", model.state)
    return _Parts(model, made, {"network": model.state} | kept, lambda: model.fold_into(network, evaluated))


def _augmentations(
    network: Network, settings: Settings, streams: Streams, background: Floats | None
) -> list[Augmentation]:
    if not (settings.flip or settings.shift):
        return []
    if background is None or background.ndim != 2 or background.size != network.sizes[0]:
        found = None if background is None else background.shape
        raise ValueError(
            f"flip and shift need the background, (height, width) of {network.sizes[0]} inputs, found {found}"
        )
    dtype = network.parameters.dtype
    return [Augmentation(background.astype(dtype), settings.flip, settings.shift, streams.augmentation)]


def _check(samples: Samples, sizes: list[int]) -> None:
    X, labels = samples
    if X.shape != (len(labels), sizes[0]):
        raise ValueError(
            f"expected X of shape {(len(labels), sizes[0])} for {len(labels)} labels, found {X.shape}"
        )
    if len(labels) == 0 or labels.min() < 0 or labels.max() >= sizes[-1]:
        raise ValueError(f"expected labels from 0 to {sizes[-1] - 1}, and at least one")
