"""Successive halving: the best go on, a pause changes no byte, and only what is new is trained."""

import json
import os
from pathlib import Path

import pandas as pd
import pytest
from conftest import Project
from tiny import flip

from workflow.configuration.experiments import FIGURES_OF
from workflow.search import strategies
from workflow.search.halving import survivors

GRID = {"hidden_size": [3, 4], "learning_rate": [0.1, 0.3, 1.0e30]}
FULL = ("results/tables/full.csv", "results/tables/full-curves.parquet")
HALVED = {"title": "Halved", "halving": {"rungs": [1, 3, 9]}, "grid": GRID}


@pytest.fixture
def searched(made_once, tmp_path) -> Project:
    """A copy of a tiny study with a search by halving, made; and a grid of the same runs, on request."""

    def make(folder: Path) -> None:
        project = Project.create(folder)
        config = project.config
        config["defaults"]["epochs"] = 9
        full = {"title": "Full", "figure": "search", "on_request": True, "grid": GRID}
        config["experiments"] = {"halved": HALVED, "full": full}
        project.config = config
        project.snakemake("halved")

    return Project(made_once("searched", make)).copy(tmp_path / "searched")


def made(project: Project, pattern: str) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in (project.folder / "results").glob(pattern)}


def test_what_was_dropped_when_and_why_is_a_table_and_a_figure(searched):
    tables = searched.folder / "results/tables"
    fates = pd.read_csv(tables / "halved-rungs-1-3.csv")
    assert list(fates) == ["hidden_size", "learning_rate", "after_1", "after_3", "dropped_after"]
    assert fates["dropped_after"].fillna(9).value_counts().to_dict() == {1: 4, 3: 1, 9: 1}
    # What diverges has no accuracy, and does not go on while another can.
    diverged = fates["learning_rate"] > 1
    assert fates.loc[diverged, "after_1"].isna().all()
    assert (fates.loc[diverged, "dropped_after"] == 1).all()
    (left,) = survivors(tables / "halved-rungs-1-3.csv")
    finals = pd.read_csv(tables / "halved.csv")
    assert dict(finals.loc[0, list(GRID)]) == dict(fates.loc[left, list(GRID)])
    # Too little for a model: four configurations have an accuracy. The page says so, and the figures.
    assert (tables / "halved-importance.csv").read_text() == "hyper_parameter,importance,low,high\n"
    said = (searched.folder / "results/reports/halved.html").read_text()
    assert "The search tried 6 configurations and dropped 5 of them" in said
    assert "Too little was tried to tell which hyper-parameter matters" in said
    page = searched.folder / "snakemake-report.html"
    searched.run("snakemake", "--report", str(page), "halved")
    figures = [f"halved-{name}.svg" for name in FIGURES_OF["halving"]]
    explained = ["halved-importance.csv", "halved-dependence.csv"]
    for name in ("halved-rungs-1.csv", "halved-rungs-1-3.csv", *figures, *explained):
        assert f'"name": "{name}"' in page.read_text()


def test_a_search_that_is_finished_has_nothing_to_do(searched):
    assert searched.plan("halved") == {}
    searched.forget()
    assert searched.plan("halved") == {}


@pytest.mark.parametrize("damage", [lambda path: os.truncate(path, 0), lambda path: flip(path, 0.9)])
def test_damaged_tables_of_promotions_are_made_again(searched, damage):
    # Which runs are left is read from them while Snakemake plans.
    before = searched.results()
    for rungs in ("1", "1-3"):
        damage(searched.folder / f"results/tables/halved-rungs-{rungs}.csv")
    done = searched.snakemake("halved")
    for rungs in ("1", "1-3"):
        said = [line for line in done.stderr.splitlines() if f"halved-rungs-{rungs}.csv: damaged" in line]
        assert len(said) == 1
    assert searched.results() == before
    assert searched.plan("halved") == {}


def test_runs_that_were_paused_are_those_of_a_grid_and_their_replay_is_the_search(searched, tmp_path):
    straight = Project.create(tmp_path / "straight")
    straight.config = searched.config
    straight.snakemake(*FULL)
    searched.snakemake(*FULL)  # goes on where the search has left its runs
    assert {name: content for name, content in searched.results().items() if name.startswith("runs/")} == {
        name: content for name, content in straight.results().items() if name.startswith("runs/")
    }
    tables = straight.folder / "results/tables"
    table, curves = pd.read_csv(tables / "full.csv"), pd.read_parquet(tables / "full-curves.parquet")
    means = (
        curves.groupby(["row", "epoch"], as_index=False)["validation_accuracy"].mean().assign(seed=0)
    )  # the seeds of a setting travel together
    (replay,) = strategies.searches(table, means).values()
    assert strategies.rungs(replay) == [1, 3]
    _, _, (spent, best) = strategies.halving(replay)
    assert spent == 4 * 1 + 2 * 2 + 1 * 6  # what diverged had no epoch
    assert best == pytest.approx(
        pd.read_csv(searched.folder / "results/tables/halved.csv")["validation_accuracy"][0]
    )


def test_within_each_size_the_best_goes_on_and_nothing_is_trained_twice(searched):
    config = searched.config
    config["experiments"]["halved"]["halving"]["within"] = ["hidden_size"]
    searched.config = config
    before = made(searched, "rungs/1/*.json") | made(searched, "runs/*/run.json")
    searched.snakemake("results/tables/halved.csv")
    after = made(searched, "rungs/1/*.json") | made(searched, "runs/*/run.json")
    assert before.items() <= after.items()
    assert len(after) == len(before) + len(config["seeds"])
    assert pd.read_csv(searched.folder / "results/tables/halved.csv")["hidden_size"].tolist() == [3, 4]


@pytest.mark.parametrize("forgotten", [False, True])
def test_another_rung_and_more_draws_train_only_what_is_new(searched, forgotten):
    if forgotten:
        searched.forget()
    config = searched.config
    config["experiments"]["halved"]["halving"]["rungs"] = [1, 2, 3, 9]
    searched.config = config
    runs, rungs = made(searched, "runs/*/run.json"), made(searched, "rungs/*/*.json")
    checkpoints = made(searched, "checkpoints/*")
    tables = ["results/tables/halved.csv", "results/tables/halved-rungs-1-2-3.csv"]
    searched.snakemake(*tables)
    # Two configurations with two seeds each are looked up at the new rung; they are further already.
    assert len(made(searched, "rungs/*/*.json").items() - rungs.items()) == 2 * 2
    assert made(searched, "checkpoints/*") == checkpoints
    assert made(searched, "runs/*/run.json") == runs

    config["experiments"]["halved"]["grid"] = GRID | {"hidden_size": [3, 4, 5]}
    searched.config = config
    searched.snakemake(*tables)
    assert made(searched, "runs/*/run.json").items() >= runs.items()
    new = {name for name, _ in made(searched, "rungs/1/*.json").items() - rungs.items()}
    assert len(new) == 3 * 2
    assert all("hidden_size=5" in name for name in new)


def test_a_rung_of_a_finished_run_is_read_from_its_history(searched):
    (run,) = {
        path.parent for path in (searched.folder / "results/runs").glob("*/run.json") if "seed=1" in str(path)
    }
    rung = searched.folder / "results/rungs/3" / f"{run.name}.json"
    before = rung.read_bytes()
    rung.unlink()
    searched.snakemake(str(rung.relative_to(searched.folder)))
    assert rung.read_bytes() == before
    log = searched.folder / "results/logs/train_to_rung/3" / f"{run.name}.log"
    assert log.read_text() == ""
    assert json.loads(before)["validation_accuracy"] is not None


def test_a_search_of_which_nothing_trained_has_no_cost_to_show(finished):
    table = pd.read_csv(finished.folder / "results/tables/tuning.csv")
    curves = pd.read_parquet(finished.folder / "results/tables/tuning-curves.parquet")
    assert strategies.saving(table, curves) is not None
    assert strategies.saving(table.assign(diverged=1), curves) is None
