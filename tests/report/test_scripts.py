"""The scripts of the report, by their own tests: tests/report/scripts/*.test.js."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

TESTS = sorted((ROOT / "tests/report/scripts").glob("*.test.js"))


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_a_script(path):
    node = Path(sys.executable).with_name("node")
    done = subprocess.run([node, "--test", path], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_lines_are_as_long_as_those_of_python():
    scripts = [*TESTS, *(ROOT / "workflow/report/scripts").glob("*.js")]
    assert len(scripts) > len(TESTS)
    longest = {path.name: max(map(len, path.read_text(encoding="utf-8").splitlines())) for path in scripts}
    assert [name for name, length in longest.items() if length > 110] == []
