"""A file is compared with the record of the program that wrote it, and the record with itself."""

import json
import sys
from pathlib import Path

import pytest
from tiny import flip

from workflow.base import files
from workflow.base.errors import InputError
from workflow.base.files import atomic_writes, sha256
from workflow.base.integrity import Damaged, Record, checked, damage, read_record, records_below


@pytest.fixture(autouse=True)
def a_program(tmp_path, monkeypatch):
    """As if this process were a program that a rule has started in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(files, "READ", read := dict[str, str]())
    monkeypatch.setattr("workflow.base.integrity.READ", read)
    monkeypatch.setattr(sys, "orig_argv", ["python", "-m", "workflow.tables.made", "results/tables"])
    monkeypatch.setenv("CODE", "c0de")


def write(*names: str) -> list[Path]:
    """Files of one program, each with its name in it."""
    paths = [Path(name) for name in names]
    with atomic_writes(*paths) as temporaries:
        for path, temporary in zip(paths, temporaries, strict=True):
            temporary.write_text(path.name)
    return paths


def test_a_program_leaves_a_record_in_every_folder_in_which_it_writes():
    write("results/data/train.parquet", "results/data/manifest.json")
    write("results/runs/a/run.json")
    files.READ.clear()
    for name in ("runs/a/run.json", "data/train.parquet"):
        checked(Path("results", name))
    made = write("results/tables/a.csv", "results/tables/b.csv", "results/best/run.json")
    places = [Path("results/tables/.b.csv.sums"), Path("results/best/.run.json.sums")]
    for place, listed in zip(places, (made[:2], made[2:]), strict=True):
        assert read_record(place) == Record(
            files={path.name: {"bytes": len(path.name), "sha256": sha256(path)} for path in listed},
            code="c0de",
            arguments=["-m", "workflow.tables.made", "results/tables"],
            read={
                f"../{name}": sha256(Path("results", name))
                for name in ("data/train.parquet", "runs/a/run.json")  # sorted
            },
        )
        assert str(Path.cwd()) not in place.read_text()
    assert sorted(Path("results/tables").iterdir()) == [places[0], *made[:2]]


def test_a_program_that_was_started_by_hand_has_no_code(monkeypatch):
    for value in (None, ""):
        if value is None:
            monkeypatch.delenv("CODE")
        else:
            monkeypatch.setenv("CODE", value)
        write("a")
        record = read_record(Path(".a.sums"))
        assert record
        assert record.code is None


def test_a_file_with_one_bit_changed_is_refused_and_does_not_count_as_read():
    for path in write("a.csv", "b.csv"):
        said = f"{path}: damaged: expected SHA-256 {sha256(path)}, found "
        flip(path)
        with pytest.raises(InputError) as error:
            checked(path)
        assert str(error.value) == f"{said}{sha256(path)}; delete it and run again"
    assert files.READ == {}


@pytest.mark.parametrize("record", [None, '{"a.csv": {"bytes": 5, "sha256": "0"}}', '{"files": {"a', "[]"])
def test_a_file_of_which_nothing_is_recorded_is_accepted(record):
    (path,) = write("a.csv")
    Path(".a.csv.sums").unlink()
    if record:
        Path(".a.csv.sums").write_text(record)
    flip(path)
    assert checked(path) == path
    assert files.READ[str(path.absolute())] == sha256(path)


def test_of_two_records_one_is_right():
    # As after a change of the code, by which a program writes fewer files.
    write("b.csv", "a.csv")
    Path("b.csv").write_text("new")
    assert damage(Path("b.csv"), sha256(Path("b.csv")))
    with atomic_writes(Path("b.csv")) as (temporary,):
        temporary.write_text("new")
    assert damage(Path("b.csv"), sha256(Path("b.csv"))) is None


def test_whichever_bit_of_a_record_changes_it_is_noticed():
    checked(write("results/data/a")[0])
    write("results/tables/a.csv")
    path = Path("results/tables/.a.csv.sums")
    content = path.read_bytes()
    assert json.loads(content)["read"]
    for position in range(len(content) - 1):  # but for the line break at the end
        changed = bytearray(content)
        changed[position] ^= 1 << position % 8
        path.write_bytes(changed)
        with pytest.raises(Damaged):
            read_record(path)


def test_records_are_found_in_linked_folders_too_and_nothing_else_is_one(tmp_path):
    write("elsewhere/a.csv")
    Path("results").mkdir()
    Path("results/tables").symlink_to(tmp_path / "elsewhere")
    Path("results/.hidden").touch()
    Path("results/visible.sums").touch()
    assert list(records_below(Path("results"))) == [Path("results/tables/.a.csv.sums")]
