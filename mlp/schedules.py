"""Learning-rate schedules: the rate as a function of time, in epochs.

Each function takes the settings, the time t since the end of the warm-up and the total time T of the
schedule, and returns the factor by which the initial rate η₀ is multiplied.
"""

import math
from collections.abc import Callable

from mlp.settings import Schedule, Settings


def constant(settings: Settings, t: float, T: float) -> float:
    """1"""
    return 1.0


def step(settings: Settings, t: float, T: float) -> float:
    """γ^⌊t/S⌋ with S = step_size"""
    return math.pow(settings.gamma, t // settings.step_size)


def exponential(settings: Settings, t: float, T: float) -> float:
    """γ^t"""
    return math.pow(settings.gamma, t)


def linear(settings: Settings, t: float, T: float) -> float:
    """1 − t/T"""
    return 1 - t / T


def cosine(settings: Settings, t: float, T: float) -> float:
    """(1 + cos(π t/T)) / 2; Loshchilov & Hutter 2017, arXiv:1608.03983, eq. 5, with η_min = 0"""
    return (1 + math.cos(math.pi * t / T)) / 2


def cosine_restarts(settings: Settings, t: float, T: float) -> float:
    """Cosine over cycles of length p, p·m, p·m², ...; ibid., with p = restart_period, m = restart_factor"""
    cycle = float(settings.restart_period)
    while t >= cycle:
        t -= cycle
        cycle *= settings.restart_factor
    return cosine(settings, t, cycle)


SCHEDULES: dict[Schedule, Callable[[Settings, float, float], float]] = {
    "constant": constant,
    "step": step,
    "exponential": exponential,
    "linear": linear,
    "cosine": cosine,
    "cosine_restarts": cosine_restarts,
}


def learning_rate(settings: Settings, epoch: float) -> float:
    """The rate η at a time in epochs, 0 ≤ epoch < settings.epochs.

    During the warm-up, of length w = warmup_epochs, η = η₀ t/w (Goyal et al. 2017,
    arXiv:1706.02677, §2.2); then the schedule runs over the remaining epochs.
    """
    warmup = settings.warmup_epochs
    if epoch < warmup:
        return settings.learning_rate * (epoch / warmup)  # never above η₀, however large
    factor = SCHEDULES[settings.schedule](settings, epoch - warmup, settings.epochs - warmup)
    return settings.learning_rate * factor
