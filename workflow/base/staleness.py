"""Find what was made by other code, with other parameters or from other files than now, by the records alone.

Snakemake remembers in `.snakemake` how it made a file. The records lie beside the files, so they also tell of
results that were copied, or archived and taken up elsewhere.
"""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from workflow.base.files import SUFFIX
from workflow.base.integrity import Damaged, Record, files_of, read_record, records_below, records_beside

DAMAGED, NO_RECORD = "damaged", "made without a record"
OTHER_CODE, OTHER_PARAMETERS = "made by other code", "made with other parameters"


class Place(NamedTuple):
    """A record, and the folder in which it lies."""

    folder: str
    record: Record


class Passed(NamedTuple):
    """What a rule passes to its program, apart from files."""

    code: str | None  # the program's fingerprint
    words: set[str]  # of its command line


class Stale(NamedTuple):
    """A file that is to be made again, and why; the record that says so, if there is one."""

    file: str
    why: str
    record: Record | None = None


class Records:
    """The records below a folder, as they are when planning begins.

    Attributes:
        damaged: a line for people by file. A file that was deleted is not damaged.
    """

    def __init__(self, folder: Path) -> None:
        self.damaged: dict[str, str] = {}
        self._versions: dict[str, tuple[int, int] | None] = {}  # of each record
        self._places: dict[str, list[Place]] = {}  # by file
        for path in sorted(map(str, records_below(folder))):
            self._versions[path] = version(path)
            parent, name = os.path.split(path)
            try:
                record = read_record(Path(path))
            except Damaged:
                last = os.path.join(parent, name.removeprefix(".").removesuffix(SUFFIX))
                self.damaged[last] = f"{path}: damaged; {last} is made again when it is needed"
                continue
            if record:
                for file in record.files:
                    self._places.setdefault(os.path.join(parent, file), []).append(Place(parent, record))
        for file in self._places:
            sizes = [entry["bytes"] for entry in self._entries(file)]
            if os.path.exists(file) and (found := os.path.getsize(file)) not in sizes:
                said = f"damaged (expected {sizes[0]} bytes, found {found})"
                self.damaged[file] = f"{file}: {said}; it is made again when it is needed"

    def stale(self, files: Iterable[str], passed: Callable[[], Passed]) -> Stale | None:
        """The first file of a job that is to be made again. What was made since planning began is not.

        Args:
            files: those that the job makes, as Snakemake names them.
            passed: what its rule passes to its program; called only where there is a file.
        """
        there = [file for file in files if not file.endswith(SUFFIX) and os.path.exists(file)]
        for file in there:
            if file in self.damaged and not self._made_since(file):
                return Stale(file, DAMAGED)
        if not there:
            return None
        now = passed()
        for file in there:
            found: list[tuple[str, Record | None]] = [
                (self._why(place, now), place.record) for place in self._places.get(file, [])
            ]
            # Two records may list a file after a change of the code: one of them is out of date.
            why, record = min(found or [(NO_RECORD, None)], key=lambda each: bool(each[0]))
            if why and not self._made_since(file):
                return Stale(file, why, record)
        return None

    def _why(self, place: Place, passed: Passed) -> str:
        """Why what a record is about has to be made again; empty if it has not."""
        if place.record.code != passed.code:
            return OTHER_CODE
        if not passed.words <= set(place.record.arguments):
            return OTHER_PARAMETERS
        for path, digest in place.record.read.items():
            source = os.path.normpath(os.path.join(place.folder, path))
            entries = self._entries(source)
            if entries and digest not in [entry["sha256"] for entry in entries]:
                return f"made from another {os.path.basename(source)}"
        return ""

    def _entries(self, file: str) -> list[dict[str, Any]]:
        """What the records say of a file."""
        return [place.record.files[os.path.basename(file)] for place in self._places.get(file, [])]

    def _made_since(self, file: str) -> bool:
        """Whether a file was made since planning began: then it has another record."""
        name = os.path.basename(file)
        return any(
            self._versions.get(str(record)) != version(record) and name in files_of(record)
            for record in records_beside(Path(file))
        )


def version(path: str | Path) -> tuple[int, int] | None:
    """What two files that had the same name do not share; None if there is none."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns
