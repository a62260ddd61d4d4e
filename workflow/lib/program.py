"""How a program meets its user: one line for a mistake, whole files or none."""

import hashlib
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class InputError(Exception):
    """Something a person can mend: the message says where, what was expected and what was found."""


@contextmanager
def mistakes_in_one_line() -> Iterator[None]:
    """Turn a person's mistake, or a refusal of the file system, into one line and exit status 1."""
    try:
        yield
    except (InputError, OSError) as error:
        sys.exit(f"error: {error}")


def sha256(path: Path) -> str:
    """The SHA-256 of a file's content, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A temporary path beside ``path``, moved to it if the block ends well and removed if not.

    The temporary name is unique to the attempt, so two attempts at one file cannot harm each other.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        yield temporary
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
