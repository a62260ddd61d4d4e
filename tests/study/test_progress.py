"""`make report` says how far it is in one calm line, and what failed in full."""

import os
import pty
import re
import subprocess

import pytest

# What `make report` runs.
SNAKEMAKE = "PYTHONPATH=workflow/progress .venv/bin/snakemake --logger progress --cores all"
COMMAND = ["bash", "-c", f"{SNAKEMAKE} results/tables/depth.csv"]


@pytest.fixture
def unfinished(project):
    """The tiny study without two of its runs, nor the table that they are in."""
    (project.folder / "results/tables/depth.csv").unlink()
    for run in (project.folder / "results/runs").glob("*hidden_layers=2*"):
        (run / "run.json").unlink()
    project.ready_for_make()
    return project


def test_make_report_is_that_command(unfinished):
    assert (
        unfinished.run("make", "--no-print-directory", "--dry-run", "report").stdout.splitlines()[-1]
        == SNAKEMAKE
    )


def test_in_a_pipe_it_is_a_few_plain_lines(unfinished):
    lines = unfinished.run(*COMMAND).stderr.splitlines()
    said = [line for line in lines if " runs" in line]
    assert said[0].startswith("2 runs to train, ")
    assert said[-1].startswith("2 of 2 runs, ")
    assert 3 <= len(said) <= 11
    assert not [line for line in lines if re.search(r"[\x00-\x1f]", line)]
    assert "nothing to do" in unfinished.run(*COMMAND).stderr


def test_in_a_terminal_it_is_one_line(unfinished):
    ours, theirs = pty.openpty()
    subprocess.run(
        COMMAND, cwd=unfinished.folder, env=unfinished.environment(),
        check=True, stdout=subprocess.DEVNULL, stderr=theirs, timeout=300,
    )  # fmt: skip
    os.close(theirs)
    said = b""
    while True:
        try:
            said += os.read(ours, 1 << 16)
        except OSError:  # nobody writes any more
            break
    os.close(ours)
    begin = said.index(b"runs to train")
    shown = said[begin:].split(b"\n", 1)[1]
    assert shown.count(b"\r\x1b[K") == 4  # two runs, their evaluation and the table
    assert shown.count(b"\n") == 1
    assert b"2 of 2 runs" in shown.split(b"\x1b[K")[-1]


def test_a_failure_is_shown_in_full(project):
    project.ready_for_make()
    project.edit("workflow/figures/confusion.py", "    counts = ", '    print(1 / 0, "here")\n    counts = ')
    said = project.run("make", "report", expect=2).stderr
    assert "Error in rule plot_confusion" in said
    assert "ZeroDivisionError: division by zero" in said
    assert "Traceback" in said


def test_with_verbose_it_is_snakemake_s_own_words(project):
    project.ready_for_make()
    (project.folder / "results/report.html").unlink()
    said = project.run("make", "report", "VERBOSE=1")
    assert "rule report:" in said.stdout + said.stderr
    assert "steps in all" not in said.stdout + said.stderr
