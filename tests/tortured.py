"""A study to stop and to damage, how it is run, and how a person goes on after a fault."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from conftest import Project

TABLES = (
    "results/tables/need.csv",
    "results/tables/halved.csv",
    "results/tables/agreement.csv",
    "results/best/run.json",
)
DELETE = re.compile(r"^error: (results/[^:]+): .*; delete it and run again$", re.MULTILINE)
NAMED = re.compile(r"^results/([^:]+): ", re.MULTILINE)


def study(folder: Path) -> Project:
    """A study of eight short runs, not yet made: a search by halving, and seeds by need."""
    project = Project.create(folder)
    config = project.config
    config["defaults"] |= {"epochs": 600, "learning_rate": 0.001}
    config |= {"margin": 0.001, "seeds": [0]}
    by_need = {"figure": "search", "seeds": {"from": 2, "to": 3}, "grid": {"hidden_layers": [1, 2]}}
    halved = {"halving": {"rungs": [150, 600]}, "grid": {"hidden_size": [3, 4, 5]}}
    config["experiments"] = {"need": {"title": "Need"} | by_need, "halved": {"title": "Halved"} | halved}
    project.config = config
    return project


def one_more_seed(project: Project) -> None:
    config = project.config
    config["experiments"]["need"]["seeds"]["to"] += 1
    project.config = config


def remove(*paths: Path) -> None:
    for path in paths:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def output_of(project: Project) -> str:
    """What the last command in the background printed."""
    return (project.folder.parent / "output.txt").read_text()


@contextlib.contextmanager
def running(project: Project, *words: str, cores: int = 2) -> Iterator[psutil.Popen]:
    """`snakemake` in the background, its output in a file."""
    with (project.folder.parent / "output.txt").open("w") as output:
        main = psutil.Popen(
            ["snakemake", "--cores", str(cores), *words],
            cwd=project.folder, env=project.environment(),
            stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
        try:
            yield main
            main.wait(timeout=600)
        finally:
            if main.poll() is None:
                os.killpg(main.pid, signal.SIGKILL)


def jobs(project: Project) -> list[psutil.Process]:
    """The programs of a project that run at this moment, orphans included."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            flag, name = [*process.cmdline()[1:3], "", ""][:2]
            if flag == "-m" and name.startswith("workflow.") and process.cwd() == str(project.folder):
                found.append(process)
    return found


def own_mounts(project: Project, script: str, *words: str, expect: int = 0) -> str:
    """What a script prints that may mount in a namespace of its own."""
    unshare = ("unshare", "--mount", "--map-root-user")
    try:
        project.run(*unshare, "true")
    except (FileNotFoundError, AssertionError):
        pytest.skip("this machine does not let a user mount in a namespace of his own")
    done = project.run(*unshare, "bash", "-c", script, "bash", *words, expect=expect)
    return f"{done.stdout}{done.stderr}"


class Unclear(Exception):
    """A command failed, and what it said is not what to do."""


def again(project: Project, *words: str) -> bool:
    """The same command until it ends well, with what its message says in between; whether there was one."""
    for attempt in range(10):
        with running(project, *words) as main:
            pass
        output = output_of(project)
        if main.returncode == 0:
            return attempt > 0
        if "removed with the --unlock argument" in output:
            project.snakemake("--unlock")
        elif files := DELETE.findall(output):
            remove(*(project.folder / file for file in files))
        elif "This could indicate a clock skew problem" in output:
            touch_the_future(project.folder / "results")
        else:
            break
    raise Unclear(output)


def touch_the_future(folder: Path) -> None:
    """What `find results -newermt now -exec touch {} +` does: files are from now at the latest."""
    for path in folder.rglob("*"):
        if path.stat().st_mtime > time.time():
            path.touch()


def damaged_files(project: Project) -> set[str]:
    """The files in the results that a check of all in place names."""
    done = subprocess.run(
        ["python", "-m", "workflow.base.verify", "results"],
        cwd=project.folder, env=project.environment(), capture_output=True, text=True,
    )  # fmt: skip
    found = set(NAMED.findall(done.stderr))
    if done.returncode and not found:
        raise Unclear(done.stdout + done.stderr)
    return found
