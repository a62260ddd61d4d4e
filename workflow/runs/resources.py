"""The time and memory of a run, estimated from its hyper-parameters, for a cluster to plan with.

Measured with 55,000 images on one core of an AMD EPYC: ten runs of 64 to 1024 units, one to five hidden
layers and batches of 32 to 1024. Results never depend on these figures; only how runs are packed and
what is requested for them does.
"""

import itertools
import math

import mlp
from workflow.runs.names import settings_of

SAMPLES, INPUTS, CLASSES = 60_000, 784, 10  # the official training set
START = 1.0  # seconds to start the program and read the data
STEP = 60e-6  # seconds per step besides its products
PRODUCT = 60e-12  # seconds per weight and sample, forward and backward, with evaluation
MARGIN = 3  # for slower processors, and others that use the same memory
# A run takes 370 MB. As much again is for the two Snakemake processes above it in a cluster's job.
PROGRAM = 800  # MB
BYTES = 40  # per parameter and per activation of a batch; measured: 25 and 22


def seconds(run: str, epochs: int | None = None) -> float:
    """Estimated seconds of a run on one core, or of its epochs up to a rung."""
    settings = settings_of(run)
    steps = SAMPLES / settings.batch_size
    return START + (epochs or settings.epochs) * (steps * STEP + SAMPLES * parameters(settings) * PRODUCT)


def minutes(run: str, attempt: int, epochs: int | None = None) -> int:
    """Minutes to request for a run: with a margin, and more at each further attempt."""
    return attempt * math.ceil(MARGIN * seconds(run, epochs) / 60)


def megabytes(run: str) -> int:
    """Memory to request for a run."""
    settings = settings_of(run)
    activations = min(settings.batch_size, SAMPLES) * sum(settings.layer_sizes(INPUTS, CLASSES))
    return PROGRAM + math.ceil(BYTES * (parameters(settings) + activations) / 1e6)


def size(run: str, epochs: int | None = None) -> str:
    """The group of runs that a cluster's job may take together: of similar time, within a factor of two.

    ``seconds_16`` holds runs of more than 8 and up to 16 seconds.
    """
    return f"seconds_{2 ** math.ceil(math.log2(seconds(run, epochs)))}"


def parameters(settings: mlp.Settings) -> int:
    sizes = settings.layer_sizes(INPUTS, CLASSES)
    return sum((inputs + 1) * outputs for inputs, outputs in itertools.pairwise(sizes))
