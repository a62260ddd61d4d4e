"""What the status scripts of the profiles make of the answers of each scheduler, as its manual gives them.

Grid Engine is also tried for real: tests/cluster. PBS and LSF are not.
"""

import os
import subprocess
import time
from pathlib import Path

import pytest
from conftest import ROOT

GONE = "Following jobs do not exist:\n7\n"
ACCOUNT = "==========\njobnumber    7\nfailed       {}\nexit_status  {}\n"
PBS = "Job Id: 7.server|Job_Name=train|job_state={}|queue=short{}"


@pytest.fixture
def answers(tmp_path, monkeypatch):
    """Commands that print a text and end with a status; the working folder is that of a study."""
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    def write(**commands: tuple[int, str]) -> None:
        for name, (status, text) in commands.items():
            (tmp_path / f"{name}.txt").write_text(text)
            path = tmp_path / name
            path.write_text(f"#!/bin/sh\ncat {tmp_path}/{name}.txt\nexit {status}\n")
            path.chmod(0o755)

    (tmp_path / ".snakemake/cluster_logs").mkdir(parents=True)
    return write


def script(folder: Path, name: str, *words: str) -> str:
    done = subprocess.run(
        ["sh", str(ROOT / "profiles" / name), *words], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("qstat", "qacct", "state"),
    [
        ((0, "job_number: 7\nusage: cpu=00:00:01\n"), (1, ""), "running"),
        ((0, "job_number: 7\nerror reason 1: can't get password entry\n"), (1, ""), "failed"),
        ((1, "error: commlib error: got select error\n"), (1, ""), "running"),
        ((1, GONE), (0, ACCOUNT.format("0", "0")), "success"),
        ((1, GONE), (0, ACCOUNT.format("0", "1")), "failed"),
        ((1, GONE), (0, ACCOUNT.format("100 : assumedly after job", "137")), "failed"),
        # A number that was given twice: the last account is the job's.
        ((1, GONE), (0, ACCOUNT.format("0", "1") + ACCOUNT.format("0", "0")), "success"),
        ((1, GONE), (1, "error: job id 7 not found\n"), "running"),  # for the first 30 seconds
    ],
)
def test_grid_engine(tmp_path, answers, qstat, qacct, state):
    answers(qstat=qstat, qacct=qacct)
    assert script(tmp_path, "sge/status.sh", "7") == state


def test_a_job_that_grid_engine_does_not_know_has_failed_after_half_a_minute(tmp_path, answers):
    answers(qstat=(1, GONE), qacct=(1, ""))
    assert script(tmp_path, "sge/status.sh", "7") == "running"
    gone = tmp_path / ".snakemake/cluster_logs/7.gone"
    for age, state in ((20, "running"), (40, "failed")):
        since = time.time() - age
        os.utime(gone, (since, since))
        assert script(tmp_path, "sge/status.sh", "7") == state


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (PBS.format("Q", ""), "running"),
        (PBS.format("R", ""), "running"),
        (PBS.format("F", "|Exit_status=0|comment=ended"), "success"),
        (PBS.format("F", "|Exit_status=1"), "failed"),
        (PBS.format("F", "|comment=deleted while it waited"), "failed"),
        ("qstat: Unknown Job Id 7.server", "failed"),
        ("Connection refused\nqstat: cannot connect to server", "running"),
    ],
)
def test_pbs(tmp_path, answers, answer, state):
    answers(qstat=(0, answer))
    assert script(tmp_path, "pbs/status.sh", "7") == state


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("PEND", "running"),
        ("RUN", "running"),
        ("DONE", "success"),
        ("EXIT", "failed"),
        ("Job <7> is not found", "failed"),
        ("LSF is down. Please wait ...", "running"),
    ],
)
def test_lsf(tmp_path, answers, answer, state):
    answers(bjobs=(0, answer))
    assert script(tmp_path, "lsf/status.sh", "7") == state


def test_lsf_gives_the_number_of_a_job(tmp_path, answers):
    answers(bsub=(0, "Job <7> is submitted to default queue <short>.\n"))
    assert script(tmp_path, "lsf/submit.sh", "-n", "1", "bash", "job.sh") == "7"
