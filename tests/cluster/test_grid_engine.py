"""The study on a real Grid Engine has the bytes of the study at home, whatever happens to its jobs."""

import re
import subprocess

import pytest
import yaml
from daemons import answer, wait_until
from grid_engine import grid_engine
from studies import Study, commands_of_the_readme, elsewhere, end_what_is_left, home, manifest  # noqa: F401

LATE = 30  # seconds until a job that nobody knows of has failed


class GridEngineStudy(Study):
    """The study in a folder of its own."""

    def __init__(self, project) -> None:
        super().__init__(project, "sge")
        _, self.command = commands_of_the_readme()

    def poll_often(self) -> None:
        """In fault tests, so that they take less time."""
        path = self.project.folder / "profiles/sge/config.yaml"
        profile = yaml.safe_load(path.read_text())
        profile["seconds-between-status-checks"] = 1
        path.write_text(yaml.safe_dump(profile))

    def jobs(self) -> list[str]:
        """The numbers of the jobs that were submitted, those of the smaller runs first."""
        output = (self.project.folder / "output.txt").read_text()
        return re.findall(r"^Submitted .* with external jobid '(\d+)'", output, re.MULTILINE)

    def outcome(self, job: str) -> tuple[str, str]:
        """What Grid Engine's accounts say of a job: failed, and its exit status."""
        wait_until(lambda: "exit_status" in answer("qacct", "-j", job), "the accounts of a job")
        account = answer("qacct", "-j", job)
        failed, status = (
            re.findall(rf"^{key} +(\d+)", account, re.MULTILINE)[-1] for key in ("failed", "exit_status")
        )
        return failed, status


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with grid_engine(tmp_path_factory.mktemp("grid_engine"), slots=8) as running:
        yield running
        end_what_is_left()


@pytest.fixture(scope="module")
def limited(cluster, home, tmp_path_factory):
    """A study that waits for the last run, whose program is stopped."""
    study = GridEngineStudy(home.copy(tmp_path_factory.mktemp("limit") / "project"))
    study.poll_often()
    study.start_and_stop_the_last_run()
    return study


def test_the_profile_as_it_is_gives_the_bytes_of_home(cluster, home, limited, tmp_path):
    study = GridEngineStudy(elsewhere(home, tmp_path / "project"))
    study.start().finish()
    assert manifest(study.project) == manifest(home)
    assert len(study.jobs()) == 3  # parsing, and a pack of each size
    assert {study.outcome(job) for job in study.jobs()} == {("0", "0")}


def test_a_job_deleted_while_it_runs_or_waits_costs_only_runs_that_were_not_done(cluster, home, tmp_path):
    running, waiting = (GridEngineStudy(elsewhere(home, tmp_path / name)) for name in ("running", "waiting"))
    for study in (running, waiting):
        study.poll_often()
    running.start()
    wait_until(lambda: len(running.runs()) >= 2 and bool(running.training()), "a job that is halfway", 120)
    done = running.runs()
    subprocess.run(["qdel", running.jobs()[-1]], check=True)

    subprocess.run(["qmod", "-d", "main.q"], check=True)
    waiting.start()
    wait_until(lambda: bool(waiting.jobs()), "a job that waits", 60)
    (job,) = waiting.jobs()
    subprocess.run(["qdel", job], check=True)
    subprocess.run(["qmod", "-e", "main.q"], check=True)
    for study in (running, waiting):
        study.finish()
        assert manifest(study.project) == manifest(home)
    after = running.runs()
    assert {run: after[run] for run in done} == done
    assert "exit_status" not in answer("qacct", "-j", job)  # nobody knew of it any more


def test_a_job_over_its_time_is_tried_again_with_more(home, limited):
    limited.finish()
    assert manifest(limited.project) == manifest(home)
    killed, again = limited.jobs()
    assert limited.outcome(killed) != ("0", "0")
    assert limited.outcome(again) == ("0", "0")
