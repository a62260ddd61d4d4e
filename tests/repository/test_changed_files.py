"""A file that is not as it was written is refused by whatever reads it, and nothing is computed from it."""

import json
import shutil
from pathlib import Path

import pytest
from one_run import (
    CLASS_NAMES,
    CURVES,
    HISTORY,
    IMAGES,
    PREDICTED,
    RUNG,
    SUMMARY,
    TABLE,
    TEST,
    TRAIN,
    WEIGHTS,
    call,
    content,
)
from tiny import by_role, checksums, flip, idx, pictures

from workflow.base.files import sha256


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("runs.train", TRAIN),
        ("figures.dataset", CLASS_NAMES),
        ("tables.select", WEIGHTS),
        ("figures.weights", WEIGHTS),
        ("tables.select", SUMMARY),
        ("tables.aggregate", SUMMARY),
        ("tables.aggregate", HISTORY),
        ("tables.collect", SUMMARY),
        ("tables.decide", SUMMARY),
        ("tables.evaluate", WEIGHTS),
        ("tables.agreement", PREDICTED),
        ("search.promote", RUNG),
        ("search.propose", SUMMARY),
        ("search.list_trials", SUMMARY),
        ("figures.curves", TABLE),
        ("report.build", CURVES),
        ("report.build", TEST),
        ("report.build", "best/weights.safetensors"),
    ],
)
def test_a_file_of_which_one_bit_has_changed_is_refused(good, tmp_path, name, file):
    folder = tmp_path / good.name
    shutil.copytree(good, folder)
    expected = sha256(folder / file)
    flip(folder / file)
    before = content(folder)
    done = call(name, folder)
    said = f"damaged: expected SHA-256 {expected}, found {sha256(folder / file)}; delete it and run again"
    assert (done.returncode, done.stderr) == (1, f"error: {file}: {said}\n")
    assert content(folder) == before


def test_a_file_with_another_checksum_is_not_even_opened(good, tmp_path):
    folder = tmp_path / good.name
    shutil.copytree(good, folder)
    expected = checksums(folder / "idx")
    (folder / IMAGES).write_bytes(idx(pictures(240, 7)[0]))  # as good as the right one, but another
    done = call("data.parse", folder, {"FILES": json.dumps(by_role(expected))})
    name = Path(IMAGES).name
    found = checksums(folder / "idx")[name]
    message = f"error: {IMAGES}: expected SHA-256 {expected[name]}, found {found}; delete it and run again\n"
    assert (done.returncode, done.stderr) == (1, message)
    assert not (folder / "out").exists()
