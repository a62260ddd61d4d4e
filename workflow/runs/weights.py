"""A trained network in safetensors: ``layerI.weight``, ``layerI.bias`` and the scaling of its inputs.

The metadata name its activation, if that is not ReLU.
"""

from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

import mlp
from mlp.layers import ACTIVATIONS
from workflow.base.errors import InputError
from workflow.base.integrity import checked
from workflow.data.samples import Samples


def to_bytes(network: mlp.Network, scale: mlp.InputScale) -> bytes:
    tensors = {"input_offset": scale.offset, "input_factor": np.asarray(scale.factor)}
    for layer, (W, b) in enumerate(zip(network.weights, network.biases, strict=True), start=1):
        tensors |= {f"layer{layer}.weight": W, f"layer{layer}.bias": b}
    metadata = None if network.activation == "relu" else {"activation": network.activation}
    return save({name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}, metadata)


def load(path: Path, samples: Samples) -> tuple[mlp.Network, mlp.InputScale]:
    """The network and its scaling back, for the pixels and classes of ``samples``.

    Raises:
        InputError: it is damaged, not a file that :func:`to_bytes` made, or of a network for other data.
    """
    try:
        with safe_open(checked(path), "numpy") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            activation = (file.metadata() or {}).get("activation", "relu")
        return network_of(tensors, activation, samples)
    except (SafetensorError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path}: expected a trained network ({error}); delete it and run again") from error


def network_of(
    tensors: dict[str, NDArray[np.float32]], activation: str, samples: Samples
) -> tuple[mlp.Network, mlp.InputScale]:
    """The network and its scaling, of the tensors of a file.

    Raises:
        KeyError, TypeError, ValueError: they are not those of a network for such samples.
    """
    offset, factor = tensors["input_offset"], np.float32(tensors["input_factor"])
    scale = mlp.InputScale(offset, factor)
    layers = range(1, (len(tensors) - 2) // 2 + 1)
    arrays = [(tensors[f"layer{layer}.weight"], tensors[f"layer{layer}.bias"]) for layer in layers]
    sizes = [samples.pixels.shape[1], *(b.size for _, b in arrays)]
    shapes = [(W.shape, b.shape) for W, b in arrays]
    expected = [((rows, columns), (columns,)) for rows, columns in pairwise(sizes)]
    if shapes != expected or offset.shape != (sizes[0],) or factor.size != 1:
        raise ValueError(f"for {sizes[0]} pixels, found {offset.shape} and layers of {shapes}")
    if activation not in ACTIVATIONS:
        raise ValueError(f"with an activation of {', '.join(ACTIVATIONS)}, found {activation}")
    if sizes[-1] != samples.classes:
        raise ValueError(f"for {samples.classes} classes, found {sizes[-1]}")
    network = mlp.Network(sizes, np.random.default_rng(0), activation=activation)
    for W, b, (W_trained, b_trained) in zip(network.weights, network.biases, arrays, strict=True):
        W[:], b[:] = W_trained, b_trained
    return network, scale
