"""Each schedule is its formula, and warm-up comes before it."""

import math
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mlp
from mlp.schedules import SCHEDULES, learning_rate
from mlp.settings import Schedule


def rates(**settings) -> list[float]:
    chosen = mlp.Settings(learning_rate=0.4, **settings)
    return [learning_rate(chosen, epoch) for epoch in range(chosen.epochs)]


def test_every_schedule_of_the_settings_exists():
    assert list(SCHEDULES) == list(get_args(Schedule))


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"schedule": "constant", "epochs": 3}, [0.4, 0.4, 0.4]),
        ({"schedule": "step", "epochs": 5, "step_size": 2, "gamma": 0.5}, [0.4, 0.4, 0.2, 0.2, 0.1]),
        ({"schedule": "exponential", "epochs": 3, "gamma": 0.5}, [0.4, 0.2, 0.1]),
        ({"schedule": "linear", "epochs": 4}, [0.4, 0.3, 0.2, 0.1]),
        ({"schedule": "cosine", "epochs": 2}, [0.4, 0.2]),
        ({"schedule": "cosine", "epochs": 3}, [0.4, 0.3, 0.1]),
        ({"schedule": "cosine_restarts", "epochs": 4, "restart_period": 2}, [0.4, 0.2, 0.4, 0.2]),
        (
            {"schedule": "cosine_restarts", "epochs": 7, "restart_period": 1, "restart_factor": 2},
            [0.4, 0.4, 0.2, 0.4, 0.2 + 0.1 * math.sqrt(2), 0.2, 0.2 - 0.1 * math.sqrt(2)],
        ),
        ({"schedule": "linear", "epochs": 4, "warmup_epochs": 2}, [0.0, 0.2, 0.4, 0.2]),
    ],
)
def test_rates_by_hand(settings, expected):
    assert rates(**settings) == pytest.approx(expected)


def made(*schedules: str, warmup: tuple[int, int] = (0, 199)) -> st.SearchStrategy[mlp.Settings]:
    """Settings of one of the schedules, with a warm-up shorter than all epochs."""
    return st.builds(
        lambda epochs, warmup, **others: mlp.Settings(
            epochs=epochs, warmup_epochs=min(warmup, epochs - 1), **others
        ),
        epochs=st.integers(2, 200),
        warmup=st.integers(*warmup),
        schedule=st.sampled_from(schedules or get_args(Schedule)),
        learning_rate=st.floats(0, exclude_min=True, allow_infinity=False),
        gamma=st.floats(0, 1, exclude_min=True),
        step_size=st.integers(1, 300),
        restart_period=st.integers(1, 300),
        restart_factor=st.integers(1, 300),
    )


shares = st.floats(0, 1, exclude_max=True)  # of all time


@given(made(), shares)
def test_no_rate_leaves_the_range_from_zero_to_the_initial_rate(settings, share):
    assert 0 <= learning_rate(settings, share * settings.epochs) <= settings.learning_rate


@given(made(warmup=(1, 199)), shares)
def test_warm_up_is_a_straight_line_from_zero_to_where_the_schedule_begins(settings, share):
    settings = replace(settings, learning_rate=1.0)
    warmup = settings.warmup_epochs
    assert learning_rate(settings, 0) == 0
    assert learning_rate(settings, share * warmup) == pytest.approx(share)
    assert learning_rate(settings, math.nextafter(warmup, 0)) == pytest.approx(1)
    assert learning_rate(settings, warmup) == 1


STEEPEST = {  # of |dη/dt| / η₀ after the warm-up, in T epochs
    "constant": lambda settings, T: 0,
    "linear": lambda settings, T: 1 / T,
    "exponential": lambda settings, T: -math.log(settings.gamma),
    "cosine": lambda settings, T: math.pi / 2 / T,
}


@given(made(*STEEPEST), shares, shares)
def test_a_smooth_schedule_has_no_jump_and_never_rises(settings, one, other):
    settings = replace(settings, learning_rate=1.0)
    T = settings.epochs - settings.warmup_epochs
    earlier, later = (settings.warmup_epochs + T * share for share in sorted((one, other)))
    fall = learning_rate(settings, earlier) - learning_rate(settings, later)
    # Rounding: rates are at most 1, and their times known to 200 · 2⁻⁵³.
    rounding = 1e-12 * max(1, STEEPEST[settings.schedule](settings, T))
    bound = STEEPEST[settings.schedule](settings, T) * (later - earlier)
    assert -rounding <= fall <= bound + rounding


@given(made("step", warmup=(0, 0)), shares)
def test_steps_fall_at_multiples_of_their_size_only(settings, share):
    time = share * settings.epochs
    begin = time // settings.step_size * settings.step_size
    assert learning_rate(settings, time) == learning_rate(settings, begin)
    if begin:
        before = learning_rate(settings, math.nextafter(begin, 0))
        assert learning_rate(settings, begin) == pytest.approx(settings.gamma * before)


@given(made("cosine_restarts", warmup=(0, 0)), shares)
def test_each_cycle_begins_at_the_initial_rate_and_falls_to_zero(settings, share):
    settings = replace(settings, learning_rate=1.0)
    begin, length = 0, settings.restart_period
    while begin + length < settings.epochs:
        assert learning_rate(settings, begin) == 1
        last = math.nextafter(begin + length, 0)
        time = min(begin + share * length, last)  # the sum may be rounded up to the next cycle
        expected = (1 + math.cos(math.pi * share)) / 2
        assert learning_rate(settings, time) == pytest.approx(expected, abs=1e-9)
        assert learning_rate(settings, last) == pytest.approx(0, abs=1e-9)
        begin, length = begin + length, length * settings.restart_factor


def test_the_record_of_an_epoch_has_the_mean_rate_of_its_steps():
    X, labels = np.zeros((4, 1), np.float32), np.zeros(4, int)
    settings = mlp.Settings(epochs=2, batch_size=1, learning_rate=0.4, schedule="linear")
    network = mlp.Network([1, 2], np.random.default_rng(0))
    records = mlp.fit(network, (X, labels), (X, labels), settings, mlp.streams(0))
    # η = 0.4 (1 − t/2) at t = 0, ¼, ½, ¾: mean 0.4·(1 − 0.375/2) = 0.325; then 0.2 less.
    assert [record.learning_rate for record in records] == pytest.approx([0.325, 0.125])


def test_agreement_with_the_schedulers_of_pytorch():
    torch = pytest.importorskip(
        "torch", reason="PyTorch is not installed: pip install torch (used by this test only)"
    )
    peers = torch.optim.lr_scheduler
    cases = {
        "step": lambda o: peers.StepLR(o, 3, 0.5),
        "exponential": lambda o: peers.ExponentialLR(o, 0.5),
        "linear": lambda o: peers.LinearLR(o, 1.0, 1e-12, 12),
        "cosine": lambda o: peers.CosineAnnealingLR(o, 12),
        "cosine_restarts": lambda o: peers.CosineAnnealingWarmRestarts(o, 3, 2),
    }
    for schedule, scheduler in cases.items():
        optimizer = torch.optim.SGD([torch.zeros(1)], lr=0.4)
        peer, theirs = scheduler(optimizer), []
        for _ in range(12):
            theirs.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            peer.step()
        ours = rates(schedule=schedule, epochs=12, step_size=3, restart_period=3, restart_factor=2)
        assert ours == pytest.approx(theirs, abs=1e-9), schedule
