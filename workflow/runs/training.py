"""Train a run from where it stands, to its end or to a pause."""

import platform
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from threadpoolctl import threadpool_info

import mlp
from workflow.base.errors import InputError
from workflow.base.files import sha256
from workflow.base.fingerprint import fingerprint
from workflow.data.samples import PARTS, read_samples
from workflow.runs.checkpoint import Checkpoint, State
from workflow.runs.columns import TEST_COLUMNS


class Progress(NamedTuple):
    """What there is of a run when training stops."""

    network: mlp.Network
    scale: mlp.InputScale
    history: list[dict[str, float]]  # a record for each complete epoch
    diverged: bool


def read_settings(run: str) -> mlp.Settings:
    """The settings that a run's name says.

    Raises:
        InputError: it is no such name.
    """
    try:
        return mlp.Settings.from_name(run)
    except (ValueError, TypeError) as error:
        raise InputError(str(error)) from error


def provenance(data: Path) -> dict[str, Any]:
    """What a run hangs on besides its settings: by content, by meaning, by name."""
    return {
        "data": {part: sha256(data / f"{part}.parquet") for part in PARTS},
        "code": fingerprint("workflow.runs.train"),
        "versions": {"python": platform.python_version(), "numpy": np.__version__},
    }


def checkpoint_of(run: str, folder: Path, origin: dict[str, Any]) -> Checkpoint:
    """A run's checkpoint. Another BLAS rounds otherwise, so only the same one may go on."""
    blas = [[library["version"], library.get("architecture")] for library in threadpool_info()]
    return Checkpoint(folder / run, {"settings": run} | origin | {"BLAS": blas})


def train(settings: mlp.Settings, data: Path, checkpoint: Checkpoint, epochs: int) -> Progress:
    """Train until so many epochs are complete, from the checkpoint if there is one, which is left behind.

    The test set is evaluated after each epoch for the record; nothing that is learnt hangs on it.
    """
    training, validation, test = (read_samples(data / f"{part}.parquet") for part in PARTS)
    scale = mlp.InputScale.measure(settings.input_scaling, training.pixels)
    streams = mlp.streams(settings.seed)
    sizes = settings.layer_sizes(training.pixels.shape[1], training.classes)
    network = mlp.Network(sizes, streams.initialisation)
    X_test = scale.apply(test.pixels)
    background = scale.apply(np.zeros_like(training.pixels[:1])).reshape(training.shape)

    history: list[dict[str, float]] = []
    position = here = None
    if state := checkpoint.load():
        position, history = state

    def after_step(current: Callable[[], mlp.Position]) -> None:
        nonlocal here
        here = current
        checkpoint.save_if_due(lambda: State(current(), history))

    records = mlp.fit(
        network,
        (scale.apply(training.pixels), training.labels),
        (scale.apply(validation.pixels), validation.labels),
        settings,
        streams,
        background,
        position,
        after_step,
    )
    diverged = False
    begin = time.perf_counter()
    try:
        while len(history) < epochs:
            record = next(records)
            tested = zip(TEST_COLUMNS, network.evaluate(X_test, test.labels), strict=True)
            history.append(record._asdict() | dict(tested))
    except mlp.Diverged as error:
        diverged = True
        print(error)
    if here and len(history) == epochs < settings.epochs:
        # The position is before the last record, which follows from it.
        checkpoint.save(lambda: State(here(), history[:-1]))
    print(f"seconds of training: {time.perf_counter() - begin:.3f}")  # in the log, as results have no times
    return Progress(network, scale, history, diverged)
