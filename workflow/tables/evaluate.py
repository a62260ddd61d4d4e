"""Classify the validation and test images with the networks of an experiment, each by itself and together.

One table has every image with what each run takes it for. The other has one row per configuration: the
accuracy of its seeds together, whose probabilities are averaged, and how far the mean accuracy of each by
itself could be off by chance. The probabilities of an image may be averaged over copies that are moved.
"""

import argparse
import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from workflow.base.errors import InputError, user_errors_as_one_line
from workflow.base.files import atomic_writes
from workflow.configuration.arguments import EXPERIMENT, json_of
from workflow.configuration.experiments import Experiment, configurations
from workflow.data.samples import Samples, read_samples
from workflow.runs.ensembles import moves
from workflow.runs.names import name_of
from workflow.runs.records import file_of, read_summaries
from workflow.runs.weights import load
from workflow.tables.chance import crossed

IMAGE = ["part", "image", "label", "confidence"]  # columns of the table of images that are no runs
MEASURED = ["ensemble", "interval", "error_runs", "error_images"]  # of each part, for a configuration
TIE = 1e-4  # probabilities this close may change places by rounding on another kind of processor


def probabilities_of(
    folder: Path, run: str, final: dict[str, Any], parts: dict[str, Samples], shift: int
) -> NDArray[np.float32]:
    """A run's probabilities (N, K) for the images of all parts, one part after the other.

    They are averaged over all copies of an image that are moved by up to ``shift`` pixels.

    Raises:
        InputError: the weights cannot be read, or have another accuracy than ``final`` says: it may differ
            by the images alone whose two most probable classes are tied.
    """
    path = file_of(folder, run, "weights.safetensors")
    network, scale = load(path, parts["test"])  # the parts are alike in pixels and classes
    made = []
    for part, samples in parts.items():
        X = scale.apply(samples.pixels)
        probabilities = network.predict_proba(X)
        right = np.count_nonzero(probabilities.argmax(axis=1) == samples.labels)
        second, first = np.partition(probabilities, -2, axis=1)[:, -2:].T
        expected, n = final[f"{part}_accuracy"], len(samples.labels)
        if abs(right - n * expected) > np.count_nonzero(first - second < TIE) + 0.5:
            raise InputError(
                f"{path}: expected a {part} accuracy of {expected:.6g}, as in run.json,"
                f" found {right / n:.6g}; delete it and run again"
            )
        if shift:
            probabilities = network.predict_proba(X, moves(scale, samples.shape, shift))
        made.append(probabilities)
    return np.concatenate(made)


def evaluate(
    folder: Path, experiment: Experiment, parts: dict[str, Samples], shift: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The table of images and the table of configurations, in per cent.

    A run that diverged is not in the first; its configuration has empty cells in the second.

    Args:
        folder: the runs.
        experiment: defaults, seeds and grid.
        parts: validation and test, by name.
        shift: how far copies of an image are moved, over which its probabilities are averaged.
    """
    labels = np.concatenate([samples.labels for samples in parts.values()])
    names = np.repeat(list(parts), [len(samples.labels) for samples in parts.values()])
    confidence = np.zeros(len(labels))
    predictions: dict[str, NDArray[np.uint8]] = {}
    rows = []
    runs_of_rows = [[name_of(settings) for settings in each.runs] for each in configurations(experiment)]
    summaries = read_summaries(folder, itertools.chain(*runs_of_rows))
    for row, runs in enumerate(runs_of_rows):
        together: Any = 0  # the sum of the probabilities of the runs, (N, K)
        for run in runs:
            if final := summaries[run]["final"]:
                probabilities = probabilities_of(folder, run, final, parts, shift)
                predictions[run] = probabilities.argmax(axis=1).astype(np.uint8)
                confidence += probabilities.max(axis=1)
                together = together + probabilities.astype(float)
        measured: dict[str, Any] = {"row": row, "seeds": len(runs)}
        if predictions.keys() >= set(runs):
            right = np.stack([predictions[run] for run in runs]) == labels
            for part in parts:
                here = names == part
                chance = crossed(right[:, here])
                ensemble = (together[here].argmax(axis=1) == labels[here]).mean()
                values = (ensemble, chance.half_width, chance.runs, chance.images)
                measured |= {
                    f"{part}_{name}": 100 * value for name, value in zip(MEASURED, values, strict=True)
                }
        rows.append(measured)
    numbers = np.concatenate([np.arange(len(samples.labels)) for samples in parts.values()])
    mean = (confidence / len(predictions) if predictions else confidence * np.nan).astype(np.float32)
    images = pd.DataFrame(
        dict(zip(IMAGE, (names, numbers, labels.astype(np.uint8), mean), strict=True)) | predictions
    )
    columns = [f"{part}_{name}" for name in MEASURED[:2] for part in parts]
    columns += [f"{part}_{name}" for part in parts for name in MEASURED[2:]]
    return images, pd.DataFrame(rows, columns=["row", "seeds", *columns]).round(4)


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("runs", type=Path, help="folder of the runs")
    parser.add_argument("experiment", type=json_of(EXPERIMENT), help="JSON object: defaults, seeds, grid")
    parser.add_argument("validation", type=Path, help="the validation part, in Parquet")
    parser.add_argument("test", type=Path, help="the test part, in Parquet")
    parser.add_argument("--shift", type=int, default=0, help="pixels by which averaged copies are moved")
    parser.add_argument("--images", type=Path, required=True, help="Parquet, one row per image, to write")
    parser.add_argument(
        "--ensembles", type=Path, required=True, help="CSV, one row per configuration, to write"
    )
    args = parser.parse_args(argv)

    parts = {part: read_samples(getattr(args, part)) for part in ("validation", "test")}
    images, ensembles = evaluate(args.runs, args.experiment, parts, args.shift)
    with atomic_writes(args.images, args.ensembles) as (parquet, csv):
        images.to_parquet(parquet, index=False)
        ensembles.to_csv(csv, index=False, lineterminator="\n")


if __name__ == "__main__":
    # One thread, as in training: the same products give the same bytes on any number of cores.
    with user_errors_as_one_line(), threadpool_limits(1):
        main()
