"""The settings of a run, their bounds, and the name that says them."""

import math
from dataclasses import dataclass, fields
from typing import Literal, NamedTuple, get_args

import numpy as np

Schedule = Literal["constant", "step", "exponential", "linear", "cosine", "cosine_restarts"]
InputScaling = Literal["unit", "centred", "standardised"]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every hyper-parameter of a run, and its seed.

    The defaults are frozen: a run's name lists only what departs from them, so changing one would
    give an old name to a new result. Add fields whose default keeps the earlier behaviour.

    Raises:
        ValueError: a setting is out of bounds.
        TypeError: a setting has the wrong type, or is unknown.
    """

    hidden_layers: int = 3
    hidden_size: int = 128
    epochs: int = 20
    batch_size: int = 128
    learning_rate: float = 0.3
    schedule: Schedule = "cosine"
    warmup_epochs: int = 0  # linear from 0 to learning_rate, before the schedule begins
    step_size: int = 5  # epochs between drops of the step schedule
    gamma: float = 0.5  # factor a drop (step) or an epoch (exponential)
    restart_period: int = 5  # epochs of the first cycle of cosine_restarts
    restart_factor: int = 1  # each cycle is this many times as long as the one before
    l2: float = 0.0  # λ of the penalty λ/2·‖W‖², on weights and not on biases
    input_scaling: InputScaling = "centred"  # see mlp.preprocessing
    momentum: float = 0.0  # μ; this and the next: see mlp.optimisers
    nesterov: bool = False
    weight_decay: float = 0.0  # λ of W ← (1 − ηλ) W at each step, apart from the gradient: decoupled
    clip_norm: float = 0.0  # the gradients' largest norm; 0: any
    ema: float = 0.0  # β of the moving average of the weights, a step; 0: the weights as they are
    batch_norm: bool = False  # in each hidden layer; this and the next: see mlp.regularisation
    dropout: float = 0.0  # share of the units dropped, in each hidden layer
    label_smoothing: float = 0.0  # ε, the share of each target spread over all classes; see mlp.loss
    flip: bool = False  # half the images mirrored, left to right; this and the next: see mlp.augmentation
    shift: int = 0  # pixels by which an image is moved at most, each way
    seed: int = 0

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if field.type is float and type(value) is int:
                object.__setattr__(self, field.name, float(value))
            elif field.type in (bool, int, float) and type(value) is not field.type:
                raise TypeError(f"{field.name} must be {field.type.__name__}, not {value!r}")
        for name, choices in (("schedule", get_args(Schedule)), ("input_scaling", get_args(InputScaling))):
            self._require(name, getattr(self, name) in choices, f"one of {', '.join(choices)}")
        for name in ("hidden_size", "epochs", "batch_size", "step_size", "restart_period", "restart_factor"):
            self._require(name, getattr(self, name) >= 1, "at least 1")
        for name in ("hidden_layers", "warmup_epochs", "l2", "weight_decay", "clip_norm", "shift", "seed"):
            self._require(name, getattr(self, name) >= 0, "at least 0")
        for name in ("momentum", "ema", "dropout", "label_smoothing"):
            self._require(name, 0 <= getattr(self, name) < 1, "at least 0 and below 1")
        self._require("warmup_epochs", self.warmup_epochs < self.epochs, "below epochs")
        self._require("learning_rate", self.learning_rate > 0, "above 0")
        self._require("gamma", 0 < self.gamma <= 1, "above 0 and at most 1")
        for name in ("learning_rate", "l2", "weight_decay", "clip_norm"):
            self._require(name, math.isfinite(getattr(self, name)), "finite")
        self._require("nesterov", self.momentum > 0 or not self.nesterov, "False where momentum is 0")
        self._require("batch_size", self.batch_size > 1 or not self.batch_norm, "above 1 with batch_norm")

    def _require(self, name: str, holds: bool, bound: str) -> None:
        if not holds:
            raise ValueError(f"{name} must be {bound}, not {getattr(self, name)!r}")

    def layer_sizes(self, inputs: int, classes: int) -> list[int]:
        """Widths from input to output: ``[inputs, hidden_size, ..., classes]``."""
        return [inputs, *[self.hidden_size] * self.hidden_layers, classes]

    @property
    def name(self) -> str:
        """The settings that depart from the defaults, sorted: ``flip=true~hidden_size=256~l2=0.01``.

        A comma in place of ``~`` would be lost on a cluster: Snakemake takes wildcards apart at commas when
        it hands a job on (its issue 2366), and another run would be trained.
        """
        departures = [
            f"{field.name}={getattr(self, field.name)}".lower()  # true, as in the configuration
            for field in sorted(fields(self), key=lambda field: field.name)
            if getattr(self, field.name) != field.default
        ]
        return "~".join(departures) or "default"

    @classmethod
    def from_name(cls, name: str) -> "Settings":
        """Read a name back: the inverse of :attr:`name`.

        Raises:
            ValueError: the name is not the canonical name of any settings.
        """
        types = {field.name: field.type for field in fields(cls)}
        values: dict[str, object] = {}
        for part in name.split("~") if name != "default" else []:
            key, _, text = part.partition("=")
            if key not in types:
                raise ValueError(f"unknown setting {key!r} in run name {name!r}; known: {', '.join(types)}")
            read = types[key]
            try:
                if read is bool:
                    values[key] = text == "true"
                else:
                    values[key] = read(text) if isinstance(read, type) else text
            except ValueError as error:
                raise ValueError(f"{key} in run name {name!r}: {error}") from error
        settings = cls(**values)  # type: ignore[arg-type]
        if settings.name != name:
            raise ValueError(
                f"run name {name!r} is not canonical; these settings are named {settings.name!r}"
            )
        return settings


class Streams(NamedTuple):
    """Independent random generators, one a purpose."""

    initialisation: np.random.Generator
    shuffling: np.random.Generator
    dropout: np.random.Generator
    augmentation: np.random.Generator


def streams(seed: int) -> Streams:
    """The generators of a run, spawned from its seed; a purpose added later leaves these as they are."""
    children = np.random.SeedSequence(seed).spawn(len(Streams._fields))
    return Streams(*map(np.random.default_rng, children))
