"""One epoch of the same training by each of several programs, and by the matrix products alone.

Each trainer starts from the same weights, visits the same samples in the same order and takes the same
steps on the mean cross-entropy, in float32: plain gradient steps, or whatever the run's hyper-parameters
ask for. ``python -m benchmarks.trainers NAME`` reads one case per line (JSON) from standard input and, for
each empty line after it, trains for an epoch from the beginning and prints seconds and mean loss.
"""

import json
import sys
import time

import numpy as np

import mlp
from benchmarks.case import Case, Epoch
from benchmarks.peers import jax, sklearn, torch, torch_compile


def ours(case: Case) -> Epoch:
    """The library of this repository."""
    network = mlp.Network(case.sizes, np.random.default_rng(0), activation=case.settings.activation)
    one = (case.X[:1], case.labels[:1])  # validation on one sample costs nothing
    streams = mlp.streams(0)._replace(shuffling=np.random.default_rng(1))
    training = mlp.Training(network, (case.X, case.labels), one, case.settings, streams, case.background)
    start = training.state()

    def epoch() -> float:
        training.restore(start)
        (record,) = training.epochs()
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
