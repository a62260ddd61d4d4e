"""Write files whole or not at all, and record how they were made.

A program leaves a record in every folder in which it writes: ``.NAME.sums``, beside its last file there.

- ``files``: the size and SHA-256 of each of its files in the folder;
- ``code`` and ``arguments``: the program's fingerprint, where a rule has started it, and its command line;
- ``read``: the SHA-256 of every file of another program from which they were made, by its path from there;
- ``sha256``: of all this.
"""

import hashlib
import json
import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import Any

STARTED = time.time()
SKEW = 3600.0  # seconds by which the clocks of two nodes may differ
SUFFIX = ".sums"
READ: dict[str, str] = {}  # what this process has read of other programs: SHA-256 by absolute path


def sha256(path: Path) -> str:
    """The SHA-256 of a file's content, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def record_of(path: Path) -> Path:
    """The record beside a file that is a program's last in its folder."""
    return path.with_name(f".{path.name}{SUFFIX}")


def sha256_of_record(record: dict[str, Any]) -> str:
    """The SHA-256 of a record, by which damage to it is found."""
    return hashlib.sha256(json.dumps(record).encode()).hexdigest()


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """A temporary path beside ``path``, moved to it if the block ends well and removed if not.

    The temporary name is unique to the attempt, so that two attempts at one file do not disturb each
    other. Leftovers of attempts that were killed are removed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for leftover in path.parent.glob(f".{escape(path.name)}.*.tmp"):
        with suppress(FileNotFoundError):
            # One that began after this program may be in use, here or where the clock is a little ahead.
            if not STARTED <= leftover.stat().st_mtime < time.time() + SKEW:
                leftover.unlink()
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    try:
        yield temporary
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def atomic_writes(*paths: Path) -> Iterator[list[Path]]:
    """Temporary paths for all files of a program, moved together as by :func:`atomic_write`.

    The last of ``paths`` is moved last: if it exists, so do the others, and the records of all.
    """
    last = {path.parent: path for path in paths}  # of the files in each folder
    with ExitStack() as stack:  # leaves in the reverse order
        temporaries = [stack.enter_context(atomic_write(path)) for path in reversed(paths)][::-1]
        records = {
            folder: stack.enter_context(atomic_write(record_of(path))) for folder, path in last.items()
        }
        yield temporaries
        for folder, record in records.items():
            files = {
                path.name: {"bytes": written.stat().st_size, "sha256": sha256(written)}
                for path, written in zip(paths, temporaries, strict=True)
                if path.parent == folder
            }
            read = {os.path.relpath(path, folder): digest for path, digest in READ.items()}
            made = {
                "files": files,
                "code": os.environ.get("CODE") or None,
                "arguments": sys.orig_argv[1:],
                "read": dict(sorted(read.items())),
            }
            text = json.dumps(made | {"sha256": sha256_of_record(made)}, indent=2)
            record.write_text(text + "\n", encoding="utf-8")
        for written in (*temporaries, *records.values()):
            # On the disk before it gets its name, so that a power failure cannot leave half a file.
            with written.open("rb") as file:
                os.fsync(file.fileno())
