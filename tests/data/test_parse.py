"""IDX becomes Parquet with nothing lost, and the validation set has every class in its share."""

import hashlib
import json

import numpy as np
import pyarrow.parquet as pq
import pytest
from programs import program
from tiny import CLASSES, SIZE, by_role, checksums, pictures, write_idx

from workflow.data.parse import stratified
from workflow.data.samples import read_samples


def parse(folder, output, size=60, seed=0):
    return program(
        "data.parse", folder, output, "--files", json.dumps(by_role(checksums(folder))),
        "--classes", len(CLASSES),
        "--validation-size", size, "--validation-seed", seed,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    write_idx(tmp_path / "idx")
    return tmp_path / "idx"


def test_the_three_parts_hold_every_sample_once(folder, tmp_path):
    assert parse(folder, tmp_path / "out").returncode == 0
    train, validation, test = (
        read_samples(tmp_path / f"out/{p}.parquet") for p in ("train", "validation", "test")
    )
    images, labels = pictures(240, 0)
    rows = np.column_stack([images.reshape(240, -1), labels])
    parts = [np.column_stack([part.pixels, part.labels]) for part in (train, validation)]
    assert sorted(map(bytes, np.concatenate(parts).astype(np.uint8))) == sorted(map(bytes, rows))
    assert (test.pixels == pictures(90, 1)[0].reshape(90, -1)).all()
    assert (test.labels == pictures(90, 1)[1]).all()
    assert (train.shape, train.classes) == ((SIZE, SIZE), len(CLASSES))
    assert np.bincount(validation.labels).tolist() == [20, 20, 20]


def test_the_schema_and_the_manifest_say_what_the_parts_are(folder, tmp_path):
    parse(folder, tmp_path / "out")
    schema = pq.read_schema(tmp_path / "out/train.parquet")
    assert str(schema.field("image").type) == f"fixed_size_binary[{SIZE * SIZE}]"
    assert json.loads(schema.metadata[b"sources"]).keys() == {
        "train-images-idx3-ubyte.gz",
        "train-labels-idx1-ubyte.gz",
    }
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    for part, entry in manifest.items():
        path = tmp_path / f"out/{part}.parquet"
        assert entry["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert entry["samples"] == pq.read_metadata(path).num_rows


def test_the_seed_draws_the_validation_set(folder, tmp_path):
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        parse(folder, tmp_path / name, seed=seed)
    a, b, c = ((tmp_path / name / "validation.parquet").read_bytes() for name in "abc")
    assert a == b != c


@pytest.mark.parametrize("size", [1, 2, 7, 50, 99])
def test_shares_of_unequal_classes_are_within_one_sample(size):
    labels = np.repeat([0, 1, 3], [70, 25, 5])
    chosen = stratified(labels, size, seed=0)
    assert chosen.sum() == size
    assert (abs(np.bincount(labels[chosen], minlength=4) - np.array([70, 25, 0, 5]) * size / 100) < 1).all()
