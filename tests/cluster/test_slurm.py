"""The study on a real Slurm has the bytes of the study at home, whatever happens to its jobs.

A study of twelve runs on the real data: each test runs it in a folder of its own, most of them at the
same time as others, on nodes of their own, as they mostly wait.
"""

import os
import signal
import subprocess
from typing import NamedTuple

import pytest
import yaml
from conftest import Project
from daemons import answer, wait_until
from slurm import slurm
from studies import Study, commands_of_the_readme, elsewhere, end_what_is_left, home, manifest  # noqa: F401


class Job(NamedTuple):
    """A job as Slurm sees it."""

    number: str
    state: str
    node: str
    limit: str
    comment: str


class SlurmStudy(Study):
    """The study in a folder and a partition of its own."""

    def __init__(self, project: Project, partition: str) -> None:
        super().__init__(project, "slurm")
        self.partition = partition

    def poll_often(self) -> None:
        """In fault tests, so that they take less time; and into the partition."""
        path = self.project.folder / "profiles/slurm/config.yaml"
        profile = yaml.safe_load(path.read_text())
        profile["slurm-init-seconds-before-status-checks"] = 1
        profile["default-resources"]["slurm_partition"] = self.partition
        path.write_text(yaml.safe_dump(profile))

    def jobs(self) -> list[Job]:
        lines = answer("squeue", "--noheader", "--states=all", "--sort=i", "--format=%i|%T|%N|%l|%k|%Z")
        fields = [line.split("|") for line in lines.splitlines()]
        return [Job(*job[:5]) for job in fields if job[5] == str(self.project.folder)]

    def states(self) -> set[str]:
        return {job.state for job in self.jobs()}

    def job_halfway(self) -> Job | None:
        """The job of the larger runs, if it runs and has finished some of them."""
        assert self.process.poll() is None, (self.project.folder / "output.txt").read_text()
        if 1 <= len([run for run in self.runs() if "hidden_size" not in run]) <= 4:
            for job in self.jobs():
                if job.state == "RUNNING" and "seconds_4" in job.comment:
                    return job
        return None


def on(node: str) -> str:
    """What the programs of a node have in their environment."""
    return f"SLURMD_NODENAME={node}"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    pairs = {"main": ["n1", "n2"], "power": ["n3", "n4"], "orphan": ["n5", "n6"], "limit": ["n7"]}
    with slurm(tmp_path_factory.mktemp("slurm"), **pairs) as running:
        yield running
        end_what_is_left()


@pytest.fixture(scope="module")
def limited(cluster, home, tmp_path_factory):
    """A study that waits for the last run, whose program is stopped."""
    study = SlurmStudy(home.copy(tmp_path_factory.mktemp("limit") / "project"), "limit")
    study.poll_often()
    study.start_and_stop_the_last_run(on("n7"))
    return study


def test_the_profile_as_it_is_gives_the_bytes_of_home_over_two_nodes(cluster, home, limited, tmp_path):
    study = SlurmStudy(elsewhere(home, tmp_path / "project"), "main")
    study.command, _ = commands_of_the_readme()
    study.start().finish()
    assert manifest(study.project) == manifest(home)
    jobs = study.jobs()
    assert len(jobs) == 3  # parsing, and a pack of each size
    assert study.states() == {"COMPLETED"}
    assert {job.node for job in jobs[1:]} == {"n1", "n2"}

    before = study.runs()
    config = study.project.config
    config["experiments"]["tuning"]["grid"][1]["learning_rate"][0] = 0.25
    study.project.config = config
    study.start().finish()
    after = study.runs()
    assert {run: after[run] for run in before} == before
    assert set(after) - set(before) == {f"epochs=2~learning_rate=0.25{seed}" for seed in ("", "~seed=1")}
    assert len(study.jobs()) == 4


def test_a_node_or_its_daemon_killed_or_a_job_cancelled_costs_only_runs_that_were_not_done(
    cluster, home, tmp_path
):
    studies = {}
    for name, partition in (("power", "power"), ("orphan", "orphan"), ("cancelled", "main")):
        studies[name] = SlurmStudy(elsewhere(home, tmp_path / name), partition)
        studies[name].poll_often()
        studies[name].start()
    done: dict[str, dict[str, int]] = {}
    orphan = 0

    def disturb(name: str, study: Study, job: Job) -> None:
        nonlocal orphan
        if name == "power":
            cluster.kill(job.node)
        elif name == "orphan":
            # Stopped, so that it is still there when its node is given up.
            orphan = study.stop_a_program(on(job.node))
            cluster.kill_daemon_only(job.node)
        else:
            subprocess.run(["scancel", job.number], check=True)
        done[name] = study.runs()

    def all_disturbed() -> bool:
        for name, study in studies.items():
            if name not in done and (job := study.job_halfway()):
                disturb(name, study, job)
        return len(done) == len(studies)

    wait_until(all_disturbed, "jobs that are halfway", 240)
    wait_until(lambda: "NODE_FAIL" in studies["orphan"].states(), "the orphan's node to be given up", 120)
    os.kill(orphan, signal.SIGCONT)  # and it goes on, with all of its pack that is left
    for name, study in studies.items():
        study.finish()
        assert study.states() >= {"CANCELLED" if name == "cancelled" else "NODE_FAIL", "COMPLETED"}
        wait_until(lambda: not study.training(), "the orphan's end", 120)  # noqa: B023
        after = study.runs()
        assert len(after) == 12
        assert {run: after[run] for run in done[name]} == done[name], name
        assert manifest(study.project) == manifest(home)


def test_a_job_over_its_time_is_tried_again_with_more(home, limited):
    limited.finish()
    assert [(job.state, job.limit) for job in limited.jobs()] == [
        ("TIMEOUT", "1:00"),
        ("COMPLETED", "2:00"),
    ]
    assert manifest(limited.project) == manifest(home)


def test_seeds_by_need_and_a_search_in_generations_give_the_bytes_of_home(cluster, home, tmp_path):
    config = home.config
    config["defaults"] |= {"hidden_size": 16}
    config["experiments"] = {
        "depth": {
            "title": "Depth",
            "grid": {"hidden_layers": [1, 2]},
            "seeds": {"from": 2, "to": 10},
            "margin": 0.01,  # so small that the rows stay open: every round is run
        },
        "learned": {
            "title": "Learned",
            "seeds": [0],
            "sample": {"space": {"learning_rate": {"log_uniform": [0.01, 1]}, "momentum": [0, 0.5, 0.9]}},
            "halving": {"rungs": [1, 2]},
            "search": {"method": "tpe", "generations": [3, 2]},
        },
    }
    local = elsewhere(home, tmp_path / "home")
    local.config = config
    local.snakemake()
    study = SlurmStudy(elsewhere(local, tmp_path / "project"), "main")
    study.poll_often()
    study.start().finish()
    rounds = sorted((study.project.folder / "results/tables").glob("depth-seeds-*.csv"))
    assert len(rounds) > 1
    assert (study.project.folder / "results/tables/learned-generation-2.json").exists()
    assert manifest(study.project) == manifest(local)
