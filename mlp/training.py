"""Mini-batch stochastic gradient descent."""

import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from mlp.augmentation import Mixup, augmentation_for
from mlp.layers import Floats, Labels
from mlp.network import Network, Trainable
from mlp.optimisers import updates_of
from mlp.preprocessing import Whitening
from mlp.regularisation import FOLDED, RegularisedNetwork
from mlp.schedules import learning_rate
from mlp.settings import Settings, Streams

Samples = tuple[Floats, Labels]
"""Inputs (N, D_in) and true classes (N,)."""


class EpochRecord(NamedTuple):
    """The figures of one epoch.

    The training loss is the minimised one without its penalty: with smoothed or mixed targets, dropped
    units and changed images, where the settings ask for them. Validation uses the plain cross-entropy and the
    network in inference mode.
    """

    epoch: int  # 1, 2, ...
    learning_rate: float  # mean over the epoch's steps
    training_loss: float  # mean over the epoch's samples, each batch before its step
    validation_loss: float  # mean after the epoch
    validation_accuracy: float  # share after the epoch, 0 to 1


class TrainingState(NamedTuple):
    """All that training needs to continue from between two steps, exactly as if it had not stopped."""

    arrays: Mapping[str, Floats]  # by name: the state of the trained network and of the optimiser
    generators: Mapping[str, Any]  # by purpose: the state of each; that of shuffling at the epoch's start
    epoch: int  # complete epochs
    step: int  # complete steps of the next epoch
    rate_sum: float  # over these steps
    loss_sum: float  # over the samples of these steps


class Diverged(ArithmeticError):
    """The loss is no longer finite: training cannot continue."""


class Training:
    """Train a network in place, step by step.

    Each epoch visits every training sample once, in an order drawn from ``streams.shuffling``, in batches
    of ``settings.batch_size`` (the last may be smaller). The learning rate changes at every step.

    After each epoch ``network`` is the one to evaluate and to keep: with averaged weights, where there is
    an average, and with batch normalisation and whitening folded into its weights. Within an epoch another
    network may be trained in its place.

    Args:
        network: where training starts, and what it leaves.
        training, validation: inputs (N, D_in) and true classes (N,).
        settings: the hyper-parameters of training.
        streams: the generators to draw from.
        background: inputs (height, width) of an empty image, needed for ``flip`` and ``shift``.

    Raises:
        ValueError: the labels fit neither samples nor classes, or the background does not fit the inputs.
    """

    def __init__(
        self,
        network: Network,
        training: Samples,
        validation: Samples,
        settings: Settings,
        streams: Streams,
        background: Floats | None = None,
    ) -> None:
        for samples in (training, validation):
            _check(samples, network.sizes)
        self._network, self._validation = network, validation
        self._settings, self._streams = settings, streams
        dtype = network.parameters.dtype
        self._X, self._labels = np.asarray(training[0], dtype), training[1]
        self._batch = np.empty((min(settings.batch_size, len(self._X)), self._X.shape[1]), dtype)
        self._augmentation = augmentation_for(self._X, background, settings, streams.augmentation)
        self._mixup = Mixup(settings, network.sizes, dtype, streams.mixup) if settings.mixup else None
        self._whitening = Whitening(self._X, settings.whitening) if settings.whitening else None
        self._model: Trainable = network
        if any(getattr(settings, name) for name in FOLDED):
            self._model = RegularisedNetwork(network, settings, streams.dropout)
        self._updates, optimiser_state = updates_of(self._model, settings)
        self._arrays = {"network": self._model.state} | optimiser_state
        self._steps_per_epoch = math.ceil(len(self._X) / settings.batch_size)
        self._epoch, self._step, self._rate_sum, self._loss_sum = 0, 0, 0.0, 0.0
        self._shuffling = streams.shuffling.bit_generator.state  # at the start of the epoch

    def epochs(self) -> Iterator[EpochRecord]:
        """Train to the end, giving a record after each epoch.

        Raises:
            Diverged: a training or validation loss was not finite. ``network`` is then as after an epoch.
        """
        return (record for record in self.steps() if record)

    def steps(self) -> Iterator[EpochRecord | None]:
        """Train as :meth:`epochs` does, pausing after every step: the last of an epoch gives its record."""
        size = self._settings.batch_size
        while self._epoch < self._settings.epochs:
            self._streams.shuffling.bit_generator.state = self._shuffling
            order = self._streams.shuffling.permutation(len(self._X))
            for step in range(self._step, self._steps_per_epoch):
                # What overflows shows in the loss, and is reported as Diverged.
                with np.errstate(over="ignore", invalid="ignore"):
                    self._take_step(order[step * size : (step + 1) * size])
                    record = self._finish_epoch() if self._step == self._steps_per_epoch else None
                yield record

    def state(self) -> TrainingState:
        """A copy of everything that the next steps depend on."""
        arrays = {name: array.copy() for name, array in self._arrays.items()}
        generators = {name: stream.bit_generator.state for name, stream in self._streams._asdict().items()}
        generators["shuffling"] = self._shuffling
        return TrainingState(arrays, generators, self._epoch, self._step, self._rate_sum, self._loss_sum)

    def restore(self, state: TrainingState) -> None:
        """Continue from ``state``, to the same bits and with the records that were left."""
        for name, array in self._arrays.items():
            array[:] = state.arrays[name]
        for name, stream in self._streams._asdict().items():
            stream.bit_generator.state = state.generators[name]
        self._shuffling = state.generators["shuffling"]
        _, _, self._epoch, self._step, self._rate_sum, self._loss_sum = state
        self._sync_network()

    def _take_step(self, chosen: Labels) -> None:
        """One step of gradient descent on the chosen samples."""
        settings, steps = self._settings, self._steps_per_epoch
        X = np.take(self._X, chosen, axis=0, out=self._batch[: len(chosen)], mode="clip")
        if self._augmentation:
            self._augmentation(X)
        labels = self._labels[chosen]
        targets = self._mixup(X, labels) if self._mixup else labels
        if self._whitening:
            X = self._whitening(X)
        rate = learning_rate(settings, self._epoch + self._step / steps)
        loss = self._model.loss_and_gradients(X, targets, settings.l2)
        if not math.isfinite(loss):
            self._sync_network()
            raise Diverged(
                f"the loss became {loss} in epoch {self._epoch + 1}, step {self._step + 1} of {steps}"
            )
        for update in self._updates:
            update(rate)
        self._step += 1
        self._rate_sum += rate
        self._loss_sum += loss * len(chosen)

    def _finish_epoch(self) -> EpochRecord:
        """Evaluate the network, and begin the next epoch."""
        self._sync_network()
        validation_loss, accuracy = self._network.evaluate(*self._validation)
        if not math.isfinite(validation_loss):
            raise Diverged(f"the validation loss became {validation_loss} in epoch {self._epoch + 1}")
        rate, loss = self._rate_sum / self._step, self._loss_sum / len(self._X)
        self._epoch, self._step, self._rate_sum, self._loss_sum = self._epoch + 1, 0, 0.0, 0.0
        self._shuffling = self._streams.shuffling.bit_generator.state
        return EpochRecord(self._epoch, rate, loss, validation_loss, accuracy)

    def _sync_network(self) -> None:
        """Make ``network`` the one to evaluate, where another is trained in its place."""
        if isinstance(self._model, RegularisedNetwork):
            self._model.fold_into(self._network, self._arrays.get("average", self._model.state))
        if self._whitening:
            self._whitening.fold_into(self._network.weights[0])


def fit(
    network: Network,
    training: Samples,
    validation: Samples,
    settings: Settings,
    streams: Streams,
    background: Floats | None = None,
) -> list[EpochRecord]:
    """Train a network to the end, and return one record per epoch: :class:`Training` in one call."""
    return list(Training(network, training, validation, settings, streams, background).epochs())


def _check(samples: Samples, sizes: list[int]) -> None:
    X, labels = samples
    if X.shape != (len(labels), sizes[0]):
        raise ValueError(
            f"expected X of shape {(len(labels), sizes[0])} for {len(labels)} labels, found {X.shape}"
        )
    if len(labels) == 0 or labels.min() < 0 or labels.max() >= sizes[-1]:
        raise ValueError(f"expected labels from 0 to {sizes[-1] - 1}, and at least one")
