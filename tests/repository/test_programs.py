"""Every program says what it takes, and as a process ends a mistake with one line and its exit status."""

import os
import subprocess
import sys

import pytest
from conftest import ROOT, program
from one_run import WORDS

PROGRAMS = sorted(
    ".".join(path.relative_to(ROOT / "workflow").with_suffix("").parts)
    for path in (ROOT / "workflow").rglob("*.py")
    if "__main__" in path.read_text()
)
# Words for those that tests/one_run.py does not call; as of all, their files are not there.
OTHERS = {
    "configuration.describe": ["/dev/null/page.md"],
    "data.fetch": ["out", "--files", "{}", "--sources", "[]"],
    "runs.predict": ["picture.png"],
    "tables.manifest": ["results", "report.html", "--output", "MANIFEST.sha256"],
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_help_says_what_each_argument_is(name):
    done = program(name, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("usage: ")


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_mistake_ends_the_process_with_one_line_and_leaves_nothing(tmp_path, name):
    done = subprocess.run(
        [sys.executable, "-m", f"workflow.{name}", *(WORDS | OTHERS)[name]],
        env=os.environ | {"PYTHONPATH": str(ROOT)}, cwd=tmp_path, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    *usage, line = done.stderr.splitlines()
    assert line.partition("error: ")[1]
    # argparse refuses an argument, with status 2 and its usage; what a file lacks is one line, and 1.
    assert (done.returncode == 2 and usage[0].startswith("usage: ")) or (done.returncode, usage) == (1, [])
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
