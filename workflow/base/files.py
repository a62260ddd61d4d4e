"""Files appear whole or not at all, and one that is damaged later is found by its size.

Beside the last of its files, as ``.NAME.sums``, a program leaves the size and the SHA-256 of each.
"""

import hashlib
import json
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from glob import escape
from pathlib import Path

STARTED = time.time()


def sha256(path: Path) -> str:
    """The SHA-256 of a file's content, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """A temporary path beside ``path``, moved to it if the block ends well and removed if not.

    The temporary name is unique to the attempt, so two attempts at one file do not harm each other.
    What an attempt that was killed has left is removed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for leftover in path.parent.glob(f".{escape(path.name)}.*.tmp"):
        with suppress(FileNotFoundError):
            # An attempt that began later than this one may still be writing.
            if leftover.stat().st_mtime < STARTED:
                leftover.unlink()
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    try:
        yield temporary
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def atomic_writes(*paths: Path) -> Iterator[list[Path]]:
    """A temporary path for each of a program's files, moved together as by :func:`atomic_write`.

    The last of ``paths`` is moved last: where it is, the others are.
    """
    sums = paths[-1].with_name(f".{paths[-1].name}.sums")
    with ExitStack() as stack:  # leaves in the reverse order
        temporaries = [stack.enter_context(atomic_write(path)) for path in reversed(paths)][::-1]
        record = stack.enter_context(atomic_write(sums))
        yield temporaries
        entries = {
            os.path.relpath(path, sums.parent): {"bytes": written.stat().st_size, "sha256": sha256(written)}
            for path, written in zip(paths, temporaries, strict=True)
        }
        record.write_text(json.dumps(entries, indent=2) + "\n", encoding="utf-8")
        for written in (*temporaries, record):
            # On the disk before it has its name, so that a loss of power cannot leave half of it there.
            with written.open("rb") as file:
                os.fsync(file.fileno())
