"""The network in the page is the best network: rounded, it says the same of every image."""

import base64
import zlib
from typing import Any

import numpy as np
import pandas as pd
import pytest
from plain import Model

import mlp
from workflow.base.errors import InputError
from workflow.data.samples import Samples, write_samples
from workflow.report.embedded import chosen, embedded
from workflow.runs.weights import load, to_bytes

SHAPE, NAMES = (6, 10), [f"note {k}" for k in range(7)]
SETTINGS: dict[str, dict[str, Any]] = {
    "a linear model": {"hidden_layers": 0},
    "deep": {"hidden_layers": 4, "hidden_size": 9, "input_scaling": "standardised"},
    "batch normalisation, dropout and an average": {
        "hidden_layers": 2, "hidden_size": 12, "batch_norm": True, "dropout": 0.2, "ema": 0.9,
        "input_scaling": "unit",
    },
    "wide": {"hidden_layers": 1, "hidden_size": 300},
}  # fmt: skip


def samples(seed: int, n: int = 300) -> Samples:
    rng = np.random.default_rng(seed)
    labels = np.arange(n) % 7
    pixels = rng.integers(0, 200, (n, 60)) + 8 * labels[:, None]
    pixels[:, 0] = 0  # a pixel that is black in every image, as at the border of real ones
    return Samples(pixels.astype(np.uint8), labels, SHAPE, 7)


def trained(**settings) -> tuple[mlp.Network, mlp.InputScale]:
    chosen = mlp.Settings(epochs=3, batch_size=20, learning_rate=0.1, **settings)
    training, streams = samples(0), mlp.streams(0)
    scale = mlp.InputScale.measure(chosen.input_scaling, training.pixels)
    sizes = chosen.layer_sizes(60, 7)
    network = mlp.Network(sizes, streams.initialisation, activation=chosen.activation)
    parts = [(scale.apply(part.pixels), part.labels) for part in (training, samples(1))]
    mlp.fit(network, parts[0], parts[1], chosen, streams, scale.apply(np.zeros((1, 60), np.uint8)))
    return network, scale


def written(folder, network, scale, test: Samples) -> pd.DataFrame:
    """The files that the page reads; what the network says of the test images."""
    for name in ("data", "best"):
        (folder / name).mkdir()
    write_samples(folder / "data/test.parquet", test, {})
    (folder / "best/weights.safetensors").write_bytes(to_bytes(network, scale))
    P = network.predict_proba(scale.apply(test.pixels))
    return pd.DataFrame({"true": test.labels, "predicted": P.argmax(axis=1), "confidence": P.max(axis=1)})


def unpacked(data) -> tuple[Model, np.ndarray]:
    """The network and the images, read back by what the page says of their order."""
    content, end = zlib.decompress(base64.b64decode(data["packed"])), 0

    def take(kind: str, *shape: int) -> np.ndarray:
        nonlocal end
        start, end = end, end + int(np.prod(shape)) * np.dtype(kind).itemsize
        return np.frombuffer(content[start:end], kind).reshape(shape).astype(float)

    sizes = data["sizes"]
    offset, factor = take("<f4", sizes[0]), take("<f4", 1).item()
    columns = [(take("<f4", width), take("<f4", width)) for width in sizes[1:]]
    layers = []
    for rows, (s, b) in zip(sizes, columns, strict=False):
        low, high = take("u1", rows, len(b)), take("i1", rows, len(b))
        layers.append(((256 * high + low) * s, b))
    pixels = take("u1", len(data["images"]["number"]), sizes[0])
    assert end == len(content)
    return Model(offset, factor, layers), pixels


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("sharpness", [1, 40])
def test_every_architecture_says_the_same_when_rounded(tmp_path, name, sharpness):
    network, scale = trained(**SETTINGS[name])
    network.weights[-1] *= sharpness  # steep probabilities need more bits
    network.weights[-1][:, 3] = 0
    test = samples(2)
    predictions = written(tmp_path, network, scale, test)
    found = embedded(tmp_path, predictions, NAMES)
    assert found is not None
    model, pixels = unpacked(found.data)
    numbers = found.data["images"]["number"]
    assert (pixels == test.pixels[numbers]).all()
    P, Q = network.predict_proba(scale.apply(test.pixels)), model.probabilities(test.pixels.astype(float))
    # mlp computes in float32, so that the two differ by as much as that rounds.
    assert found.error == pytest.approx(np.abs(P - Q).max(), abs=1e-4)
    assert np.abs(P - Q).max() <= 0.01
    assert (P[numbers].argmax(axis=1) == Q[numbers].argmax(axis=1)).all()
    assert found.data["images"]["predicted"] == P[numbers].argmax(axis=1).tolist()
    assert found.data["images"]["true"] == test.labels[numbers].tolist()


def test_steep_probabilities_take_more_bits(tmp_path):
    network, scale = trained(hidden_layers=1, hidden_size=20)
    bits = []
    for sharpness in (0.01, 1e4):
        network.weights[-1] *= sharpness
        (tmp_path / str(sharpness)).mkdir()
        predictions = written(tmp_path / str(sharpness), network, scale, samples(2))
        found = embedded(tmp_path / str(sharpness), predictions, NAMES)
        assert found is not None
        bits.append(found.bits)
    assert bits[0] == 8 < bits[1] <= 16


def test_a_network_that_16_bits_cannot_hold_is_not_embedded(tmp_path):
    network, scale = trained(hidden_layers=0)
    # The black pixel's weights, which change nothing, take all the bits of their columns.
    network.weights[0][0] = 1e6
    scale.offset[0] = 0
    predictions = written(tmp_path, network, scale, samples(2))
    assert embedded(tmp_path, predictions, NAMES) is None


def test_a_network_without_relu_is_not_embedded(tmp_path):
    network, scale = trained(hidden_layers=1, hidden_size=5, activation="gelu")
    assert embedded(tmp_path, written(tmp_path, network, scale, samples(2)), NAMES) is None


def test_an_activation_that_nobody_knows_is_refused(tmp_path):
    network, scale = trained(hidden_layers=1, hidden_size=5)
    network.activation = "tanh"
    (tmp_path / "weights.safetensors").write_bytes(to_bytes(network, scale))
    with pytest.raises(InputError, match="with an activation of relu, gelu, found tanh"):
        load(tmp_path / "weights.safetensors", samples(2))


def test_mistakes_come_first_the_most_confident_before_the_others_then_every_class_right_and_wrong():
    rng = np.random.default_rng(0)
    true = rng.integers(0, 10, 5000)
    predicted = np.where(rng.random(5000) < 0.8, true, rng.integers(0, 10, 5000))
    frame = pd.DataFrame({"true": true, "predicted": predicted, "confidence": rng.random(5000)})
    shown = chosen(frame, 200)
    assert len(shown) == len(set(shown.index)) == 200
    wrong = frame[frame["true"] != frame["predicted"]]
    assert shown.index[:40].tolist() == wrong["confidence"].nlargest(40).index.tolist()
    others = shown[40:]
    counts = others.groupby(["true", others["true"] == others["predicted"]]).size()
    assert counts.tolist() == [8] * 20
    assert others["true"].is_monotonic_increasing
    pd.testing.assert_frame_equal(shown, chosen(frame, 200))


def test_a_network_without_mistakes_and_a_test_set_smaller_than_the_gallery_are_shown_as_well():
    frame = pd.DataFrame({"true": [0, 1, 1], "predicted": [0, 1, 1], "confidence": [0.9, 0.8, 0.7]})
    assert chosen(frame, 200).index.tolist() == [0, 1, 2]
