"""Files that were damaged: reading the Snakefile reports them and changes nothing, running it mends them."""

import os

import pytest

DEPTH = {
    "aggregate": {"experiment=depth"},
    "plot_summary": {""},
    "report": {""},
    "manifest": {""},
}


@pytest.fixture
def damaged(project):
    """The finished study, with the table of an experiment cut short."""
    cut(project, "tables/depth.csv")
    return project


def cut(project, name) -> None:
    path = project.folder / "results" / name
    os.truncate(path, path.stat().st_size - 20)


def state(project) -> dict[str, tuple[int, bytes]]:
    """Time and content of every file, but for Snakemake's own notes."""
    return {
        str(path.relative_to(project.folder)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(project.folder.rglob("*"))
        if path.is_file() and ".snakemake" not in path.parts and "__pycache__" not in path.parts
    }


@pytest.mark.parametrize("option", ["--dry-run", "--list-rules", "--rulegraph", "--lint", "--summary"])
def test_reading_the_snakefile_reports_damage_and_changes_no_file(damaged, option):
    before = state(damaged)
    done = damaged.run("snakemake", option)
    (line,) = (line for line in done.stderr.splitlines() if "damaged" in line)
    assert line.startswith("results/tables/depth.csv: damaged (expected ")
    assert state(damaged) == before


def test_a_dry_run_shows_what_is_made_again(damaged):
    plan = damaged.plan()
    assert len(plan.pop("plot_curves")) == 4
    assert plan == DEPTH


@pytest.mark.parametrize("command", [["snakemake", "--cores", "2"], ["make", "report"]])
def test_running_it_mends_the_damage_once(damaged, finished, command):
    damaged.ready_for_make()
    damaged.run(*command)
    assert damaged.results() == finished.results()
    assert damaged.plan() == {}


def test_what_was_not_asked_for_is_left_alone(damaged):
    before = state(damaged)
    damaged.snakemake("results/tables/tuning.csv")
    assert state(damaged) == before


def test_damage_of_an_experiment_that_is_no_more_stops_nothing(project):
    config = project.config
    del config["experiments"]["depth"]
    project.config = config
    cut(project, "tables/depth.csv")
    (run,) = (project.folder / "results/runs").glob("*hidden_layers=2*6")
    cut(project, f"runs/{run.name}/run.json")
    plan = project.plan()
    assert "train" not in plan
    assert "aggregate" not in plan
