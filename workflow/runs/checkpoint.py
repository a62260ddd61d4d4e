"""The state of a run in progress, saved so that a killed job continues instead of beginning again.

A checkpoint is a line with the SHA-256 of the rest. The rest is in safetensors: the arrays of training,
and everything else as JSON.
"""

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

import mlp
from workflow.base.files import atomic_write

INTERVAL = 30.0  # seconds of work that a kill may cost, at most
SHARE = 0.1  # of a run's time: what a kill may cost, at most, and what saving may cost


class Snapshot(NamedTuple):
    """A run between two steps."""

    training: mlp.TrainingState
    history: list[dict[str, float]]  # a record for each complete epoch


class Checkpoint:
    """The checkpoint of one run.

    Args:
        path: the file.
        identity: all that the run depends on. A checkpoint with another identity is not used.
    """

    def __init__(self, path: Path, identity: Mapping[str, Any]) -> None:
        self._path = path
        self._identity = json.loads(json.dumps(identity))
        self._begin = self._due = time.monotonic()

    def load(self) -> Snapshot | None:
        """The snapshot to continue from. A damaged or foreign one is ignored, with a message."""
        try:
            digest, _, content = self._path.read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        if digest != hashlib.sha256(content).hexdigest().encode():
            print(f"{self._path}: damaged, so the run begins again")
            return None
        tensors = load(content)
        rest = json.loads(tensors.pop("rest").tobytes())
        if rest["identity"] != self._identity:
            other = [key for key, value in self._identity.items() if rest["identity"].get(key) != value]
            print(f"{self._path}: from a run with other {', '.join(other)}, so this one begins again")
            return None
        training = mlp.TrainingState(arrays=tensors, **rest["training"])
        print(f"{self._path}: continuing after epoch {training.epoch}, step {training.step}")
        return Snapshot(training, rest["history"])

    def save_if_due(self, snapshot: Callable[[], Snapshot]) -> None:
        """Save when a tenth of the time so far has passed since the last time, or half a minute."""
        if time.monotonic() >= self._due:
            self.save(snapshot())

    def save(self, snapshot: Snapshot) -> None:
        """Save at once."""
        begin = time.monotonic()
        training = snapshot.training._asdict()
        arrays = training.pop("arrays")
        rest = {"identity": self._identity, "training": training, "history": snapshot.history}
        content = save({**arrays, "rest": np.frombuffer(json.dumps(rest).encode(), np.uint8)})
        with atomic_write(self._path) as temporary:
            temporary.write_bytes(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
        saved = time.monotonic()
        self._due = saved + max(min(INTERVAL, SHARE * (saved - self._begin)), (saved - begin) / SHARE)

    def remove(self) -> None:
        """Remove the checkpoint of a finished run."""
        self._path.unlink(missing_ok=True)


def history_of(path: Path, name: str) -> list[float]:
    """A figure of each complete epoch of a run in progress; none where there is no checkpoint to be read."""
    try:
        _, _, content = path.read_bytes().partition(b"\n")
        return [record[name] for record in json.loads(load(content)["rest"].tobytes())["history"]]
    except (FileNotFoundError, SafetensorError):
        return []
