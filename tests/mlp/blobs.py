"""Three clouds of points that a small network learns to tell apart."""

import numpy as np

import mlp

SETTINGS = mlp.Settings(hidden_layers=2, hidden_size=16, epochs=30, batch_size=20, learning_rate=0.2)


def blobs(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Three well separated clouds in the plane."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 3, n)
    centres = np.array([[0, 3], [3, -2], [-3, -2]])
    return (centres[labels] + 0.5 * rng.standard_normal((n, 2))).astype(np.float32), labels


def train(settings: mlp.Settings = SETTINGS, samples=None) -> tuple[mlp.Network, list[mlp.EpochRecord]]:
    training = blobs(210) if samples is None else samples
    streams = mlp.streams(settings.seed)
    network = mlp.Network(settings.layer_sizes(2, 3), streams.initialisation)
    return network, mlp.fit(network, training, blobs(90, 1), settings, streams)
