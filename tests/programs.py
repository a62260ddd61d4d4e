"""The programs of the workflow, called as a user calls them, in this process."""

import importlib
import os
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from conftest import ROOT

from workflow.base.errors import user_errors_as_one_line
from workflow.base.files import READ

PROGRAMS = sorted(
    ".".join(path.relative_to(ROOT / "workflow").with_suffix("").parts)
    for path in (ROOT / "workflow").rglob("*.py")
    if "__main__" in path.read_text()
)


class Done(NamedTuple):
    """What a program left behind, as a shell would see it."""

    returncode: int
    stdout: str
    stderr: str


def program(name: str, *words, folder: Path = ROOT, path: str | None = None) -> Done:
    """A program of the workflow in this process, called as from a folder.

    The one line that stands below each program, which calls its ``main``, is tested in a process of its
    own: tests/study/test_processes.py.
    """
    environment = {"PATH": path} if path else {}
    main = importlib.import_module(f"workflow.{name}").main
    status: str | int | None = None
    with (
        chdir(folder),
        patch.dict(os.environ, environment),
        patch.dict(READ, clear=True),
        redirect_stdout(StringIO()) as output,
        redirect_stderr(StringIO()) as errors,
    ):
        try:
            with user_errors_as_one_line():
                main([str(word) for word in words])
        except SystemExit as end:
            status = end.code
        if isinstance(status, str):
            print(status, file=sys.stderr)
    return Done(1 if isinstance(status, str) else status or 0, output.getvalue(), errors.getvalue())
