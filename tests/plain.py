"""What the project computes, in plain NumPy, in float64 and from files alone: a second opinion."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray
from safetensors import safe_open

Numbers = NDArray[np.float64]


class Part(NamedTuple):
    """A part of the data: pixels (N, D), labels (N,)."""

    pixels: Numbers
    labels: NDArray[np.int64]

    @classmethod
    def read(cls, path: Path) -> "Part":
        table = pq.read_table(path)
        pixels = np.array([list(image) for image in table["image"].to_pylist()], float)
        return cls(pixels, np.array(table["label"].to_pylist()))


class Model(NamedTuple):
    """A trained network, as its file has it."""

    offset: Numbers
    factor: float
    layers: list[tuple[Numbers, Numbers]]
    activation: str = "relu"

    @classmethod
    def read(cls, path: Path) -> "Model":
        with safe_open(path, "numpy") as file:
            tensors = {name: file.get_tensor(name).astype(float) for name in file.keys()}  # noqa: SIM118
            activation = (file.metadata() or {}).get("activation", "relu")
        numbers = range(1, len(tensors) // 2)
        layers = [(tensors[f"layer{n}.weight"], tensors[f"layer{n}.bias"]) for n in numbers]
        return cls(tensors["input_offset"], tensors["input_factor"].item(), layers, activation)

    def probabilities(self, pixels: Numbers) -> Numbers:
        X = (pixels - self.offset) * self.factor
        return softmax(forward(self.layers, X, ACTIVATIONS[self.activation])[-1])

    def evaluate(self, part: Part) -> tuple[float, float]:
        """Mean cross-entropy and accuracy."""
        P = self.probabilities(part.pixels)
        right = P.argmax(axis=1) == part.labels
        return float(cross_entropy(P, part.labels)), float(right.mean())


def relu(Z: Numbers) -> Numbers:
    return np.maximum(Z, 0)


def gelu(Z: Numbers) -> Numbers:
    A: Numbers = Z * np.vectorize(NormalDist().cdf)(Z)
    return A


ACTIVATIONS: dict[str, Callable[[Numbers], Numbers]] = {"relu": relu, "gelu": gelu}


def forward(
    layers: list[tuple[Numbers, Numbers]], X: Numbers, activation: Callable[[Numbers], Numbers] = relu
) -> list[Numbers]:
    """The input of each layer, and the logits."""
    values = [X]
    for number, (W, b) in enumerate(layers, start=1):
        Z = values[-1] @ W + b
        values.append(Z if number == len(layers) else activation(Z))
    return values


def softmax(Z: Numbers) -> Numbers:
    P: Numbers = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return P


def cross_entropy(P: Numbers, labels: NDArray[np.int64]) -> float:
    return float(-np.log(P[np.arange(len(labels)), labels]).mean())


def summary(folder: Path) -> dict[str, Any]:
    """A run's run.json."""
    found: dict[str, Any] = json.loads((folder / "run.json").read_text())
    return found


def trained(train: Part, settings: dict[str, Any], classes: int) -> tuple[Model, list[tuple[float, float]]]:
    """Plain gradient descent from the run's seed, with centred inputs and a cosine schedule.

    Returns:
        The model, and for each epoch its mean learning rate and training loss.
    """
    initial, order = (
        np.random.default_rng(child) for child in np.random.SeedSequence(settings["seed"]).spawn(4)[:2]
    )
    sizes = [train.pixels.shape[1], *[settings["hidden_size"]] * settings["hidden_layers"], classes]
    layers = [
        (initial.standard_normal((d_in, d_out)) * np.sqrt(2 / d_in), np.zeros(d_out))
        for d_in, d_out in pairwise(sizes)
    ]
    offset, factor = train.pixels.mean(axis=0), 1 / 255
    X, Y = (train.pixels - offset) * factor, np.eye(classes)[train.labels]
    N, size, epochs = len(X), settings["batch_size"], settings["epochs"]
    steps, records = -(-N // size), []
    for epoch in range(epochs):
        permuted = order.permutation(N)
        losses, rates = np.zeros(N), []
        for step in range(steps):
            chosen = permuted[step * size : (step + 1) * size]
            rate = settings["learning_rate"] * (1 + np.cos(np.pi * (epoch + step / steps) / epochs)) / 2
            values = forward(layers, X[chosen])
            P = softmax(values[-1])
            losses[chosen] = -np.log((P * Y[chosen]).sum(axis=1))
            dZ = (P - Y[chosen]) / len(chosen)
            for place in reversed(range(len(layers))):
                W, b = layers[place]
                dW, db = values[place].T @ dZ + settings["l2"] * W, dZ.sum(axis=0)
                dZ = dZ @ W.T * (values[place] > 0)
                layers[place] = W - rate * dW, b - rate * db
            rates.append(rate)
        records.append((float(np.mean(rates)), float(losses.mean())))
    return Model(offset, factor, layers), records
