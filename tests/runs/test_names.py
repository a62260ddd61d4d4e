"""A run's name is its hyper-parameters, and can be read back."""

import re
from dataclasses import fields, replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mlp
from mlp.settings import InputScaling, Schedule
from workflow.base.errors import InputError
from workflow.runs.names import MAX_NAME, check_names, name_of, settings_of

counts = st.integers(1, 10**5)
FIELDS = [field.name for field in fields(mlp.Settings)]
shares = st.floats(0, 1, exclude_max=True)
SETTINGS = st.builds(
    lambda epochs, **others: mlp.Settings(epochs=epochs[1], warmup_epochs=epochs[0], **others),
    epochs=st.sets(st.integers(0, 10**5), min_size=2, max_size=2).map(sorted),  # of the warm-up, and all
    hidden_layers=st.integers(0, 100),
    hidden_size=st.integers(1, 2**16),
    batch_size=st.integers(2, 2**30),
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
    shift=st.integers(0, 32),
    seed=st.integers(0, 2**53 - 1),
)


@given(SETTINGS)
def test_a_name_reads_back_as_its_settings(settings):
    assert settings_of(name_of(settings)) == settings


@given(SETTINGS, SETTINGS)
def test_two_settings_share_a_name_only_if_they_are_the_same(one, other):
    assert (name_of(one) == name_of(other)) == (one == other)


@given(SETTINGS, SETTINGS, st.sampled_from(FIELDS))
def test_no_hyper_parameter_is_left_out_of_the_name(one, other, field):
    try:
        changed = replace(one, **{field: getattr(other, field)})
    except ValueError:  # a warm-up as long as all epochs
        return
    assert (name_of(one) == name_of(changed)) == (getattr(one, field) == getattr(other, field))


@given(SETTINGS.map(name_of), st.data())
def test_a_text_is_refused_or_is_the_name_of_what_it_reads_as(name, data):
    place = data.draw(st.integers(0, len(name)))
    text = name[:place] + data.draw(st.text("0123456789.,~=e+-_ ", max_size=3)) + name[place + 1 :]
    try:
        settings = settings_of(text)
    except InputError:
        return
    assert name_of(settings) == text


@given(SETTINGS)
def test_a_name_is_one_folder_on_any_file_system(settings):
    assert re.fullmatch(r"[a-z0-9_=.~+-]+", name_of(settings))


def test_a_name_lists_what_differs_from_the_defaults_sorted():
    assert name_of(mlp.Settings()) == "default"
    settings = mlp.Settings(hidden_size=256, epochs=5, batch_size=64)
    assert name_of(settings) == "batch_size=64~epochs=5~hidden_size=256"
    assert name_of(mlp.Settings(l2=0)) == "default"


def test_a_switch_has_one_name():
    assert name_of(mlp.Settings(flip=True)) == "flip=true"
    assert name_of(mlp.Settings(flip=False)) == "default"
    with pytest.raises(InputError, match="these hyper-parameters are named 'default'"):
        settings_of("flip=false")


@pytest.mark.parametrize(
    "name",
    ["", "l2=0.010", "l2=0.0", "seed=1~l2=0.01", "seed=1~seed=1", "seed=1~", "l2", "seed=1.0", "width=3",
     "l2=nan", "schedule=sine", "default~seed=1", "l2=0.01,seed=1", "seed= 1", "../etc",
     "flip=True", "flip=1", "flip=false", "flip="],
)  # fmt: skip
def test_a_name_that_is_not_canonical_is_refused(name):
    with pytest.raises(InputError, match=f"run name {re.escape(repr(name))}"):
        settings_of(name)


def test_an_experiment_whose_names_are_too_long_for_a_file_is_named():
    check_names({"short": ["a", "b" * MAX_NAME]})
    with pytest.raises(InputError) as raised:
        check_names({"short": ["a"], "long": ["a", "b" * (MAX_NAME + 1)], "longer": ["c" * 300]})
    first, second = str(raised.value).split("\n")
    assert first.startswith(
        "configuration: experiments.long: expected names of runs of at most 233 characters"
    )
    assert second.endswith("of 300: write shorter numbers")
