"""Where a run stands, kept so that a job that was killed goes on and does not begin again.

A checkpoint is a line with the SHA-256 of the rest; the rest is safetensors: the arrays of training,
and what else belongs to the moment as JSON.
"""

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from safetensors.numpy import load, save

import mlp
from workflow.base.files import atomic_write

INTERVAL = 30.0  # seconds of work that a kill may cost, at most
SHARE = 0.1  # of a run's time: what a kill may cost, at most, and what saving may cost


class State(NamedTuple):
    """A moment of a run."""

    position: mlp.Position
    history: list[dict[str, float]]  # a record for each complete epoch


class Checkpoint:
    """The checkpoint of one run.

    Args:
        path: the file.
        identity: all that the run hangs on. A checkpoint with another identity is not used.
    """

    def __init__(self, path: Path, identity: Mapping[str, Any]) -> None:
        self._path = path
        self._identity = json.loads(json.dumps(identity))
        self._begin = self._due = time.monotonic()

    def load(self) -> State | None:
        """The state to go on from. What is damaged or another's is ignored, and a message says so."""
        try:
            digest, _, content = self._path.read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        if digest != hashlib.sha256(content).hexdigest().encode():
            print(f"{self._path}: damaged, so the run begins again")
            return None
        tensors = load(content)
        moment = json.loads(tensors.pop("moment").tobytes())
        if moment["identity"] != self._identity:
            other = [key for key, value in self._identity.items() if moment["identity"].get(key) != value]
            print(f"{self._path}: of a run with another {', '.join(other)}, so this one begins again")
            return None
        state = State(mlp.Position(tensors, *moment["position"]), moment["history"])
        print(f"{self._path}: going on after epoch {state.position.epoch}, step {state.position.step}")
        return state

    def save_if_due(self, state: Callable[[], State]) -> None:
        """Save after a tenth more of the time so far, after half a minute at the latest."""
        if time.monotonic() >= self._due:
            self.save(state)

    def save(self, state: Callable[[], State]) -> None:
        """Save at once."""
        begin = time.monotonic()
        (arrays, *position), history = state()
        moment = {"identity": self._identity, "position": position, "history": history}
        content = save({**arrays, "moment": np.frombuffer(json.dumps(moment).encode(), np.uint8)})
        with atomic_write(self._path) as temporary:
            temporary.write_bytes(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
        saved = time.monotonic()
        self._due = saved + max(min(INTERVAL, SHARE * (saved - self._begin)), (saved - begin) / SHARE)

    def remove(self) -> None:
        """The run is done."""
        self._path.unlink(missing_ok=True)
