"""What a step does: small updates, made one after the other.

θ stands for the parameters and G = η ∂L/∂θ for their gradients, which come with the rate η as a
factor. Each update is called with η at each step, and changes arrays that training holds.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mlp.layers import Floats
from mlp.network import Trainable
from mlp.settings import Settings

Update = Callable[[float], None]


@dataclass
class Clipping:
    """Shorten the gradient to a norm of at most c. Pascanu et al. 2013, arXiv:1211.5063, algorithm 1."""

    gradients: Floats
    norm: float  # c

    def __call__(self, rate: float) -> None:
        """G ← G min(1, η c/‖G‖), as ‖G‖ = η ‖∂L/∂θ‖"""
        norm, limit = math.sqrt(np.dot(self.gradients, self.gradients)), rate * self.norm
        if norm > limit:
            self.gradients *= limit / norm


@dataclass
class WeightDecay:
    """Shrink the weights, apart from the gradient. Loshchilov & Hutter 2019, arXiv:1711.05101, alg. 1."""

    weights: Floats
    decay: float  # λ

    def __call__(self, rate: float) -> None:
        """W ← (1 − η λ) W"""
        self.weights *= 1 - rate * self.decay


@dataclass
class Descent:
    """Gradient descent as it is."""

    parameters: Floats
    gradients: Floats

    def __call__(self, rate: float) -> None:
        """θ ← θ − G"""
        self.parameters -= self.gradients


@dataclass
class Momentum:
    """Steps that add up. Polyak 1964; Sutskever et al. 2013, Proceedings of ICML, eq. 1 and 2."""

    parameters: Floats
    gradients: Floats
    velocity: Floats
    momentum: float  # μ

    def __call__(self, rate: float) -> None:
        """v ← μ v + G,  θ ← θ − v"""
        self.velocity *= self.momentum
        self.velocity += self.gradients
        self.parameters -= self.velocity


@dataclass
class Nesterov:
    """Momentum with the gradient taken ahead. Sutskever et al. 2013, eq. 3 and 4.

    θ is the point ahead, where the gradient is taken: docs/derivations.md.
    """

    parameters: Floats
    gradients: Floats  # overwritten
    velocity: Floats
    momentum: float  # μ

    def __call__(self, rate: float) -> None:
        """v ← μ v + G,  θ ← θ − G − μ v"""
        self.velocity *= self.momentum
        self.velocity += self.gradients
        self.parameters -= self.gradients
        np.multiply(self.velocity, self.momentum, out=self.gradients)
        self.parameters -= self.gradients


class MovingAverage:
    """An exponential moving average of the parameters and of all else that evaluation hangs on."""

    def __init__(self, state: Floats, average: Floats, decay: float) -> None:
        self._state, self._average, self._share = state, average, 1 - decay
        self._difference = np.empty_like(state)

    def __call__(self, rate: float) -> None:
        """a ← β a + (1 − β) θ = a + (1 − β) (θ − a)"""
        np.subtract(self._state, self._average, out=self._difference)
        self._difference *= self._share
        self._average += self._difference


def updates_of(model: Trainable, settings: Settings) -> tuple[list[Update], dict[str, Floats]]:
    """The updates of a step, in order, and the arrays that they keep from one step to the next."""
    parameters, gradients = model.parameters, model.gradients
    made: list[Update] = []
    kept: dict[str, Floats] = {}
    if settings.clip_norm:
        made.append(Clipping(gradients, settings.clip_norm))
    if settings.weight_decay:
        made.append(WeightDecay(parameters[: model.n_weights], settings.weight_decay))
    if settings.momentum:
        kept["velocity"] = np.zeros_like(parameters)
        kind = Nesterov if settings.nesterov else Momentum
        made.append(kind(parameters, gradients, kept["velocity"], settings.momentum))
    else:
        made.append(Descent(parameters, gradients))
    if settings.ema:
        kept["average"] = model.state.copy()
        made.append(MovingAverage(model.state, kept["average"], settings.ema))
    return made, kept
