"""The study on a real Slurm has the bytes of the study at home, whatever happens to its jobs.

A study of twelve runs on the real data: each test runs it in a folder of its own, most of them at the
same time as others, on nodes of their own, as they mostly wait.
"""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, Project
from slurm import answer, slurm, wait_until

SECONDS = 400  # until a study on the cluster is ended by force
STARTED: list[subprocess.Popen] = []


class Study:
    """The study in a folder and a partition of its own, by a profile."""

    def __init__(self, project: Project, partition: str, profile: str = "slurm") -> None:
        self.project, self.partition = project, partition
        environment = project.folder / ".venv-cluster"  # as `make` would have set it up
        environment.mkdir()
        (environment / "bin").symlink_to(Path(sys.executable).parent)
        (environment / ".ready").touch()
        (environment / ".plugins").touch()
        self.command = f"make cluster PROFILE=profiles/{profile}"

    def poll_often(self) -> None:
        """In fault tests, so that they take less time; and into the partition."""
        path = self.project.folder / "profiles/slurm/config.yaml"
        profile = yaml.safe_load(path.read_text())
        profile["slurm-init-seconds-before-status-checks"] = 1
        profile["default-resources"]["slurm_partition"] = self.partition
        path.write_text(yaml.safe_dump(profile))

    def start(self) -> "Study":
        with (self.project.folder / "output.txt").open("w") as output:
            self.process = subprocess.Popen(
                ["timeout", "-k", "5", str(SECONDS), "bash", "-euo", "pipefail", "-c", self.command],
                cwd=self.project.folder,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        STARTED.append(self.process)
        return self

    def finish(self) -> None:
        """Wait until it has ended well."""
        status = self.process.wait()
        assert status == 0, (self.project.folder / "output.txt").read_text()

    def runs(self) -> dict[str, tuple[int, int]]:
        """Every run that is done, with what would change if it were made again."""
        found = {}
        for path in self.project.folder.glob("results/runs/*/run.json"):
            status = path.stat()
            found[path.parent.name] = status.st_ino, status.st_mtime_ns
        return found

    def jobs(self) -> list[tuple[str, ...]]:
        """Number, state, node, time limit of each job of this study, in order."""
        lines = answer("squeue", "--noheader", "--states=all", "--sort=i", "--format=%i|%T|%N|%l|%Z")
        fields = [tuple(line.split("|")) for line in lines.splitlines()]
        return [job[:4] for job in fields if job[4] == str(self.project.folder)]

    def wait_for_half_a_pack(self) -> tuple[str, str]:
        """Wait until a job has finished some of its runs; its number and node."""

        def running() -> list[tuple[str, ...]]:
            return [job for job in self.jobs() if job[1] == "RUNNING"]

        packs: list[tuple[str, ...]] = []

        def half() -> bool:
            assert self.process.poll() is None, (self.project.folder / "output.txt").read_text()
            packs[:] = running()
            return len(self.runs()) >= 6 and len(packs) == 1

        wait_until(half, "half a pack", 120)
        return packs[0][0], packs[0][2]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    pairs = {"main": ["n1", "n2"], "power": ["n3", "n4"], "orphan": ["n5", "n6"], "limit": ["n7"]}
    with slurm(tmp_path_factory.mktemp("slurm"), **pairs) as running:
        yield running
        for process in STARTED:
            process.terminate()  # of those that a failed test has left
            process.wait()


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Project:
    """The study, run without a cluster."""
    project = Project.create(tmp_path_factory.mktemp("home") / "project")
    config = yaml.safe_load((ROOT / "config.yaml").read_text())
    config["data"]["sources"] = [
        {"folder": str(ROOT / "results/data/idx")},
        {"folder": str(ROOT / "data")},
        *config["data"]["sources"],
    ]
    config["defaults"]["epochs"] = 2
    config["seeds"] = [0, 1]
    sizes = [{"hidden_size": size, "learning_rate": [0.1, 0.2, 0.3]} for size in (64, 128)]
    config["experiments"] = {"tuning": {"title": "Tuning", "figure": "heat_map", "grid": sizes}}
    project.config = config
    project.snakemake()
    return project


def manifest(project: Project) -> str:
    """The manifest, having checked that the files are those that it names."""
    project.run("bash", "-c", "cd results && sha256sum --check --quiet MANIFEST.sha256")
    return (project.folder / "results/MANIFEST.sha256").read_text()


def elsewhere(home: Project, folder: Path) -> Project:
    """The study in another folder, nothing made yet."""
    project = Project.create(folder)
    project.config = home.config
    return project


@pytest.fixture(scope="module")
def limited(cluster, home, tmp_path_factory):
    """A study of which one run is left, whose program is stopped. Begun early, as its job lasts long."""
    folder = tmp_path_factory.mktemp("limit") / "project"
    study = Study(home.copy(folder), "limit")
    study.poll_often()
    run = sorted(study.runs())[0]
    (folder / f"results/runs/{run}/run.json").unlink()
    study.start()
    pids: list[int] = []

    def training() -> bool:
        for path in Path("/proc").glob("[0-9]*"):
            try:
                words = (path / "cmdline").read_bytes().split(b"\0")
                if words[1:3] == [b"-m", b"workflow.scripts.train"] and (path / "cwd").resolve() == folder:
                    pids.append(int(path.name))
            except OSError:
                continue
        return bool(pids)

    wait_until(training, "the run's program", 60)
    os.kill(pids[0], signal.SIGSTOP)
    return study


def test_the_profile_as_it_is_gives_the_bytes_of_home_over_two_nodes(cluster, home, limited, tmp_path):
    (block,) = re.findall(r"^```bash\n(.*?)^```", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    first, second = block.splitlines()
    study = Study(elsewhere(home, tmp_path / "project"), "main")
    study.command = first
    study.start().finish()
    assert manifest(study.project) == manifest(home)
    jobs = study.jobs()
    assert len(jobs) == 3  # parsing, and a pack of each size
    assert {state for _, state, _, _ in jobs} == {"COMPLETED"}
    assert {node for _, _, node, _ in jobs[1:]} == {"n1", "n2"}

    before = study.runs()
    config = study.project.config
    config["experiments"]["tuning"]["grid"][1]["learning_rate"][0] = 0.25
    study.project.config = config
    study.start().finish()
    after = study.runs()
    assert {run: after[run] for run in before} == before
    assert set(after) - set(before) == {f"epochs=2~learning_rate=0.25{seed}" for seed in ("", "~seed=1")}
    assert len(study.jobs()) == 4

    other = Study(elsewhere(home, tmp_path / "generic"), "main")
    other.command = second.split(" #")[0]
    other.start().finish()
    assert manifest(other.project) == manifest(home)
    assert len(other.jobs()) == 3


def test_a_node_or_its_daemon_killed_or_a_job_cancelled_costs_only_runs_that_were_not_done(
    cluster, home, limited, tmp_path
):
    studies = {}
    for name, partition in (("power", "power"), ("orphan", "orphan"), ("cancelled", "main")):
        studies[name] = Study(elsewhere(home, tmp_path / name), partition)
        studies[name].poll_often()
        studies[name].start()
    done = {}
    for name, study in studies.items():
        number, node = study.wait_for_half_a_pack()
        done[name] = study.runs()
        if name == "power":
            cluster.kill(node)
        elif name == "orphan":
            cluster.kill_daemon_only(node)
        else:
            subprocess.run(["scancel", number], check=True)
    for name, study in studies.items():
        study.finish()
        state = "CANCELLED" if name == "cancelled" else "NODE_FAIL"
        assert state in {job[1] for job in study.jobs()}
        after = study.runs()
        assert {run: after[run] for run in done[name]} == done[name], name
        assert manifest(study.project) == manifest(home)


def test_a_job_over_its_time_is_tried_again_with_more(home, limited):
    limited.finish()
    assert [(state, limit) for _, state, _, limit in limited.jobs()] == [
        ("TIMEOUT", "1:00"),
        ("COMPLETED", "2:00"),
    ]
    assert manifest(limited.project) == manifest(home)
