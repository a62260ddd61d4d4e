"""Train a run from where it stopped, to its end or to a rung."""

import platform
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from threadpoolctl import threadpool_info

import mlp
from workflow.base.errors import InputError
from workflow.base.fingerprint import fingerprint
from workflow.base.integrity import checked_sha256
from workflow.data.samples import PARTS, read_samples
from workflow.runs.checkpoint import Checkpoint, Snapshot
from workflow.runs.columns import TEST_COLUMNS


class Progress(NamedTuple):
    """A run when training stops."""

    network: mlp.Network
    scale: mlp.InputScale
    history: list[dict[str, float]]  # a record for each complete epoch
    diverged: bool


def provenance(data: Path) -> dict[str, Any]:
    """What a run depends on besides its hyper-parameters: the content of its data, code and versions."""
    return {
        "data": {part: checked_sha256(data / f"{part}.parquet") for part in PARTS},
        "code": fingerprint("workflow.runs.train"),
        "versions": versions(),
    }


def versions() -> dict[str, str]:
    """What computes a run besides its own code."""
    return {"python": platform.python_version(), "numpy": np.__version__}


def checkpoint_of(run: str, folder: Path, origin: dict[str, Any]) -> Checkpoint:
    """A run's checkpoint. Only the same BLAS may continue it, as another one rounds differently."""
    blas = [[library["version"], library.get("architecture")] for library in threadpool_info()]
    return Checkpoint(folder / run, {"settings": run} | origin | {"BLAS": blas})


def train(settings: mlp.Settings, data: Path, checkpoint: Checkpoint, epochs: int) -> Progress:
    """Train until so many epochs are complete, from the checkpoint if there is one.

    A run with epochs left is saved there. The test set is evaluated after each epoch, for the record
    only: nothing that is learnt depends on it.

    Raises:
        InputError: the hyper-parameters do not go with the data.
    """
    train, validation, test = (read_samples(data / f"{part}.parquet") for part in PARTS)
    scale = mlp.InputScale.measure(settings.input_scaling, train.pixels)
    streams = mlp.streams(settings.seed)
    sizes = settings.layer_sizes(train.pixels.shape[1], train.classes)
    network = mlp.Network(sizes, streams.initialisation, activation=settings.activation)
    try:
        training = mlp.Training(
            network,
            (scale.apply(train.pixels), train.labels),
            (scale.apply(validation.pixels), validation.labels),
            settings,
            streams,
            background=scale.apply(np.zeros_like(train.pixels[:1])).reshape(train.shape),
        )
    except ValueError as error:
        raise InputError(f"{data}: {error}") from error
    X_test = scale.apply(test.pixels)

    history: list[dict[str, float]] = []
    if snapshot := checkpoint.load():
        training.restore(snapshot.training)
        history = snapshot.history
    diverged = False
    begin = time.perf_counter()
    try:
        steps = training.steps()
        while len(history) < epochs:
            if record := next(steps):
                tested = zip(TEST_COLUMNS, network.evaluate(X_test, test.labels), strict=True)
                history.append(record._asdict() | dict(tested))
            checkpoint.save_if_due(lambda: Snapshot(training.state(), history))
    except mlp.Diverged as error:
        diverged = True
        print(error)
    if len(history) == epochs < settings.epochs:
        checkpoint.save(Snapshot(training.state(), history))
    print(f"seconds of training: {time.perf_counter() - begin:.3f}")  # in the log: results contain no times
    return Progress(network, scale, history, diverged)
