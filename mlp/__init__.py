"""A multi-layer perceptron in NumPy, with gradients derived and coded by hand.

Notation, used in every module (arrays hold one sample per row):

    N         samples in a batch
    D_in      inputs of a layer;  D_out  its outputs;  K  classes
    X         (N, D_in)       input of a layer
    W, b      (D_in, D_out), (D_out,)   its weights and biases
    Z = X W + b               (N, D_out)
    A = max(Z, 0)             (N, D_out) output of a hidden layer
    P, Y      (N, K)          predicted probabilities; true classes, one-hot
    L         scalar          loss of the batch, a mean over its N samples
    θ         all parameters;  η  the learning rate
    dQ        ∂L/∂Q for any array Q, with the shape of Q

A textbook that keeps samples in columns writes W X + b; its formulas are the transposes of these.
"""

from mlp.augmentation import shifts
from mlp.network import Network
from mlp.preprocessing import InputScale
from mlp.settings import Settings, streams
from mlp.training import Diverged, EpochRecord, Training, TrainingState, fit

__all__ = [
    "Diverged",
    "EpochRecord",
    "InputScale",
    "Network",
    "Settings",
    "Training",
    "TrainingState",
    "fit",
    "shifts",
    "streams",
]
