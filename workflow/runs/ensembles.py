"""Trained networks that classify together, in one file of safetensors.

Its tensors are those of each network's own file, with ``memberM.`` before their names. The metadata say the
activation, ``shift``, the pixels by which copies of an image are moved, and ``runs``, the members' names.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

import mlp
from mlp.augmentation import Transform
from workflow.base.errors import InputError
from workflow.base.integrity import checked
from workflow.data.samples import Samples
from workflow.runs.weights import network_of


class Ensemble(NamedTuple):
    """Networks whose probabilities are averaged, each over copies of an image as well."""

    members: dict[str, tuple[mlp.Network, mlp.InputScale]]  # by name
    shape: tuple[int, int]  # of an image, height and width
    shift: int  # the most pixels by which a copy is moved; 0: the image itself is the only one

    def predict_proba(self, pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Images (N, height · width) → probabilities (N, K)."""
        each = [
            network.predict_proba(scale.apply(pixels), moves(scale, self.shape, self.shift))
            for network, scale in self.members.values()
        ]
        together: NDArray[np.float64] = np.mean(each, axis=0, dtype=float)
        return together


def moves(scale: mlp.InputScale, shape: tuple[int, int], shift: int) -> Sequence[Transform]:
    """Every way to move the inputs of images by up to ``shift`` pixels, so that black moves in."""
    if not shift:  # to the bits: moving by nothing subtracts the background and adds it again
        return [np.asarray]
    background = scale.apply(np.zeros((1, scale.offset.size), np.uint8)).reshape(shape)
    return mlp.shifts(background, shift)


def to_bytes(files: dict[str, Path], shift: int) -> bytes:
    """The file of an ensemble, from the weights files of its members by the names of their runs.

    Raises:
        InputError: a weights file is damaged.
    """
    tensors: dict[str, NDArray[np.float32]] = {}
    metadata = {"shift": str(shift), "runs": json.dumps(list(files))}
    for number, path in enumerate(files.values(), start=1):
        with safe_open(checked(path), "numpy") as file:
            tensors |= {f"member{number}.{name}": file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            metadata |= file.metadata() or {}
    return save(tensors, metadata)


def load(path: Path, samples: Samples) -> Ensemble:
    """An ensemble back, for the pixels and classes of ``samples``.

    Raises:
        InputError: it is damaged, not a file that :func:`to_bytes` made, or of networks for other data.
    """
    try:
        with safe_open(checked(path), "numpy") as file:
            metadata = file.metadata() or {}
            runs: list[str] = json.loads(metadata["runs"])
            members: list[dict[str, NDArray[np.float32]]] = [{} for _ in runs]
            for name in file.keys():  # noqa: SIM118
                member, _, tensor = name.removeprefix("member").partition(".")
                members[int(member) - 1][tensor] = file.get_tensor(name)
        activation = metadata.get("activation", "relu")
        networks = [network_of(tensors, activation, samples) for tensors in members]
        return Ensemble(dict(zip(runs, networks, strict=True)), samples.shape, int(metadata["shift"]))
    except (SafetensorError, IndexError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path}: expected an ensemble ({error}); delete it and run again") from error
