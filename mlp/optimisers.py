"""A training step, as a sequence of small updates.

θ stands for the parameters, g = ∂L/∂θ for their gradients and η for the learning rate. Each update is
called with η once per step and changes arrays in place. ``scratch`` is memory as large as θ, overwritten
by every update that needs it, so that a step allocates nothing of that size.

All but clipping work number by number. So they take θ in blocks that fit a core's cache: where one update
has brought a block, the next finds it there.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mlp.layers import Floats
from mlp.network import Trainable
from mlp.settings import Settings

Update = Callable[[float], None]
BLOCK = 1 << 16  # numbers; four arrays of them in float32 are 1 MB


@dataclass
class Clipping:
    """Shorten the gradient to a norm of at most c. Pascanu et al. 2013, arXiv:1211.5063, algorithm 1."""

    gradients: Floats
    norm: float  # c

    def __call__(self, rate: float) -> None:
        """g ← g min(1, c/‖g‖)"""
        norm = math.sqrt(np.dot(self.gradients, self.gradients))  # ‖g‖² = gᵀ g, scalar = (n,) (n,)
        if norm > self.norm:
            self.gradients *= self.norm / norm


@dataclass
class WeightDecay:
    """Shrink the weights independently of the gradient.

    Loshchilov & Hutter 2019, arXiv:1711.05101, algorithm 1.
    """

    weights: Floats
    decay: float  # λ

    def __call__(self, rate: float) -> None:
        """W ← (1 − η λ) W"""
        self.weights *= 1 - rate * self.decay


@dataclass
class Descent:
    """Plain gradient descent."""

    parameters: Floats
    gradients: Floats
    scratch: Floats

    def __call__(self, rate: float) -> None:
        """θ ← θ − η g"""
        self.parameters -= np.multiply(rate, self.gradients, out=self.scratch)


@dataclass
class Momentum:
    """Gradient descent whose steps accumulate.

    Polyak 1964; Sutskever et al. 2013, Proceedings of ICML, eq. 1 and 2.
    """

    parameters: Floats
    gradients: Floats
    scratch: Floats
    velocity: Floats
    momentum: float  # μ

    def __call__(self, rate: float) -> None:
        """v ← μ v + η g,  θ ← θ − v"""
        self.velocity *= self.momentum
        self.velocity += np.multiply(rate, self.gradients, out=self.scratch)
        self.parameters -= self.velocity


@dataclass
class Nesterov:
    """Momentum with the gradient taken ahead of the parameters. Sutskever et al. 2013, eq. 3 and 4.

    θ is the point ahead, where the gradient is taken: docs/derivations.md.
    """

    parameters: Floats
    gradients: Floats
    scratch: Floats
    velocity: Floats
    momentum: float  # μ

    def __call__(self, rate: float) -> None:
        """v ← μ v + η g,  θ ← θ − η g − μ v"""
        step = np.multiply(rate, self.gradients, out=self.scratch)
        self.velocity *= self.momentum
        self.velocity += step
        self.parameters -= step
        self.parameters -= np.multiply(self.momentum, self.velocity, out=self.scratch)


@dataclass
class MovingAverage:
    """Keep an exponential moving average of the parameters and of all other state used in evaluation."""

    state: Floats
    scratch: Floats
    average: Floats
    decay: float  # β

    def __call__(self, rate: float) -> None:
        """a ← β a + (1 − β) θ = a + (1 − β) (θ − a)"""
        difference = np.subtract(self.state, self.average, out=self.scratch)
        difference *= 1 - self.decay
        self.average += difference


def updates_of(model: Trainable, settings: Settings) -> tuple[list[Update], dict[str, Floats]]:
    """The updates of a step, in order, and by name the arrays that they keep from one step to the next."""
    updates: list[Update] = []
    optimiser_state: dict[str, Floats] = {}
    if settings.clip_norm:
        updates.append(Clipping(model.gradients, settings.clip_norm))
    if settings.momentum:
        optimiser_state["velocity"] = np.zeros_like(model.parameters)
    for block in blocks(model.parameters.size):
        parameters, gradients = model.parameters[block], model.gradients[block]
        scratch = model.scratch[: parameters.size]
        if settings.weight_decay:
            weights = parameters[: max(model.n_weights - block.start, 0)]
            updates.append(WeightDecay(weights, settings.weight_decay))
        if settings.momentum:
            kind = Nesterov if settings.nesterov else Momentum
            velocity = optimiser_state["velocity"][block]
            updates.append(kind(parameters, gradients, scratch, velocity, settings.momentum))
        else:
            updates.append(Descent(parameters, gradients, scratch))
    if settings.ema:
        average = optimiser_state["average"] = model.state.copy()
        for block in blocks(average.size):
            state, scratch = model.state[block], model.scratch[: average[block].size]
            updates.append(MovingAverage(state, scratch, average[block], settings.ema))
    return updates, optimiser_state


def blocks(size: int) -> list[slice]:
    """The places of so many numbers, in parts of at most ``BLOCK``."""
    return [slice(start, min(start + BLOCK, size)) for start in range(0, size, BLOCK)]
