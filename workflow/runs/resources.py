"""What a cluster must know of a run: its time and memory, estimated from its settings.

Measured with 55,000 images on one core of an AMD EPYC: ten runs of 64 to 1024 units, one to five hidden
layers and batches of 32 to 1024. Results never hang on these figures, only how runs are packed and what
is requested for them.
"""

import itertools
import math

import mlp
from workflow.runs.names import settings_of

SAMPLES, INPUTS, CLASSES = 60_000, 784, 10  # the official training set
START = 1.0  # seconds to start the program and read the data
STEP = 60e-6  # seconds a step besides its products
PRODUCT = 60e-12  # seconds a weight and sample, forward and backward, with evaluation
MARGIN = 3  # for slower processors, and neighbours on the same memory
# A run takes 370 MB. As much again is for the two Snakemakes that stand over it in a cluster's job.
PROGRAM = 800  # MB
BYTES = 40  # a parameter, and an activation of a batch; measured: 25 and 22


def seconds(run: str, epochs: int | None = None) -> float:
    """Estimated seconds of a run, given by its name, on one core; of fewer epochs, up to a rung."""
    settings = settings_of(run)
    steps = SAMPLES / settings.batch_size
    return START + (epochs or settings.epochs) * (steps * STEP + SAMPLES * parameters(settings) * PRODUCT)


def minutes(run: str, attempt: int, epochs: int | None = None) -> int:
    """Minutes to request for a run: with a margin, and more each time it is tried again."""
    return attempt * math.ceil(MARGIN * seconds(run, epochs) / 60)


def megabytes(run: str) -> int:
    """Memory to request for a run."""
    settings = settings_of(run)
    activations = settings.batch_size * sum(settings.layer_sizes(INPUTS, CLASSES))
    return PROGRAM + math.ceil(BYTES * (parameters(settings) + activations) / 1e6)


def size(run: str, epochs: int | None = None) -> str:
    """The runs that a job of a cluster may take together: those of like time, within a factor of two.

    ``seconds_16`` takes more than 8 and up to 16 seconds.
    """
    return f"seconds_{2 ** math.ceil(math.log2(seconds(run, epochs)))}"


def parameters(settings: mlp.Settings) -> int:
    sizes = settings.layer_sizes(INPUTS, CLASSES)
    return sum((inputs + 1) * outputs for inputs, outputs in itertools.pairwise(sizes))
