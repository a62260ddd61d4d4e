"""What is out of date by its record alone."""

import os
import sys
from pathlib import Path

import pytest
from tiny import flip

from workflow.base import files
from workflow.base.files import atomic_writes
from workflow.base.integrity import checked
from workflow.base.staleness import (
    DAMAGED,
    NO_RECORD,
    OTHER_CODE,
    OTHER_PARAMETERS,
    Passed,
    Records,
)

WORDS = ["results/data", "--margin=1"]
DATA, TABLE, COPY = "results/data/a", "results/tables/a.csv", "results/tables/b.csv"


@pytest.fixture(autouse=True)
def results(tmp_path, monkeypatch):
    """Two programs, the second of which has read what the first one wrote."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(files, "READ", {})
    monkeypatch.setattr("workflow.base.integrity.READ", files.READ)
    monkeypatch.setattr(sys, "orig_argv", ["python", "-m", "workflow.made", *WORDS])
    monkeypatch.setenv("CODE", "new")
    make(DATA)
    checked(Path(DATA))
    make(TABLE, COPY)


def make(*names: str, text: str = "1") -> None:
    with atomic_writes(*map(Path, names)) as temporaries:
        for temporary in temporaries:
            temporary.write_text(text)


def why(names: list[str], code: str | None = "new", words: list[str] = WORDS, records: Records | None = None):
    found = (records or Records(Path("results"))).stale(names, lambda: Passed(code, set(words)))
    return found and (found.file, found.why)


JOB = [TABLE, COPY, "results/tables/.b.csv.sums"]


def test_what_matches_is_up_to_date():
    assert why(JOB) is None
    assert why([DATA]) is None
    assert why(JOB, words=WORDS[1:]) is None  # a rule's parameters are not all of its command line
    assert why(["results/nowhere"]) is None


def test_other_code_and_other_parameters():
    assert why(JOB, code="newer") == (TABLE, OTHER_CODE)
    assert why(JOB, code=None) == (TABLE, OTHER_CODE)
    assert why(JOB, words=["--margin=2"]) == (TABLE, OTHER_PARAMETERS)


@pytest.mark.parametrize("text", ["2", "of another size"])
def test_made_from_another_file(text):
    make(DATA, text=text)
    assert why(JOB) == (TABLE, "made from another a")


def test_no_record_or_one_of_an_earlier_version():
    Path("results/tables/.b.csv.sums").unlink()
    assert why(JOB) == (TABLE, NO_RECORD)
    Path("results/tables/.b.csv.sums").write_text('{"a.csv": {"bytes": 1, "sha256": ""}}')
    assert why(JOB) == (TABLE, NO_RECORD)
    assert Records(Path("results")).damaged == {}


def test_damage():
    os.truncate(COPY, 0)
    assert why(JOB) == (COPY, DAMAGED)
    said = "damaged (expected 1 bytes, found 0); it is made again when it is needed"
    assert Records(Path("results")).damaged == {COPY: f"{COPY}: {said}"}
    Path(COPY).unlink()
    assert why(JOB) is None
    flip(Path("results/tables/.b.csv.sums"))
    assert why(JOB) == (TABLE, NO_RECORD)  # of the last file, nothing is there to be made again
    make(COPY)
    flip(Path("results/tables/.b.csv.sums"))
    assert why(JOB) == (COPY, DAMAGED)


def test_what_was_deleted_is_made_again_anyway():
    for file in (TABLE, COPY):
        Path(file).unlink()
    assert why(JOB, code="newer") is None


@pytest.mark.parametrize("before", ["other code", "another size", "no record"])
def test_what_was_made_since_planning_began_is_not_made_again(before):
    if before == "another size":
        os.truncate(COPY, 0)
    if before == "no record":
        Path("results/tables/.b.csv.sums").unlink()
    records, code = Records(Path("results")), "newer" if before == "other code" else "new"
    assert why(JOB, code, records=records) is not None
    make(TABLE, COPY)
    assert why(JOB, code, records=records) is None


def test_of_two_records_one_is_right(monkeypatch):
    # As after a change of the code, by which a program writes fewer files.
    monkeypatch.setenv("CODE", "newer")
    make(TABLE, text="another size")
    assert why([TABLE], code="newer") is None
    assert Records(Path("results")).damaged == {}
