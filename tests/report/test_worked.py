"""The training step that the report shows number by number is one of mlp."""

import numpy as np
import pytest

import mlp
from workflow.report.worked import GIVEN, LAYERS, MISTAKES, RATE, arrays, matrix, stages, symbol

ARRAYS = arrays()


def test_the_step_is_what_training_does():
    network = mlp.Network([3, 4, 3, 2], np.random.default_rng(0), np.float64)
    for n, W, b in zip(LAYERS, network.weights, network.biases, strict=True):
        W[:], b[:] = GIVEN[f"W{n}"], GIVEN[f"b{n}"][0]
    batch = np.array(GIVEN["X"]), np.argmax(GIVEN["Y"], axis=1)
    settings = mlp.Settings(epochs=1, batch_size=2, learning_rate=RATE, schedule="constant")
    before = network.parameters.copy()
    (record,) = mlp.fit(network, batch, batch, settings, mlp.streams(0))
    assert ARRAYS["L"].item() == pytest.approx(record.training_loss)
    for n, W, b in zip(LAYERS, network.weights, network.biases, strict=True):
        assert ARRAYS[f"nextW{n}"] == pytest.approx(W)
        assert ARRAYS[f"nextb{n}"][0] == pytest.approx(b)
    assert (before != network.parameters).mean() > 0.8


def test_each_stage_is_made_of_what_is_there_by_then():
    made = set(GIVEN)
    for stage in stages():
        assert {name.removesuffix("T") for name in stage.operands} <= made, stage
        made.add(stage.name)
    assert made == set(ARRAYS)
    places = [stage.place for stage in stages()]
    assert len(set(places)) == len(places)
    assert {stage.name for wrong in MISTAKES.values() for stage in wrong} <= made


@pytest.mark.parametrize("n", LAYERS[:-1])
def test_some_units_are_inactive_none_for_all_samples_and_none_at_its_kink(n):
    active = ARRAYS[f"Z{n}"] > 0
    assert not active.all()
    assert active.any(axis=0).all()
    assert np.abs(ARRAYS[f"Z{n}"]).min() > 0.1


def test_formulas():
    latex = {stage.name: stage.latex for stage in stages()}
    assert latex["Z2"] == "Z_2 = A_1 W_2 + b_2"
    assert latex["dW1"] == r"\nabla_{W_1} = X^{\top} \nabla_{Z_1}"
    assert latex["dA2"] == r"\nabla_{A_2} = \nabla_{Z_3} W_3^{\top}"
    assert latex["nextb3"] == r"b_3^{+} = b_3 - \eta \nabla_{b_3}"
    assert symbol("dZ3T") == r"\nabla_{Z_3}^{\top}"
    assert (
        matrix(np.array([[1, -0.0001], [0.12345, -2.5]]))
        == r"\begin{pmatrix} 1 & 0 \\ 0.123 & -2.5 \end{pmatrix}"
    )
