"""The hyper-parameters of a run, and the random generators that its seed gives."""

import math
import operator
from dataclasses import dataclass, field, fields
from typing import Literal, NamedTuple, TypeVar, get_args

import numpy as np

Schedule = Literal["constant", "step", "exponential", "linear", "cosine", "cosine_restarts"]
InputScaling = Literal["unit", "centred", "standardised"]
Activation = Literal["relu", "gelu"]
T = TypeVar("T", bool, int, float)

# Bounds on what only a slip exceeds, by what a machine can do.
MOST_LAYERS = 1_000  # a plan counts each; without shortcuts, none of such a depth learns
MOST_UNITS = 2**16  # the weights between two such layers take 17 GB, of which training keeps three copies
MOST_EPOCHS = 100_000  # each is a row of a run's curves: a table of 30 such runs has 3 million
MOST_SAMPLES = 2**30  # of one byte each, in the largest file of images that is read: no batch has more
MOST_PIXELS = 32  # moves are a table of (2 · shift + 1)² indices per pixel: 1.7 GB for 224 × 224 pixels
LEAST_WHITENING, MOST_WHITENING = 1e-12, 1e12  # ε: below, noise grows; above, nothing is whitened
LARGEST_SEED = 2**53 - 1  # a table with an empty cell keeps numbers as float64, which has no more digits

COMPARISONS = {"at_least": operator.ge, "above": operator.gt, "at_most": operator.le, "below": operator.lt}


def hyper_parameter(default: T, **bounds: float) -> T:
    """A field of :class:`Settings`.

    Args:
        default: its frozen default.
        bounds: any of ``at_least``, ``above``, ``at_most`` and ``below``, kept as the field's metadata.
    """
    value: T = field(default=default, metadata=bounds)
    return value


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The hyper-parameters of a run, and its seed.

    This is their only definition: type, default and bounds, and below each what it means. The
    configuration's schema and reference come from it. The text is a docstring, as rewording it changes
    no result.

    The defaults are frozen: a run is named by its departures from them, so that changing one would give
    an old name to a new result. A new field must have a default that keeps the old behaviour.

    Raises:
        ValueError: a value is out of bounds, or does not go with another.
        TypeError: a value has the wrong type, or a name is unknown.
    """

    hidden_layers: int = hyper_parameter(3, at_least=0, at_most=MOST_LAYERS)
    """Number of hidden layers."""
    hidden_size: int = hyper_parameter(128, at_least=1, at_most=MOST_UNITS)
    """Units in each hidden layer."""
    epochs: int = hyper_parameter(20, at_least=1, at_most=MOST_EPOCHS)
    """Passes over the training set."""
    batch_size: int = hyper_parameter(128, at_least=1, at_most=MOST_SAMPLES)
    """Samples per step of gradient descent, or all if there are fewer; above 1 with batch_norm."""
    learning_rate: float = hyper_parameter(0.3, above=0)
    """The initial rate η₀."""
    schedule: Schedule = "cosine"
    """How the learning rate changes over the epochs; see mlp/schedules.py."""
    warmup_epochs: int = hyper_parameter(0, at_least=0, at_most=MOST_EPOCHS)
    """Epochs, fewer than all, in which the rate first grows linearly from 0 to η₀."""
    step_size: int = hyper_parameter(5, at_least=1, at_most=MOST_EPOCHS)
    """Schedule step: epochs between drops."""
    gamma: float = hyper_parameter(0.5, above=0, at_most=1)
    """Factor of the rate, per drop of schedule step or per epoch of schedule exponential."""
    restart_period: int = hyper_parameter(5, at_least=1, at_most=MOST_EPOCHS)
    """Schedule cosine_restarts: epochs of the first cycle."""
    restart_factor: int = hyper_parameter(1, at_least=1, at_most=MOST_EPOCHS)
    """Schedule cosine_restarts: each cycle is this many times as long as the one before."""
    l2: float = hyper_parameter(0.0, at_least=0)
    """λ of the penalty λ/2·‖W‖² on the weights, not on the biases."""
    input_scaling: InputScaling = "centred"
    """From pixels to inputs; see mlp/preprocessing.py."""
    momentum: float = hyper_parameter(0.0, at_least=0, below=1)
    """μ: the share of each step that carries over to the next; see mlp/optimisers.py."""
    nesterov: bool = hyper_parameter(False)
    """Nesterov's form of momentum; momentum must be above 0."""
    weight_decay: float = hyper_parameter(0.0, at_least=0)
    """Decoupled weight decay: λ of W ← (1 − ηλ) W at each step, on the weights, not on the biases."""
    clip_norm: float = hyper_parameter(0.0, at_least=0)
    """Longer gradients, the penalty included, are shortened to this norm; 0: no limit."""
    ema: float = hyper_parameter(0.0, at_least=0, below=1)
    """β of the exponential moving average of the weights, which is evaluated and kept; 0: no average."""
    batch_norm: bool = hyper_parameter(False)
    """Batch normalisation in each hidden layer; see mlp/regularisation.py."""
    dropout: float = hyper_parameter(0.0, at_least=0, below=1)
    """Share of the units dropped in each hidden layer."""
    label_smoothing: float = hyper_parameter(0.0, at_least=0, below=1)
    """ε: the share of each target that is spread over all classes; see mlp/loss.py."""
    flip: bool = hyper_parameter(False)
    """Half of the images, at random, are mirrored left to right."""
    shift: int = hyper_parameter(0, at_least=0, at_most=MOST_PIXELS)
    """Each image is moved at random by at most this many pixels, fewer than its longer side, both ways."""
    mixup: float = hyper_parameter(0.0, at_least=0)
    """α of Beta(α, α), from which shares of mixed images are drawn; 0: no mixing. See mlp/augmentation.py."""
    whitening: float = hyper_parameter(0.0, at_least=0, at_most=MOST_WHITENING)
    """ε of ZCA whitening of the inputs, folded into the first layer; 0: none. See mlp/preprocessing.py."""
    activation: Activation = "relu"
    """Of the hidden layers: max(z, 0), or z Φ(z) with the normal distribution's Φ; see mlp/layers.py."""
    seed: int = hyper_parameter(0, at_least=0, at_most=LARGEST_SEED)
    """Seed of every random number of the run."""

    def __post_init__(self) -> None:
        for each in fields(self):
            kind, value = each.type, getattr(self, each.name)
            if kind is float and type(value) is int:
                value = float(value)
                object.__setattr__(self, each.name, value)
            if kind not in (bool, int, float):
                if value not in get_args(kind):
                    self._refuse(each.name, f"one of {', '.join(get_args(kind))}")
            elif type(value) is not kind:
                raise TypeError(f"{each.name} must be {kind.__name__}, not {value!r}")
            elif not all(COMPARISONS[bound](value, limit) for bound, limit in each.metadata.items()):
                bounds = (f"{bound.replace('_', ' ')} {limit}" for bound, limit in each.metadata.items())
                self._refuse(each.name, " and ".join(bounds))
            elif kind is float and not math.isfinite(value):
                self._refuse(each.name, "finite")
        if self.warmup_epochs >= self.epochs:
            self._refuse("warmup_epochs", "below epochs")
        if self.nesterov and not self.momentum:
            self._refuse("nesterov", "False where momentum is 0")
        if 0 < self.whitening < LEAST_WHITENING:
            self._refuse("whitening", f"0 or at least {LEAST_WHITENING:g}")
        if self.batch_norm and self.batch_size == 1:
            self._refuse("batch_size", "above 1 with batch_norm")

    def _refuse(self, name: str, condition: str) -> None:
        raise ValueError(f"{name} must be {condition}, not {getattr(self, name)!r}")

    def layer_sizes(self, inputs: int, classes: int) -> list[int]:
        """Widths from input to output: ``[inputs, hidden_size, ..., classes]``."""
        return [inputs, *[self.hidden_size] * self.hidden_layers, classes]


class Streams(NamedTuple):
    """Independent random generators, one per purpose."""

    initialisation: np.random.Generator
    shuffling: np.random.Generator
    dropout: np.random.Generator
    augmentation: np.random.Generator
    mixup: np.random.Generator


def streams(seed: int) -> Streams:
    """The generators of a run, spawned from its seed; adding a purpose at the end leaves these unchanged."""
    children = np.random.SeedSequence(seed).spawn(len(Streams._fields))
    return Streams(*map(np.random.default_rng, children))
