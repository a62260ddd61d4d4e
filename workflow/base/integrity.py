"""Find files that are not as they were written."""

import functools
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from workflow.base.errors import InputError
from workflow.base.files import READ, SUFFIX, record_of, sha256, sha256_of_record


class Damaged(Exception):
    """A record that is not as it was written."""


class Record(NamedTuple):
    """What a program has left beside its files: see :mod:`workflow.base.files`."""

    files: dict[str, dict[str, Any]]  # by name: bytes, sha256
    code: str | None
    arguments: list[str]
    read: dict[str, str]  # SHA-256 by path from the record's folder


def read_record(path: Path) -> Record | None:
    """A record; None for one in the form of an earlier version.

    Raises:
        Damaged: it is not as it was written.
    """
    text = path.read_bytes()
    try:
        content = json.loads(text)
        if "files" not in content and all("bytes" in entry for entry in content.values()):
            return None
        if content.pop("sha256") != sha256_of_record(content):
            raise Damaged
        return Record(**content)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged from error


def files_of(record: Path) -> dict[str, dict[str, Any]]:
    """The files of a record, by name; none of a record that is damaged or gone."""
    try:
        return _files_of(record, record.stat().st_mtime_ns)
    except (FileNotFoundError, Damaged):
        return {}


@functools.cache
def _files_of(record: Path, _: int) -> dict[str, dict[str, Any]]:
    """Read once per process, as long as it has the same time: a folder may have a thousand files."""
    found = read_record(record)
    return found.files if found else {}


def records_beside(path: Path) -> Iterator[Path]:
    """The records in the folder of a file, beginning with the one that has its name."""
    own = record_of(path)
    yield own
    for other in sorted(path.parent.glob(f".*{SUFFIX}")):
        if other != own:
            yield other


def records_below(folder: Path) -> Iterator[Path]:
    """All records in a folder and those inside."""
    for parent, _, names in os.walk(folder, followlinks=True):
        for name in names:
            if name.startswith(".") and name.endswith(SUFFIX):
                yield Path(parent, name)


def recorded(path: Path) -> Iterator[str]:
    """The SHA-256 of a file as it was written, in each record that lists it.

    There is one such record. There may be two after a change of the code, of which one is out of date.
    """
    for record in records_beside(path):
        if entry := files_of(record).get(path.name):
            yield entry["sha256"]


def damage(path: Path, found: str) -> str | None:
    """What is wrong with a file of SHA-256 ``found``; None if it is as written, or has no record."""
    expected = []
    for digest in recorded(path):
        if digest == found:
            return None
        expected.append(digest)
    return f"{path}: damaged: expected SHA-256 {expected[0]}, found {found}" if expected else None


def checked_sha256(path: Path) -> str:
    """The SHA-256 of a file of another program, which from now on counts as read.

    Raises:
        InputError: it is not as it was written.
    """
    key = os.path.abspath(path)
    if key not in READ:
        found = sha256(path)
        if said := damage(path, found):
            raise InputError(f"{said}; delete it and run again")
        READ[key] = found
    return READ[key]


def checked(path: Path) -> Path:
    """A file of another program, to be read: :func:`checked_sha256` has compared it with its record."""
    checked_sha256(path)
    return path
