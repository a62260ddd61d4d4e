"""Select the best model of the study and classify the test images with it.

The best configuration has the highest mean validation accuracy over its seeds, none of which
diverged; of its runs, the one with the highest validation accuracy is the model.
"""

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from workflow.base.errors import InputError, user_errors_as_one_line
from workflow.base.files import atomic_writes
from workflow.base.integrity import checked
from workflow.base.readers import read_table
from workflow.data.samples import read_class_names, read_samples
from workflow.runs.records import file_of, read_summary
from workflow.runs.weights import load
from workflow.tables.headline import HYPER_PARAMETERS


def best_run(runs: pd.DataFrame) -> str:
    """The name of the run to keep, by validation figures alone."""
    groups = runs.groupby(HYPER_PARAMETERS, sort=False)
    completed = runs[groups["outcome"].transform(lambda outcome: (outcome == "completed").all())]
    if completed.empty:
        raise InputError("no configuration of the study trained with every seed; lower the learning rates")
    means = completed.groupby(HYPER_PARAMETERS, sort=False)["validation_accuracy"].transform("mean")
    ranked = completed.assign(mean=means).sort_values(
        ["mean", "validation_accuracy"], ascending=False, kind="stable"
    )
    return str(ranked.iloc[0]["run"])


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table", type=Path, help="the table of all runs, in Parquet")
    parser.add_argument("runs", type=Path, help="folder of the runs")
    parser.add_argument("test", type=Path, help="the test part, in Parquet")
    parser.add_argument("classes", type=Path, help="the names of the classes, in JSON")
    parser.add_argument("--model", type=Path, required=True, help="JSON of the model's run, to write")
    parser.add_argument("--weights", type=Path, required=True, help="its weights, to write")
    parser.add_argument("--confusion", type=Path, required=True, help="CSV, one row per true class, to write")
    parser.add_argument(
        "--predictions", type=Path, required=True, help="Parquet, one row per test image, to write"
    )
    args = parser.parse_args(argv)

    run = best_run(read_table(args.table, ["run", "outcome", "validation_accuracy", *HYPER_PARAMETERS]))
    read_summary(args.runs, run)  # refuses another run's, before it is copied
    weights = file_of(args.runs, run, "weights.safetensors")
    test = read_samples(args.test)
    network, scale = load(weights, test)
    probabilities = network.predict_proba(scale.apply(test.pixels))
    predicted = probabilities.argmax(axis=1)
    names = read_class_names(args.classes, test.classes)
    confusion = np.zeros((test.classes, test.classes), int)
    np.add.at(confusion, (test.labels, predicted), 1)
    frame = pd.DataFrame(confusion, pd.Index(names, name="true"), names)
    predictions = pd.DataFrame(
        {"true": test.labels, "predicted": predicted, "confidence": probabilities.max(axis=1)}
    )
    written = (args.confusion, args.predictions, args.weights, args.model)
    with atomic_writes(*written) as (table, samples, weights_copy, model):
        frame.to_csv(table, lineterminator="\n")
        predictions.to_parquet(samples, index=False)
        shutil.copyfile(checked(weights), weights_copy)
        shutil.copyfile(checked(weights.with_name("run.json")), model)


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
