"""Parse the four IDX files into Parquet: train, validation and test.

The validation part is cut from the official training set, the same share of every class, drawn with
a seed of its own. The test part is the official test set. Beside them stands manifest.json, with
the SHA-256 of each part: the content on which every run depends.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workflow.base.errors import InputError, user_errors_as_one_line
from workflow.base.files import atomic_writes, sha256
from workflow.configuration.arguments import json_of, of_data
from workflow.data.idx import read_idx
from workflow.data.samples import Samples, write_samples


def read_pair(
    folder: Path, prefix: str, classes: list[str], files: dict[str, str]
) -> tuple[Samples, dict[str, str]]:
    """The images and labels of ``prefix`` (train or t10k), and the SHA-256 of their files.

    Raises:
        InputError: a file has another SHA-256 than ``files`` says, and is not read; or it is no such data.
    """
    images_path = folder / f"{prefix}-images-idx3-ubyte.gz"
    labels_path = folder / f"{prefix}-labels-idx1-ubyte.gz"
    sources = {path.name: sha256(path) for path in (images_path, labels_path)}
    for name, found in sources.items():
        if found != files[name]:
            raise InputError(
                f"{folder / name}: expected SHA-256 {files[name]}, found {found}; delete it and run again"
            )
    images, labels = read_idx(images_path, 3), read_idx(labels_path, 1)
    if len(images) != len(labels):
        raise InputError(f"{images_path}: {len(images)} images, but {labels_path}: {len(labels)} labels")
    if not images.size:
        raise InputError(f"{images_path}: expected at least one image of at least one pixel")
    if labels.max() >= len(classes):
        raise InputError(
            f"{labels_path}: label {labels.max()}, but the configuration names {len(classes)} classes"
        )
    samples = Samples(images.reshape(len(images), -1), labels.astype(np.int64), images.shape[1:], classes)
    return samples, sources


def stratified(labels: NDArray[np.int64], size: int, seed: int) -> NDArray[np.bool_]:
    """Choose ``size`` samples, of each class its share (largest remainders make up the sum)."""
    counts = np.bincount(labels)
    shares = counts * size / len(labels)
    take = np.floor(shares).astype(int)
    take[np.argsort(take - shares, kind="stable")[: size - take.sum()]] += 1
    rng = np.random.default_rng(seed)
    chosen = np.zeros(len(labels), bool)
    for label, number in enumerate(take):
        chosen[rng.choice(np.flatnonzero(labels == label), number, replace=False)] = True
    return chosen


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the four gzip'd IDX files are")
    parser.add_argument("output", type=Path, help="folder for the Parquet files and the manifest")
    parser.add_argument(
        "--files", required=True, type=json_of(of_data("files")), help="JSON object: file name → SHA-256"
    )
    parser.add_argument(
        "--classes",
        required=True,
        type=json_of(of_data("classes")),
        help="JSON list of the class names, by label",
    )
    parser.add_argument(
        "--validation-size", required=True, type=int, help="samples cut from the training set"
    )
    parser.add_argument("--validation-seed", required=True, type=int, help="seed of their draw")
    args = parser.parse_args(argv)

    official, sources = read_pair(args.folder, "train", args.classes, args.files)
    test, test_sources = read_pair(args.folder, "t10k", args.classes, args.files)
    if official.shape != test.shape:
        raise InputError(
            f"{args.folder}: training images are {official.shape} pixels, test images {test.shape}"
        )
    if not 0 < args.validation_size < len(official.labels):
        raise InputError(
            f"validation_size: expected 1 to {len(official.labels) - 1}, as {args.folder} has "
            f"{len(official.labels)} training images, found {args.validation_size}"
        )
    held_out = stratified(official.labels, args.validation_size, args.validation_seed)
    parts = {"test": (test, test_sources)}
    for name, chosen in (("train", ~held_out), ("validation", held_out)):
        part = official._replace(pixels=official.pixels[chosen], labels=official.labels[chosen])
        parts[name] = (part, sources)
    names = sorted(parts)
    manifest = {}
    with atomic_writes(
        *(args.output / f"{name}.parquet" for name in names), args.output / "manifest.json"
    ) as (
        *paths,
        summary,
    ):
        for name, path in zip(names, paths, strict=True):
            samples, files = parts[name]
            write_samples(path, samples, files)
            manifest[name] = {"sha256": sha256(path), "samples": len(samples.labels), "sources": files}
        summary.write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
