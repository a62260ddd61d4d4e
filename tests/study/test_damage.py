"""Files that are damaged or out of date: reading the Snakefile reports them, running it mends them.

Damage of the same length is found by whatever reads the file; what is out of date, by the records alone.
"""

import os
from pathlib import Path

import pytest
from conftest import Project
from programs import program
from tiny import flip

from workflow.base.files import sha256
from workflow.base.integrity import read_record

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


def best_run(project) -> str:
    """The run whose network is the best model."""
    results = project.folder / "results"
    best = sha256(results / "best/run.json")
    return next(run.name for run in (results / "runs").iterdir() if sha256(run / "run.json") == best)


def cut(project, name) -> None:
    path = project.folder / "results" / name
    os.truncate(path, path.stat().st_size - 20)


@pytest.mark.parametrize("option", ["--dry-run", "--list-rules", "--rulegraph", "--lint", "--summary"])
def test_reading_the_snakefile_reports_damage_and_changes_no_file(damaged, option):
    before = damaged.state()
    done = damaged.run("snakemake", option)
    (line,) = (line for line in done.stderr.splitlines() if "damaged" in line)
    assert line.startswith("results/tables/depth.csv: damaged (expected ")
    assert damaged.state() == before


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
    before = damaged.state()
    damaged.snakemake("results/tables/tuning.csv")
    assert damaged.state() == before


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


def again(project: Project, name: str):
    """The program that made a file, in this process, with the command line that its record has."""
    path = project.folder / "results" / name
    record = read_record(path.with_name(f".{path.name}.sums"))
    assert record
    _, module, *words = record.arguments
    return program(module.removeprefix("workflow."), *words, folder=project.folder)


def test_nothing_is_trained_on_damaged_data_and_one_line_says_so(project):
    train = project.folder / "results/data/train.parquet"
    expected = sha256(train)
    for position in (0.3, 0.5, 0.7):
        flip(train, position)
    config = project.config
    config["seeds"].append(2)
    project.config = config
    before = project.state()
    run = "batch_size=20~epochs=3~hidden_layers=1~hidden_size=6~seed=2"
    done = project.snakemake(f"results/runs/{run}/history.parquet", expect=1)
    (line,) = {line.strip() for line in done.stderr.splitlines() if "damaged" in line}
    said = f"damaged: expected SHA-256 {expected}, found {sha256(train)}; delete it and run again"
    assert line == f"error: results/data/train.parquet: {said}"
    assert "Traceback" not in done.stderr
    after = {name for name in project.state() if "/logs/" not in name and "/benchmarks/" not in name}
    assert after <= before.keys()


@pytest.mark.parametrize(
    ("damaged", "made"),
    [
        ("runs/{best}/weights.safetensors", ["best/run.json", "tables/depth-ensembles.csv"]),
        ("runs/{best}/run.json", ["tables/runs.csv", "tables/depth-curves.parquet", "best/run.json"]),
        ("figures/confusion.svg", ["report.html", "MANIFEST.sha256"]),
        ("tables/runs.parquet", ["MANIFEST.sha256"]),
    ],
)
def test_whatever_reads_a_file_with_one_bit_changed_refuses_it(project, damaged, made):
    results = project.folder / "results"
    path = results / damaged.format(best=best_run(project))
    expected = sha256(path)
    flip(path)
    before = project.state()
    said = f"{path.relative_to(project.folder)}: damaged: expected SHA-256 {expected}, found {sha256(path)}"
    for name in made:
        done = again(project, name)
        assert (done.returncode, done.stderr) == (1, f"error: {said}; delete it and run again\n")
    verified = program("base.verify", "results", folder=project.folder)
    assert (verified.returncode, verified.stderr) == (1, f"{said}\n")
    assert project.state() == before


def test_a_file_of_the_best_run_that_is_missing_is_made_again_as_the_message_says(project):
    before, best = project.results(), Path("results/runs", best_run(project))
    (project.folder / best / "weights.safetensors").unlink()
    (project.folder / "results/best/run.json").unlink()
    done = project.snakemake("results/best/run.json", expect=1)
    said = f"{best}/run.json: expected weights.safetensors beside it, found none; delete it and run again"
    assert f"error: {said}\n" in done.stdout + done.stderr
    (project.folder / best / "run.json").unlink()
    project.snakemake("results/best/run.json")
    assert project.results() == before


def test_the_best_model_is_not_used_if_it_is_damaged(project):
    flip(project.folder / "results/best/weights.safetensors")
    done = program("runs.predict", "data/t10k-images-idx3-ubyte.gz", folder=project.folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: results/best/weights.safetensors: damaged: expected SHA-256 ")


def test_every_file_is_compared_with_its_record_and_the_manifest(project):
    def verify():
        return program("base.verify", "results", folder=project.folder)

    results = project.folder / "results"
    written = sha256(results / "MANIFEST.sha256")
    made = [name for name in project.results() if not name.endswith(".sums")]
    assert verify() == (0, f"{len(made)} files are as they were written\n", "")
    (results / "report.html").unlink()
    flip(results / "data/idx/.train-labels-idx1-ubyte.gz.sums")
    with (results / "MANIFEST.sha256").open("a") as manifest:
        manifest.write("0" * 64 + "  tables/depth.csv\n")
    listed = "results/MANIFEST.sha256"
    assert [line.split(" found ")[0] for line in verify().stderr.splitlines()] == [
        "results/data/idx/.train-labels-idx1-ubyte.gz.sums: damaged",
        f"{listed}: damaged: expected SHA-256 {written},",
        f"results/report.html: listed in {listed}, and missing",
        f"results/tables/depth.csv: expected SHA-256 {'0' * 64}, as in {listed},",
    ]
