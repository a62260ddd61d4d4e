"""Whatever happens to a study, the same command again ends it with the same bytes.

A random fault is drawn from its seed, the number in the test's name; `make torture FAULTS=50` draws more.
"""

import contextlib
import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest
from conftest import Project

from workflow.base.files import sha256

TRAINING = {"workflow.runs.train", "workflow.search.train_to_rung"}
# A file of each kind of job; what a fault leaves of the report and the manifest is tested by cutting them.
TARGETS = (
    "results/tables/depth.csv",
    "results/tables/runs.parquet",
    "results/best/run.json",
    "results/figures/halved-rungs.svg",
)
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)


@pytest.fixture
def study(tmp_path) -> Project:
    """A study of three runs of a second or two each, not yet run; one of them is found by halving."""
    project = Project.create(tmp_path / "project")
    config = project.config
    config["defaults"]["epochs"] = 2000
    config["seeds"] = [0]
    config["experiments"] = {
        "depth": {"title": "Depth", "grid": {"hidden_layers": [1, 2]}},
        "halved": {
            "title": "Halved",
            "halving": {"rungs": [200, 600, 2000]},
            "grid": {"hidden_size": [3, 4, 5, 6]},
        },
    }
    project.config = config
    return project


@contextlib.contextmanager
def running(project: Project, *targets: str) -> Iterator[psutil.Popen]:
    """`snakemake` in the background, its output in a file."""
    with (project.folder.parent / "output.txt").open("w") as output:
        main = psutil.Popen(
            ["snakemake", "--cores", "2", *(targets or TARGETS)],
            cwd=project.folder, env=project.environment(),
            stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
        try:
            yield main
            main.wait(timeout=120)
        finally:
            if main.poll() is None:
                main.kill()


def training(project: Project) -> list[psutil.Process]:
    """The training programs of a project that run at this moment, orphans included."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.cwd() == str(project.folder) and TRAINING.intersection(process.cmdline()[:3]):
                found.append(process)
    return found


def wait_for_training(project: Project, main: psutil.Popen, after: int = 0) -> list[psutil.Process]:
    """The training programs, once there are some and so many runs are done."""
    while main.poll() is None:
        done = list(project.folder.glob("results/runs/*/run.json"))
        if len(done) >= after and (found := training(project)):
            return found
        time.sleep(0.01)
    raise AssertionError("the study ended, and no training was seen")


class Undisturbed(NamedTuple):
    """The study, run to its end."""

    results: dict[str, bytes]
    seconds: float  # that it took


@pytest.fixture
def undisturbed(study, made_once) -> Undisturbed:
    def make(folder: Path) -> None:
        project = study.copy(folder / "project")
        begin = time.time()
        with running(project) as main:
            pass
        assert main.returncode == 0
        (folder / "seconds").write_text(str(time.time() - begin))

    folder = made_once("undisturbed", make)
    return Undisturbed(Project(folder / "project").results(), float((folder / "seconds").read_text()))


def finish(project: Project) -> None:
    """The same command again; if the lock of a killed one is still there, what its message says."""
    with running(project) as main:
        pass
    if main.returncode:
        assert "removed with the --unlock argument" in (project.folder.parent / "output.txt").read_text()
        project.snakemake("--unlock")
        project.snakemake(*TARGETS)
    psutil.wait_procs(training(project), timeout=60)


def test_a_random_fault_changes_no_byte(fault_seed, study, undisturbed):
    rng = random.Random(fault_seed)
    number = rng.choice(SIGNALS)
    with running(study) as main:
        if fault_seed % 2:
            time.sleep(rng.uniform(0, undisturbed.seconds))
            victim = main
        else:
            wait_for_training(study, main, after=rng.randrange(2))
            time.sleep(rng.uniform(0, 0.5))
            victim = rng.choice(wait_for_training(study, main))
        with contextlib.suppress(psutil.NoSuchProcess):
            victim.send_signal(number)
    finish(study)
    assert study.results() == undisturbed.results


def test_a_second_command_at_the_same_time_is_told_so_and_disturbs_nothing(study, undisturbed):
    target = TARGETS[0]
    with running(study, target) as main:
        wait_for_training(study, main)
        main.suspend()
        second = study.snakemake(target, expect=1)
        main.resume()
    assert main.returncode == 0
    assert "Directory cannot be locked" in second.stderr
    assert (study.folder / target).exists()
    assert study.results().items() <= undisturbed.results.items()


@pytest.mark.parametrize(
    ("pattern", "targets", "mended"),
    [
        ("*", [], ""),
        ("data/*.parquet", ["results/data/manifest.json", "results/data/train.parquet"], "data/"),
        (".*.sums", ["results/tables/depth.csv"], "tables/depth"),
    ],
)
def test_what_was_cut_in_half_is_made_again(project, pattern, targets, mended):
    before = project.results()
    cut = [path for path in (project.folder / "results").rglob(pattern) if path.is_file()]
    for path in cut:
        os.truncate(path, path.stat().st_size // 2)
    assert cut
    done = project.snakemake(*targets)
    assert "damaged" in done.stderr
    after = project.results()
    # All of the study, or what was asked for.
    names = [name for name in before if name.startswith(mended)]
    assert {name: after[name] for name in names} == {name: before[name] for name in names}


def own_mounts(project: Project, script: str, expect: int = 0) -> str:
    """What a script prints that may mount in a namespace of its own."""
    try:
        project.run("unshare", "--mount", "--map-root-user", "true")
    except (FileNotFoundError, AssertionError):
        pytest.skip("this machine does not let a user mount in a namespace of his own")
    done = project.run("unshare", "--mount", "--map-root-user", "bash", "-c", script, expect=expect)
    return done.stdout + done.stderr


def test_a_full_disk_stops_the_study_and_once_there_is_room_the_same_command_ends_it(finished, tmp_path):
    project = Project.create(tmp_path / "project")
    target = TARGETS[0]
    output = own_mounts(
        project,
        "mkdir results && mount -t tmpfs -o size=120k full results && "
        f"! snakemake --cores 2 {target} && mount -o remount,size=100m results && echo MORE ROOM && "
        f"snakemake --cores 2 {target} && cp --recursive results kept",
    )
    # The reason stands in the job's log, where there was room for one.
    assert "Traceback" not in output
    assert "MORE ROOM" in output
    (project.folder / "results").rmdir()
    (project.folder / "kept").rename(project.folder / "results")
    assert (project.folder / target).exists()
    assert project.results().items() <= finished.results().items()


def test_a_read_only_folder_is_said_and_not_touched(project):
    config = project.config
    config["seeds"].append(2)
    project.config = config
    before = project.results()
    output = own_mounts(
        project,
        "mount --bind results results && mount -o remount,ro,bind results && snakemake --cores 2",
        expect=1,
    )
    assert "Write-protected output files" in output or "Read-only file system" in output
    assert "Traceback" not in output
    assert project.results() == before


def test_the_manifest_lists_every_file(finished):
    lines = (finished.folder / "results/MANIFEST.sha256").read_text().splitlines()
    made = {name for name in finished.results() if not name.endswith(".sums")}
    assert {line.split("  ", 1)[1] for line in lines} == made - {"MANIFEST.sha256"}


def test_verify_finds_a_file_that_a_fresh_run_has_otherwise(project):
    # The fresh run is played by a copy of the results; tests/study/test_readme_commands.py has a real one.
    project.ready_for_make()
    snakemake = project.folder / "other/snakemake"
    snakemake.parent.mkdir()
    snakemake.write_text(
        "#!/bin/sh -e\n"
        '[ "$3" = --directory ] || exit 0\n'
        'cp -r results "$4"\n'
        'sed -i "s|.*  tables/tuning.csv|0  tables/tuning.csv|" "$4/results/MANIFEST.sha256"\n'
    )
    snakemake.chmod(0o755)
    lines = project.run("make", "verify", "BIN=other", expect=2).stdout.splitlines()
    sums = sha256(project.folder / "results/tables/tuning.csv")
    changed = [line for line in lines if line.startswith(("<", ">"))]
    assert changed == [f"< {sums}  tables/tuning.csv", "> 0  tables/tuning.csv"]
    assert "every file is the same" not in lines
