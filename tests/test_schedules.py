"""Each schedule is its formula, and warm-up comes before it."""

import math
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mlp
from mlp.schedules import SCHEDULES, learning_rate
from mlp.settings import Schedule


def rates(**settings) -> list[float]:
    made = mlp.Settings(learning_rate=0.4, **settings)
    return [learning_rate(made, epoch) for epoch in range(made.epochs)]


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


@given(
    st.sampled_from(get_args(Schedule)),
    st.integers(1, 50),
    st.floats(0, 1, exclude_max=True),
    st.integers(0, 49),
    st.integers(1, 5),
)
def test_no_rate_leaves_the_range_from_zero_to_the_initial_rate(schedule, epochs, share, warmup, factor):
    settings = mlp.Settings(
        schedule=schedule, epochs=epochs, warmup_epochs=min(warmup, epochs - 1), restart_factor=factor
    )
    assert 0 <= learning_rate(settings, share * epochs) <= settings.learning_rate


def test_the_record_of_an_epoch_has_the_mean_rate_of_its_steps():
    X, labels = np.zeros((4, 1), np.float32), np.zeros(4, int)
    settings = mlp.Settings(epochs=2, batch_size=1, learning_rate=0.4, schedule="linear")
    network = mlp.Network([1, 2], np.random.default_rng(0))
    records = list(mlp.fit(network, (X, labels), (X, labels), settings, np.random.default_rng(0)))
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
