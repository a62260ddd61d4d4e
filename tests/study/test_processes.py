"""Every program, as a process: a mistake ends it with one line and its exit status."""

import json
import os
import subprocess
import sys

import pytest
from conftest import ROOT
from one_run import WORDS
from programs import PROGRAMS
from tiny import tiny_config

FILES = [f"{part}-{kind}-ubyte.gz" for part in ("train", "t10k") for kind in ("images-idx3", "labels-idx1")]
# Words for those that tests/one_run.py does not call, or that read no file. Of all others no file is there.
OTHERS = {
    "base.list_code": ["workflow.runs.train", "/dev/null/code.json"],
    "configuration.describe": ["/dev/null/page.md"],
    "data.name_classes": ["[1]", "classes.json"],
    "data.fetch": ["out", "--files", "{}", "--sources", "[]"],
    "runs.predict": ["picture.png"],
    "report.export": ["results", json.dumps(tiny_config(dict.fromkeys(FILES, "0" * 64))), "{}"],
    "report.watch": ["results"],
    "tables.manifest": ["results", "report.html", "--output", "MANIFEST.sha256"],
}


# What Snakemake says before runs.plan ends is its own: tests/study/test_planning.py.
@pytest.mark.parametrize("name", [name for name in PROGRAMS if name != "runs.plan"])
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
