"""Parse the four IDX files into Parquet: train, validation and test.

The validation part is cut from the official training set: the same share of every class, drawn with a
seed of its own. The test part is the official test set, untouched. manifest.json, beside them, has the
SHA-256 of each part: the content on which every run depends.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workflow.base.errors import InputError, user_errors_as_one_line
from workflow.base.files import atomic_writes, sha256
from workflow.configuration.arguments import json_of, of_data
from workflow.data.idx import read_idx
from workflow.data.samples import Samples, write_samples

KINDS = ("images", "labels")


def read_pair(
    folder: Path, files: Mapping[str, Mapping[str, str]], part: str, classes: int
) -> tuple[Samples, dict[str, str]]:
    """The samples of ``part`` (train or test), and the SHA-256 of its two files by name.

    Args:
        folder: where the files are.
        files: ``data.files`` of the configuration.
        part: whose images and labels to read.
        classes: how many; every label is below.

    Raises:
        InputError: a file's SHA-256 is not the configured one (the file is then not read), or the two
            are not images and as many labels.
    """
    sources = {files[f"{part}_{kind}"]["name"]: files[f"{part}_{kind}"]["sha256"] for kind in KINDS}
    images_path, labels_path = (folder / name for name in sources)
    for path in (images_path, labels_path):
        if (found := sha256(path)) != sources[path.name]:
            raise InputError(
                f"{path}: expected SHA-256 {sources[path.name]}, found {found}; delete it and run again"
            )
    images, labels = read_idx(images_path, 3), read_idx(labels_path, 1)
    if len(images) != len(labels):
        raise InputError(f"{images_path}: {len(images)} images, but {labels_path}: {len(labels)} labels")
    if not images.size:
        raise InputError(f"{images_path}: expected at least one image of at least one pixel")
    if labels.max() >= classes:
        raise InputError(
            f"{labels_path}: label {labels.max()}, but the configuration names {classes} classes"
        )
    samples = Samples(images.reshape(len(images), -1), labels.astype(np.int64), images.shape[1:], classes)
    return samples, sources


def stratified(labels: NDArray[np.int64], size: int, seed: int) -> NDArray[np.bool_]:
    """Choose ``size`` samples, the same share of each class (largest remainders make up the sum)."""
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
    parser.add_argument("folder", type=Path, help="folder of the four gzip'd IDX files")
    parser.add_argument("output", type=Path, help="folder for the Parquet files and the manifest")
    parser.add_argument(
        "--files",
        required=True,
        type=json_of(of_data("files")),
        help="JSON object: the name and SHA-256 of each file, as in the configuration",
    )
    parser.add_argument("--classes", required=True, type=int, help="number of classes")
    parser.add_argument(
        "--validation-size", required=True, type=int, help="samples cut from the training set"
    )
    parser.add_argument("--validation-seed", required=True, type=int, help="seed of their draw")
    args = parser.parse_args(argv)

    official, sources = read_pair(args.folder, args.files, "train", args.classes)
    test, test_sources = read_pair(args.folder, args.files, "test", args.classes)
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
