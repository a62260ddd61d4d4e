"""Training that was stopped continues as if it had not been."""

import json

import numpy as np
import pytest
from blobs import SETTINGS, blobs, train
from hypothesis import given
from hypothesis import strategies as st

import mlp

PLAIN = {
    "hidden_layers": st.integers(0, 2),
    "hidden_size": st.just(5),
    "epochs": st.integers(1, 4),
    "batch_size": st.integers(2, 60),
    "learning_rate": st.just(0.1),
    "schedule": st.sampled_from(["cosine", "step", "cosine_restarts"]),
    "l2": st.sampled_from([0.0, 0.01]),
    "seed": st.integers(0, 2),
}


MORE = {
    "momentum": st.sampled_from([0.5, 0.9]),
    "nesterov": st.booleans(),
    "weight_decay": st.sampled_from([0.0, 0.01]),
    "clip_norm": st.sampled_from([0.0, 0.5]),
    "ema": st.sampled_from([0.0, 0.5]),
    "batch_norm": st.booleans(),
    "dropout": st.sampled_from([0.0, 0.3]),
    "label_smoothing": st.sampled_from([0.0, 0.1]),
    "flip": st.booleans(),
    "shift": st.integers(0, 1),
    "mixup": st.sampled_from([0.0, 0.5]),
    "whitening": st.sampled_from([0.0, 0.1]),
    "activation": st.sampled_from(["relu", "gelu"]),
}


@given(st.builds(mlp.Settings, **PLAIN) | st.builds(mlp.Settings, **PLAIN, **MORE), st.data())
def test_training_continues_from_any_step_as_if_it_had_not_stopped(settings, data):
    def begin(seed: int) -> tuple[mlp.Network, mlp.Training]:
        streams = mlp.streams(seed)
        sizes = settings.layer_sizes(2, 3)
        network = mlp.Network(sizes, streams.initialisation, activation=settings.activation)
        background = np.zeros((1, 2), np.float32)
        return network, mlp.Training(network, blobs(50), blobs(9, 1), settings, streams, background)

    network, training = begin(settings.seed)
    states, records = [training.state()], []
    for record in training.steps():
        states.append(training.state())
        records += [record] if record else []
    assert len(records) == settings.epochs
    state = data.draw(st.sampled_from(states))

    # The state survives a file of arrays and JSON, and replaces all that another training has done.
    rest = json.loads(json.dumps(state._replace(arrays={})._asdict()))
    other, resumed = begin(99)
    for _, _ in zip(range(data.draw(st.integers(0, 3))), resumed.steps(), strict=False):
        pass
    resumed.restore(mlp.TrainingState(**rest | {"arrays": state.arrays}))
    assert list(resumed.epochs()) == records[state.epoch :]
    assert other.parameters.tobytes() == network.parameters.tobytes()


@given(st.builds(mlp.Settings, **PLAIN, **MORE))
def test_a_state_after_an_epoch_restores_the_network_to_evaluate(settings):
    background = np.zeros((1, 2), np.float32)
    network, other = (mlp.Network(settings.layer_sizes(2, 3), np.random.default_rng(n)) for n in (0, 1))
    training, again = (
        mlp.Training(each, blobs(50), blobs(9, 1), settings, mlp.streams(0), background)
        for each in (network, other)
    )
    next(training.epochs())
    again.restore(training.state())
    assert other.parameters.tobytes() == network.parameters.tobytes()


def test_training_that_is_left_in_an_epoch_continues_there():
    _, records = train()
    training = mlp.Training(
        mlp.Network([2, 16, 16, 3], mlp.streams(0).initialisation),
        blobs(210),
        blobs(90, 1),
        SETTINGS,
        mlp.streams(0),
    )
    for step, _ in enumerate(training.steps()):
        if step == 14:  # of 11 in an epoch
            break
    assert list(training.epochs()) == records[1:]


def test_a_run_that_diverges_leaves_the_same_network_after_a_pause():
    # Another network is trained than the one that is left, which has the average of its weights.
    settings = mlp.Settings(epochs=1, batch_size=20, learning_rate=1e30, ema=0.5)
    network, other = (mlp.Network([2, 5, 5, 3], np.random.default_rng(seed)) for seed in (0, 1))
    training, resumed = (
        mlp.Training(each, blobs(210), blobs(9, 1), settings, mlp.streams(0)) for each in (network, other)
    )
    steps = training.steps()
    next(steps)
    resumed.restore(training.state())
    for rest in (steps, resumed.steps()):
        with pytest.raises(mlp.Diverged, match="epoch 1, step 2 of 11"):
            next(rest)
    assert other.parameters.tobytes() == network.parameters.tobytes()
