"""The hyper-parameters: frozen defaults, bounds, and the random streams of a seed."""

from dataclasses import fields

import numpy as np
import pytest

import mlp


def test_the_frozen_defaults():
    # A name lists departures from these: changing one would give old names to new results.
    assert {field.name: field.default for field in fields(mlp.Settings)} == {
        "hidden_layers": 3,
        "hidden_size": 128,
        "epochs": 20,
        "batch_size": 128,
        "learning_rate": 0.3,
        "schedule": "cosine",
        "warmup_epochs": 0,
        "step_size": 5,
        "gamma": 0.5,
        "restart_period": 5,
        "restart_factor": 1,
        "l2": 0.0,
        "input_scaling": "centred",
        "momentum": 0.0,
        "nesterov": False,
        "weight_decay": 0.0,
        "clip_norm": 0.0,
        "ema": 0.0,
        "batch_norm": False,
        "dropout": 0.0,
        "label_smoothing": 0.0,
        "flip": False,
        "shift": 0,
        "mixup": 0.0,
        "whitening": 0.0,
        "activation": "relu",
        "seed": 0,
    }


def test_the_least_whitening_is_allowed():
    assert mlp.Settings(whitening=1e-12).whitening == 1e-12


def test_a_whole_number_is_a_rate_too():
    assert mlp.Settings(learning_rate=1) == mlp.Settings(learning_rate=1.0)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"hidden_layers": -1}, "hidden_layers must be at least 0 and at most 1000, not -1"),
        ({"hidden_size": 0}, "hidden_size must be at least 1"),
        ({"learning_rate": 0}, "learning_rate must be above 0"),
        ({"learning_rate": float("nan")}, "learning_rate must be above 0"),
        ({"learning_rate": float("inf")}, "learning_rate must be finite"),
        ({"gamma": 1.5}, "gamma must be above 0 and at most 1"),
        ({"warmup_epochs": 20}, "warmup_epochs must be below epochs"),
        ({"schedule": "sine"}, "schedule must be one of constant, step"),
        ({"momentum": 1}, "momentum must be at least 0 and below 1, not 1.0"),
        ({"momentum": -0.1}, "momentum must be at least 0"),
        ({"nesterov": True}, "nesterov must be False where momentum is 0"),
        ({"weight_decay": -1}, "weight_decay must be at least 0"),
        ({"clip_norm": float("inf")}, "clip_norm must be finite"),
        ({"dropout": 1.0}, "dropout must be at least 0 and below 1"),
        ({"ema": float("nan")}, "ema must be at least 0 and below 1"),
        ({"label_smoothing": 1.5}, "label_smoothing must be at least 0 and below 1"),
        ({"shift": -1}, "shift must be at least 0"),
        ({"shift": 33}, "shift must be at least 0 and at most 32, not 33"),
        ({"batch_size": 10**30}, "batch_size must be at least 1 and at most 1073741824"),
        ({"seed": 2**53}, "seed must be at least 0 and at most 9007199254740991"),
        ({"whitening": 1e-300}, "whitening must be 0 or at least 1e-12, not 1e-300"),
        ({"batch_norm": True, "batch_size": 1}, "batch_size must be above 1 with batch_norm"),
        ({"input_scaling": "none"}, "input_scaling must be one of"),
    ],
)
def test_a_value_out_of_bounds_is_named(wrong, message):
    with pytest.raises(ValueError, match=message):
        mlp.Settings(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"epochs": 2.0},
        {"epochs": True},
        {"l2": "0.1"},
        {"seed": None},
        {"learning_rate": False},
        {"flip": 1},
        {"nesterov": "True"},
        {"batch_norm": None},
        {"shift": 1.0},
    ],
)
def test_a_value_of_the_wrong_type_is_named(wrong):
    with pytest.raises(TypeError, match=f"{next(iter(wrong))} must be"):
        mlp.Settings(**wrong)


def test_streams_are_independent_and_keep_their_numbers():
    init, shuffle, *_ = mlp.streams(0)
    assert init.integers(0, 10**9) != shuffle.integers(0, 10**9)
    # Each depends on the seed and its own place only, so that a purpose added after them changes none.
    for place, stream in enumerate(mlp.streams(0)):
        alone = np.random.default_rng(np.random.SeedSequence(0, spawn_key=(place,)))
        assert stream.integers(0, 10**9) == alone.integers(0, 10**9)
