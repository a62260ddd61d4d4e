"""Results without Snakemake's memory, as after a copy: their records say what is out of date."""

import shutil

import pytest
from conftest import Project


def test_results_that_were_copied_elsewhere_are_up_to_date(finished, tmp_path):
    other = Project.create(tmp_path / "other")
    shutil.copytree(finished.folder / "results", other.folder / "results")
    before = other.state()
    assert other.plan() == {}
    assert other.state() == before


def another_split(project):
    config = project.config
    config["data"]["validation_seed"] += 1
    project.config = config


def another_title(project):
    config = project.config
    config["experiments"]["depth"]["title"] += "!"
    project.config = config


def another_gradient(project):
    project.edit("mlp/layers.py", "np.matmul(self._X.T, dZ", "np.matmul(self._X.T, -dZ")


def an_experiment_less(project):
    config = project.config
    del config["experiments"]["depth"]
    project.config = config


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (another_split, {"results/data/train.parquet: made with other parameters"}),
        (
            another_title,
            {
                "results/figures/summary.svg: made with other parameters",
                "results/report.html: made with other parameters",
            },
        ),
        (
            another_gradient,
            {
                f"results/{name}: made by other code"
                for name in (
                    "runs/batch_size=20~epochs=3~hidden_layers=1~hidden_size=6/history.parquet",
                    "figures/weights.svg",
                    "best/run.json",
                )
            },
        ),
        (an_experiment_less, {"results/tables/never_right.csv: made with other parameters"}),
    ],
)
def test_without_its_memory_snakemake_plans_the_same(project, change, lines):
    change(project)
    plan = project.plan()
    project.forget()
    before = project.state()
    done = project.snakemake("--dry-run")
    said = [line for line in done.stderr.splitlines() if "it is made again" in line]
    assert lines <= {line.split(";")[0] for line in said}
    assert len(said) <= 12
    assert project.planned(done) == plan != {}
    assert project.state() == before


def test_without_its_memory_a_study_ends_with_the_same_bytes(project, finished):
    another_title(project)
    project.snakemake()
    assert project.results() != finished.results()
    project.forget()
    project.config = finished.config
    project.snakemake()
    assert project.results() == finished.results()
    project.forget()
    assert project.plan() == {}


def test_what_was_made_from_other_data_than_those_that_are_there_is_made_again(project):
    another_split(project)
    project.snakemake("results/data/manifest.json")
    project.forget()
    done = project.snakemake("--dry-run")
    assert len(project.planned(done)["train"]) == len(list((project.folder / "results/runs").iterdir()))
    (line,) = (line for line in done.stderr.splitlines() if "/history.parquet: " in line)
    assert "history.parquet: made from another train.parquet; it is made again" in line
