"""A run's name is its settings, and can be read back."""

import re
from dataclasses import fields, replace
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mlp
from mlp.settings import InputScaling, Schedule

counts = st.integers(1, 10**6)
FIELDS = [field.name for field in fields(mlp.Settings)]
shares = st.floats(0, 1, exclude_max=True)
SETTINGS = st.builds(
    lambda epochs, **others: mlp.Settings(epochs=epochs[1], warmup_epochs=epochs[0], **others),
    epochs=st.sets(st.integers(0, 10**6), min_size=2, max_size=2).map(sorted),  # of the warm-up, and all
    hidden_layers=st.integers(0, 100),
    hidden_size=counts,
    batch_size=st.integers(2, 10**6),
    learning_rate=st.floats(0, exclude_min=True, allow_infinity=False),
    schedule=st.sampled_from(get_args(Schedule)),
    step_size=counts,
    gamma=st.floats(0, 1, exclude_min=True),
    restart_period=counts,
    restart_factor=counts,
    l2=st.floats(0, allow_infinity=False),
    input_scaling=st.sampled_from(get_args(InputScaling)),
    momentum=st.floats(0, 1, exclude_min=True, exclude_max=True),
    nesterov=st.booleans(),
    weight_decay=st.floats(0, allow_infinity=False),
    clip_norm=st.floats(0, allow_infinity=False),
    ema=shares,
    batch_norm=st.booleans(),
    dropout=shares,
    label_smoothing=shares,
    flip=st.booleans(),
    shift=st.integers(0, 1000),
    seed=st.integers(0, 2**64),
)


@given(SETTINGS)
def test_a_name_reads_back_as_its_settings(settings):
    assert mlp.Settings.from_name(settings.name) == settings


@given(SETTINGS, SETTINGS)
def test_two_settings_share_a_name_only_if_they_are_the_same(one, other):
    assert (one.name == other.name) == (one == other)


@given(SETTINGS, SETTINGS, st.sampled_from(FIELDS))
def test_no_setting_is_left_out_of_the_name(one, other, field):
    try:
        changed = replace(one, **{field: getattr(other, field)})
    except ValueError:  # a warm-up as long as all epochs
        return
    assert (one.name == changed.name) == (getattr(one, field) == getattr(other, field))


@given(SETTINGS.map(lambda settings: settings.name), st.data())
def test_a_text_is_refused_or_is_the_name_of_what_it_reads_as(name, data):
    place = data.draw(st.integers(0, len(name)))
    text = name[:place] + data.draw(st.text("0123456789.,~=e+-_ ", max_size=3)) + name[place + 1 :]
    try:
        settings = mlp.Settings.from_name(text)
    except (ValueError, TypeError):
        return
    assert settings.name == text


@given(SETTINGS)
def test_a_name_is_one_folder_on_any_file_system(settings):
    assert re.fullmatch(r"[a-z0-9_=.~+-]+", settings.name)


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
        "seed": 0,
    }
    assert mlp.Settings().name == "default"
    assert (
        mlp.Settings(hidden_size=256, epochs=5, batch_size=64).name
        == "batch_size=64~epochs=5~hidden_size=256"
    )


def test_a_whole_number_is_a_rate_too():
    assert mlp.Settings(learning_rate=1) == mlp.Settings(learning_rate=1.0)
    assert mlp.Settings(l2=0).name == "default"


def test_a_switch_has_one_name():
    assert mlp.Settings(flip=True).name == "flip=true"
    assert mlp.Settings(flip=False).name == "default"
    with pytest.raises(ValueError, match="these settings are named 'default'"):
        mlp.Settings.from_name("flip=false")


@pytest.mark.parametrize(
    "name",
    ["", "l2=0.010", "l2=0.0", "seed=1~l2=0.01", "seed=1~seed=1", "seed=1~", "l2", "seed=1.0", "width=3",
     "l2=nan", "schedule=sine", "default~seed=1", "l2=0.01,seed=1", "seed= 1", "../etc",
     "flip=True", "flip=1", "flip=false", "flip="],
)  # fmt: skip
def test_a_name_that_is_not_canonical_is_refused(name):
    with pytest.raises(ValueError, match=r"."):
        mlp.Settings.from_name(name)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"hidden_layers": -1}, "hidden_layers must be at least 0, not -1"),
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
        ({"batch_norm": True, "batch_size": 1}, "batch_size must be above 1 with batch_norm"),
        ({"input_scaling": "none"}, "input_scaling must be one of"),
    ],
)
def test_a_setting_out_of_bounds_is_named(wrong, message):
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
def test_a_setting_of_the_wrong_type_is_named(wrong):
    with pytest.raises(TypeError, match=f"{next(iter(wrong))} must be"):
        mlp.Settings(**wrong)


def test_streams_are_independent_and_keep_their_numbers():
    init, shuffle, *_ = mlp.streams(0)
    assert init.integers(0, 10**9) != shuffle.integers(0, 10**9)
    # Each hangs on the seed and its own place only, so a purpose added after them leaves them as they are.
    for place, stream in enumerate(mlp.streams(0)):
        alone = np.random.default_rng(np.random.SeedSequence(0, spawn_key=(place,)))
        assert stream.integers(0, 10**9) == alone.integers(0, 10**9)
