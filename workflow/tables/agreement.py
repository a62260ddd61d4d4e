"""Find the test images that no network of the study gets right, and how often the networks agree."""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from workflow.base.errors import InputError, user_errors_as_one_line
from workflow.base.files import atomic_writes
from workflow.base.readers import read_table
from workflow.configuration.arguments import TEXTS, json_of
from workflow.data.samples import Samples, read_class_names, read_samples
from workflow.tables.evaluate import IMAGE


def counted(paths: Sequence[Path], test: Samples) -> pd.DataFrame:
    """One row per test image: its label, the mean confidence, and how many runs take it for each class.

    A run of two experiments is counted once; only in the confidence, of which the tables have the mean
    over their own runs, it weighs twice.

    Args:
        paths: the tables of images of the study's experiments.
        test: the test images.

    Raises:
        InputError: a table cannot be read, or is not about these images.
    """
    n, seen = len(test.labels), set[str]()
    counts, confidence, weight = np.zeros((n, test.classes), int), np.zeros(n), 0
    for path in paths:
        table = read_table(path, IMAGE)
        table = table[table["part"] == "test"]
        runs = table.columns.drop(IMAGE)
        if not np.array_equal(table["label"], test.labels) or (table[runs] >= test.classes).any(axis=None):
            raise InputError(f"{path}: expected predictions for the {n} test images; delete it and run again")
        for run in runs.difference(list(seen)):
            counts[np.arange(n), table[run]] += 1
        if len(runs):  # without a run, the confidence is missing
            confidence += len(runs) * table["confidence"].to_numpy()
        seen.update(runs)
        weight += len(runs)
    return pd.DataFrame({"label": test.labels, "confidence": confidence / max(weight, 1)}).join(
        pd.DataFrame(counts)
    )


def never_right(images: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """The images of :func:`counted` that every run misclassifies, the most confident first.

    ``share`` is that of the runs which make the most frequent prediction; ties go to the first class.
    """
    counts, labels = images[[*range(len(names))]].to_numpy(), images["label"].to_numpy()
    right, runs = counts[np.arange(len(labels)), labels], counts.sum(axis=1)
    (wrong,) = np.nonzero((right == 0) & (runs > 0))
    table = pd.DataFrame(
        {
            "image": wrong,
            "label": np.array(names)[labels[wrong]],
            "predicted": np.array(names)[counts[wrong].argmax(axis=1)],
            "share": 100 * counts[wrong].max(axis=1) / runs[wrong],
            "confidence": 100 * images["confidence"].to_numpy()[wrong],
        }
    )
    return table.sort_values("confidence", ascending=False, kind="stable").round(4)


def agreement(images: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """How many images of each class, and of all, are right by all runs, by some and by none.

    ``agreement`` is the mean share of pairs of runs with the same prediction, Σₖ cₖ(cₖ − 1) / n(n − 1) of an
    image with cₖ of n runs for class k: in per cent, and missing for fewer than two runs.
    """
    counts, labels = images[[*range(len(names))]].to_numpy(), images["label"].to_numpy()
    right, runs = counts[np.arange(len(labels)), labels], counts.sum(axis=1)
    pairs = pd.Series(runs * (runs - 1))
    per_image = pd.DataFrame(
        {
            "images": 1,
            "right_by_all": (right == runs) & (runs > 0),
            "right_by_some": (right > 0) & (right < runs),
            "right_by_none": (right == 0) & (runs > 0),
            "agreement": 100 * (counts * (counts - 1)).sum(axis=1) / pairs.where(pairs > 0),
        }
    )
    here = [labels == label for label in range(len(names))]
    rows = [
        {
            "class": name,
            **per_image.loc[mask].drop(columns="agreement").sum().astype(int),
            "agreement": per_image.loc[mask, "agreement"].mean(),
        }
        for name, mask in zip([*names, "all"], [*here, labels >= 0], strict=True)
    ]
    return pd.DataFrame(rows).round(4)


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("test", type=Path, help="the test part, in Parquet")
    parser.add_argument("classes", type=Path, help="the names of the classes, in JSON")
    parser.add_argument("tables", type=Path, help="folder of the tables of images, which evaluate wrote")
    parser.add_argument("experiments", type=json_of(TEXTS), help="JSON list: whose tables of images")
    parser.add_argument("--never-right", type=Path, required=True, help="CSV, one row per image, to write")
    parser.add_argument("--agreement", type=Path, required=True, help="CSV, one row per class, to write")
    args = parser.parse_args(argv)

    test = read_samples(args.test)
    names = read_class_names(args.classes, test.classes)
    images = counted([args.tables / f"{name}-images.parquet" for name in args.experiments], test)
    with atomic_writes(args.never_right, args.agreement) as (wrong, by_class):
        never_right(images, names).to_csv(wrong, index=False, lineterminator="\n")
        agreement(images, names).to_csv(by_class, index=False, lineterminator="\n")


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
