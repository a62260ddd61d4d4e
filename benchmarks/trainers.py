"""One epoch of the same training by each of several programs, and by the matrix products alone.

Each trainer starts from the same weights, visits the same samples in the same order and takes the same
steps on the mean cross-entropy, in float32: plain gradient steps, or whatever the run's hyper-parameters
ask for. ``python -m benchmarks.trainers NAME`` reads one case per line (JSON) from standard input and, for
each empty line after it, trains for an epoch from the beginning and prints seconds and mean loss.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

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
        self.sizes = self.settings.layer_sizes(self.X.shape[1], len(part.classes))
        self.batch, self.rate = self.settings.batch_size, self.settings.learning_rate
        self.steps = samples // self.batch
        network = mlp.Network(self.sizes, np.random.default_rng(0))
        self.weights, self.biases = network.weights, network.biases

    def order(self) -> np.ndarray:
        """The visiting order of an epoch, as every trainer draws it: at random, from the same seed."""
        return np.random.default_rng(1).permutation(len(self.labels))


Epoch = Callable[[], float]
"""Train from the initial weights for an epoch; the mean loss."""


def ours(case: Case) -> Epoch:
    """The library of this repository."""
    network = mlp.Network(case.sizes, np.random.default_rng(0))
    start = network.parameters.copy()
    one = (case.X[:1], case.labels[:1])  # validation on one sample costs nothing

    def epoch() -> float:
        network.parameters[:] = start
        streams = mlp.streams(0)._replace(shuffling=np.random.default_rng(1))
        (record,) = mlp.fit(network, (case.X, case.labels), one, case.settings, streams, case.background)
        return record.training_loss

    return epoch


def bound(case: Case) -> Epoch:
    """The same matrix products on arrays of the same shapes, and nothing else."""
    shapes = [(case.batch, size) for size in case.sizes]
    A, dZ = ([np.ones(shape, np.float32) for shape in shapes] for _ in range(2))
    Z, dA = ([np.empty(shape, np.float32) for shape in shapes] for _ in range(2))
    dW = [np.empty_like(W) for W in case.weights]
    layers = range(len(case.weights))

    def epoch() -> float:
        for _ in range(case.steps):
            for layer in layers:
                np.matmul(A[layer], case.weights[layer], out=Z[layer + 1])
            for layer in reversed(layers):
                np.matmul(A[layer].T, dZ[layer + 1], out=dW[layer])
                if layer:
                    np.matmul(dZ[layer + 1], case.weights[layer].T, out=dA[layer])
        return float("nan")

    return epoch


def torch(case: Case, compiled: bool = False) -> Epoch:
    """PyTorch, eager: the script that people write, without the cost of a DataLoader."""
    import torch

    torch.set_num_threads(1)
    settings = case.settings
    X, labels, background = map(torch.from_numpy, (case.X, case.labels, case.background))
    linears = [torch.nn.Linear(*W.shape) for W in case.weights]
    modules: list[Any] = []
    for linear in linears[:-1]:
        modules.append(linear)
        if settings.batch_norm:
            modules.append(torch.nn.BatchNorm1d(linear.out_features))
        modules.append(torch.nn.ReLU())
        if settings.dropout:
            modules.append(torch.nn.Dropout(settings.dropout))
    model = torch.nn.Sequential(*modules, linears[-1])
    with torch.no_grad():
        for linear, W, b in zip(linears, case.weights, case.biases, strict=True):
            linear.weight.copy_(torch.from_numpy(W.T))
            linear.bias.copy_(torch.from_numpy(b))
    start = {name: value.clone() for name, value in model.state_dict().items()}
    forward: Any = torch.compile(model, dynamic=False) if compiled else model

    augmented = settings.flip or settings.shift > 0
    if augmented:  # images whose background is 0, so that what moves in is that
        X = X.view(-1, *background.shape) - background

    def augment(images: Any) -> Any:
        N, height, width = images.shape
        if settings.flip:
            images = torch.where(torch.rand(N, 1, 1) < 0.5, images.flip(2), images)
        # A moved image is a window of the one with a margin; all windows are a view, and one is copied.
        padded = torch.nn.functional.pad(images, [settings.shift] * 4)
        windows = padded.unfold(1, height, 1).unfold(2, width, 1)
        down, right = torch.randint(2 * settings.shift + 1, (2, N))
        return (windows[torch.arange(N), down, right] + background).flatten(1)

    def epoch() -> float:
        torch.manual_seed(0)
        model.load_state_dict(start)
        optimizer = torch.optim.SGD(
            model.parameters(), lr=case.rate, momentum=settings.momentum, nesterov=settings.nesterov
        )
        total = 0.0
        for chosen in torch.from_numpy(case.order()).split(case.batch):
            batch = augment(X[chosen]) if augmented else X[chosen]
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(
                forward(batch), labels[chosen], label_smoothing=settings.label_smoothing
            )
            loss.backward()
            if settings.weight_decay:
                with torch.no_grad():
                    for linear in linears:
                        linear.weight *= 1 - case.rate * settings.weight_decay
            optimizer.step()
            total += loss.item()
        return total / case.steps

    return epoch


def torch_compile(case: Case) -> Epoch:
    """The same with torch.compile."""
    return torch(case, compiled=True)


def jax(case: Case) -> Epoch:
    """JAX, the whole epoch compiled into one scan."""
    import jax
    import jax.numpy as jnp

    def loss_of(parameters: Any, X: Any, labels: Any) -> Any:
        for W, b in parameters[:-1]:
            X = jax.nn.relu(X @ W + b)
        W, b = parameters[-1]
        logits = jax.nn.log_softmax(X @ W + b)
        return -jnp.take_along_axis(logits, labels[:, None], axis=1).mean()

    @jax.jit
    def run(parameters: Any, X: Any, labels: Any, order: Any) -> Any:
        def step(parameters: Any, chosen: Any) -> Any:
            loss, gradients = jax.value_and_grad(loss_of)(parameters, X[chosen], labels[chosen])
            return jax.tree.map(lambda p, g: p - case.rate * g, parameters, gradients), loss

        return jax.lax.scan(step, parameters, order)

    X, labels = jnp.asarray(case.X), jnp.asarray(case.labels)
    start = [(jnp.asarray(W), jnp.asarray(b)) for W, b in zip(case.weights, case.biases, strict=True)]

    def epoch() -> float:
        order = jnp.asarray(case.order().reshape(case.steps, case.batch))
        return float(run(start, X, labels, order)[1].mean())

    return epoch


def sklearn(case: Case) -> Epoch:
    """scikit-learn's MLPClassifier with plain SGD."""
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier(
        case.sizes[1:-1], solver="sgd", alpha=0, batch_size=case.batch, learning_rate_init=case.rate,
        momentum=0, nesterovs_momentum=False, shuffle=False,
    )  # fmt: skip
    classes = np.arange(case.sizes[-1])
    model.partial_fit(case.X[: case.batch], case.labels[: case.batch], classes=classes)

    def epoch() -> float:
        arrays = zip(model.coefs_ + model.intercepts_, case.weights + case.biases, strict=True)
        for theirs, initial in arrays:
            theirs[:] = initial
        order = case.order()
        model.partial_fit(case.X[order], case.labels[order])
        return float(model.loss_)

    return epoch


TRAINERS = {f.__name__: f for f in (ours, bound, torch, torch_compile, jax, sklearn)}


def main() -> None:
    trainer = TRAINERS[sys.argv[1]]
    for line in sys.stdin:
        if line.strip():
            epoch = trainer(Case(**json.loads(line)))
            epoch()  # compiles, and fills the caches
            continue
        begin = time.perf_counter()
        loss = epoch()
        print(json.dumps({"seconds": time.perf_counter() - begin, "loss": loss}), flush=True)


if __name__ == "__main__":
    main()
