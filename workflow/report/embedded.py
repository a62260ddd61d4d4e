"""The best network and some test images, packed for the page, which computes with them."""

import base64
import io
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from PIL import Image

import mlp
from workflow.data.samples import Samples, read_samples
from workflow.runs.weights import load
from workflow.tables.words import Text, name_of

MOST_PARAMETERS = 1_000_000  # of a network in the page: about 1.7 MB
IMAGES, PIXELS = 200, 160_000  # at most, in all
BOUND = 0.01  # by which rounding may change a probability
BITS = range(8, 17)  # of a weight
PRINTED = 3  # mistakes on paper, and as many right answers

Weights = tuple[NDArray[np.int16], mlp.layers.Floats]
"""Whole numbers Q (D_in, D_out) and a scale s (D_out,) per column: W ≈ Q s."""


class Embedded(NamedTuple):
    """What the page shows of a network, and what its scripts read."""

    data: dict[str, Any]
    sizes: list[int]
    names: list[Text]  # of the classes
    bits: int
    images: int  # of the test set, on which the error was measured
    error: float  # the largest of any of their probabilities
    printed: list[dict[str, Any]]


def embedded(results: Path, predictions: pd.DataFrame, classes: Sequence[str]) -> Embedded | None:
    """The best network; None if it is too large, has no ReLU, or 16 bits are too few to keep what it says.

    Args:
        results: the folder with data and best.
        predictions: what it says of each test image: true, predicted, confidence.
        classes: their names.
    """
    test = read_samples(results / "data" / "test.parquet")
    network, scale = load(results / "best" / "weights.safetensors", test)
    if network.activation != "relu" or network.parameters.size > MOST_PARAMETERS:
        return None
    shown = chosen(predictions, min(IMAGES, max(1, PIXELS // test.pixels.shape[1])))
    X = scale.apply(test.pixels)
    P = network.predict_proba(X)
    for bits in BITS:
        weights = [rounded(W, bits) for W in network.weights]
        Q = restored(network, weights).predict_proba(X)
        error = float(np.abs(Q - P).max())
        same = Q[shown.index].argmax(axis=1) == P[shown.index].argmax(axis=1)
        if error <= BOUND and same.all():
            break
    else:
        return None
    names = [name_of("classes", name) for name in classes]
    images = {key: shown[key].tolist() for key in ("true", "predicted")} | {"number": shown.index.tolist()}
    data = {
        "sizes": network.sizes,
        "shape": test.shape,
        "names": names,
        "images": images,
        "packed": packed(scale, network.biases, weights, test.pixels[shown.index]),
    }
    printed = list(on_paper(test, shown, P, names))
    return Embedded(data, network.sizes, names, bits, len(P), error, printed)


def chosen(predictions: pd.DataFrame, count: int) -> pd.DataFrame:
    """The images to show: the most confident mistakes, then some of every class, right and wrong.

    A fifth are mistakes, the most confident first. The others are taken in turns from each class, right
    and wrong, each time the first of the test set that is left; they are sorted by class.
    """
    wrong = predictions["true"] != predictions["predicted"]
    worst = predictions[wrong].sort_values("confidence", ascending=False, kind="stable").head(count // 5)
    rest = predictions.drop(worst.index)
    turns = rest.groupby(["true", wrong[rest.index]]).cumcount().sort_values(kind="stable")
    others = rest.loc[turns.index[: count - len(worst)]].sort_index()
    return pd.concat([worst, others.sort_values("true", kind="stable")])


def rounded(W: mlp.layers.Floats, bits: int) -> Weights:
    """Weights as whole numbers of so many bits, the largest of a column as the largest number."""
    scale = np.abs(W).max(axis=0) / np.float32(2 ** (bits - 1) - 1)
    scale[scale == 0] = 1
    return np.rint(W / scale).astype(np.int16), scale


def restored(network: mlp.Network, weights: Sequence[Weights]) -> mlp.Network:
    """The network with rounded weights."""
    copy = mlp.Network(network.sizes, np.random.default_rng(0))
    copy.parameters[:] = network.parameters
    for W, (whole, scale) in zip(copy.weights, weights, strict=True):
        W[:] = whole * scale
    return copy


def packed(
    scale: mlp.InputScale,
    biases: Sequence[mlp.layers.Floats],
    weights: Sequence[Weights],
    pixels: NDArray[np.uint8],
) -> str:
    """All arrays in a row, deflated, in base64: scripts/trained.js reads them in the same order.

    First the float32: offset and factor of the inputs, then scale and bias of each layer. Then the bytes: of
    each layer the lower ones of all weights, then the upper ones, nearly all alike; then the images.
    """
    floats = [scale.offset, np.ravel(scale.factor)]
    floats += [array for (_, s), b in zip(weights, biases, strict=True) for array in (s, b)]
    halves = [half for whole, _ in weights for half in (whole & 255, whole >> 8)]
    parts = [array.astype("<f4") for array in floats] + [half.astype("i1") for half in halves] + [pixels]
    content = b"".join(part.tobytes() for part in parts)
    return base64.b64encode(zlib.compress(content, 9)).decode("ascii")


def on_paper(
    test: Samples, shown: pd.DataFrame, P: mlp.layers.Floats, names: Sequence[Text]
) -> Iterator[dict[str, Any]]:
    """A few of the images with their most probable classes, for a page that cannot be played with."""
    wrong = shown["true"] != shown["predicted"]
    right = shown[~wrong].drop_duplicates("true")
    for number in [*shown.index[wrong][:PRINTED], *right.index[:PRINTED]]:
        png = io.BytesIO()
        Image.fromarray(test.pixels[number].reshape(test.shape)).save(png, "PNG")
        order = np.argsort(-P[number], kind="stable")[:3]
        yield {
            "png": base64.b64encode(png.getvalue()).decode("ascii"),
            "true": names[shown.loc[number, "true"]],
            "probabilities": [(names[k], f"{100 * P[number, k]:.2f}") for k in order],
        }
