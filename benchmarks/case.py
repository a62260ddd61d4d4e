"""What every trainer is given: the samples, the initial weights and the hyper-parameters of a run."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

import mlp
from workflow.data.samples import read_samples
from workflow.runs.names import settings_of

TRAINING = Path("results/data/train.parquet")


class Case:
    """A run's settings, the network's initial weights, and the samples in the order of the epoch's steps."""

    def __init__(self, run: str, samples: int) -> None:
        part = read_samples(TRAINING)
        order = np.random.default_rng(0).permutation(len(part.labels))[:samples]
        scale = mlp.InputScale.measure("centred", part.pixels)
        self.X = scale.apply(part.pixels[order])
        self.background = scale.apply(np.zeros_like(part.pixels[:1])).reshape(part.shape)
        self.labels = part.labels[order]
        self.settings = settings_of(run)
        self.sizes = self.settings.layer_sizes(self.X.shape[1], part.classes)
        self.batch, self.rate = self.settings.batch_size, self.settings.learning_rate
        self.steps = samples // self.batch
        network = mlp.Network(self.sizes, np.random.default_rng(0))
        self.weights, self.biases = network.weights, network.biases

    def order(self) -> np.ndarray:
        """The visiting order of an epoch, as every trainer draws it: at random, from the same seed."""
        return np.random.default_rng(1).permutation(len(self.labels))


Epoch = Callable[[], float]
"""Train from the initial weights for an epoch; the mean loss."""
