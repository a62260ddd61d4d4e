"""Write files whole or not at all, and record their sizes, by which later damage is found.

Beside the last of its files a program leaves ``.NAME.sums``: the size and SHA-256 of each of them.
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

    The temporary name is unique to the attempt, so that two attempts at one file do not disturb each
    other. Leftovers of attempts that were killed are removed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for leftover in path.parent.glob(f".{escape(path.name)}.*.tmp"):
        with suppress(FileNotFoundError):
            # One that began after this program may still be in use.
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
    """Temporary paths for all files of a program, moved together as by :func:`atomic_write`.

    The last of ``paths`` is moved last: if it exists, so do the others.
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
            # On the disk before it gets its name, so that a power failure cannot leave half a file.
            with written.open("rb") as file:
                os.fsync(file.fileno())
