"""A search in generations: the same proposals however it ran, and only what is new is trained."""

import json
import os
import random
import signal
import time
from pathlib import Path

import pandas as pd
import pytest
from conftest import Project
from tortured import again, running

SPACE = {
    "hidden_size": {"integer": [2, 9]},
    "learning_rate": {"log_uniform": [0.01, 1.0]},
    "momentum": [0, 0.5, 0.9],
}
LEARNED = {
    "title": "Learned",
    "seeds": [0],
    "sample": {"space": SPACE},
    "halving": {"rungs": [1, 3], "hyperband": True},
    "search": {"method": "tpe", "generations": [5, 4]},
}
TABLES = "results/tables"
# Without figures and pages, which other tests look at.
SECOND = f"{TABLES}/learned-generation-2.json"
TARGETS = [f"{TABLES}/learned.csv", f"{TABLES}/learned-trials.csv", SECOND]


def study(folder: Path) -> Project:
    project = Project.create(folder)
    config = project.config
    config["defaults"] |= {"epochs": 3, "hidden_layers": 1}
    config["experiments"] = {"learned": LEARNED}
    project.config = config
    return project


def change(project: Project, **changes) -> None:
    config = project.config
    config["experiments"]["learned"] |= changes
    project.config = config


@pytest.fixture
def learned(made_once, tmp_path) -> Project:
    """A copy of a study that is one search, made."""
    return Project(
        made_once("learned", lambda folder: study(folder).snakemake(*TARGETS))
    ).copy(tmp_path / "learned")  # fmt: skip


def science(project: Project) -> dict[str, bytes]:
    """All results but checkpoints, which a run that is killed may leave."""
    return {name: content for name, content in project.results().items() if "checkpoints" not in name}


def runs(project: Project) -> set[str]:
    return {path.parent.name for path in (project.folder / "results/runs").glob("*/run.json")}


def made(project: Project) -> int:
    """The number of rungs, runs and proposals that there are."""
    return sum(
        1
        for folder in ("rungs", "runs", "tables")
        for _ in project.folder.glob(f"results/{folder}/**/*.json")
    )


def test_every_trial_is_listed_with_its_generation_and_its_fate(learned):
    trials = pd.read_csv(learned.folder / TARGETS[1])
    assert trials["generation"].tolist() == 5 * [1] + 4 * [2]
    # Of the first generation rows 0, 2 and 3 pause at the first rung, and one goes on; 1 and 4 do not pause.
    first = trials[trials["generation"] == 1]
    assert first["after_1"].notna().sum() + first["after_3"].notna().sum() == len(first) + 1
    assert (trials["dropped_after"].isna() == trials["after_3"].notna()).all()
    paused = trials[trials["after_1"].notna()]
    for _, rows in paused.groupby("generation"):
        went_on = rows["dropped_after"].isna()
        assert rows.loc[went_on, "after_1"].min() >= rows.loc[~went_on, "after_1"].max()
    proposals = json.loads((learned.folder / SECOND).read_text())
    assert proposals["method"] == "tpe"
    assert proposals["optuna"]
    listed = trials.loc[trials["generation"] == 2, list(SPACE)].to_dict("records")
    assert [{name: row[name] for name in SPACE} for row in proposals["configurations"]] == listed
    finals = pd.read_csv(learned.folder / TARGETS[0])
    assert finals[list(SPACE)].equals(
        trials.loc[trials["dropped_after"].isna(), list(SPACE)].reset_index(drop=True)
    )


def test_nothing_is_left_to_do_and_without_snakemakes_memory_neither(learned):
    assert learned.plan(*TARGETS) == {}
    learned.forget()
    assert learned.plan(*TARGETS) == {}


def test_proposals_are_the_same_on_one_core_in_another_folder_and_after_kills(learned, tmp_path):
    other = study(tmp_path / "another folder")
    rng = random.Random(0)
    for _ in range(4):
        before = made(other)
        with running(other, *TARGETS, cores=1) as main:
            while made(other) <= before:
                assert main.poll() is None
                time.sleep(0.01)
            time.sleep(rng.uniform(0, 0.5))
            os.killpg(main.pid, signal.SIGKILL)
        other.snakemake("--unlock")
    assert made(other) < made(learned)
    again(other, *TARGETS)
    assert science(other) == science(learned)


def test_one_more_generation_trains_only_what_is_new(learned):
    before, trained = learned.state(), runs(learned)
    change(learned, search={"method": "tpe", "generations": [5, 4, 3]})
    planned = learned.plan(*TARGETS)
    assert planned.keys() == {"propose", "aggregate", "evaluate", "list_trials"}
    learned.snakemake(*TARGETS)
    after = learned.state()
    kept = [name for name in before if "/runs/" in name or "/rungs/" in name or "generation-2" in name]
    assert kept
    assert all(after[name] == before[name] for name in kept)
    trials = pd.read_csv(learned.folder / TARGETS[1])
    assert trials["generation"].value_counts().to_dict() == {1: 5, 2: 4, 3: 3}
    third = trials[trials["generation"] == 3]
    assert len(runs(learned) - trained) == third["dropped_after"].isna().sum()


def test_a_proposing_program_that_is_killed_leaves_nothing_and_is_repeated(learned):
    before = science(learned)
    for path in (SECOND, f"{TABLES}/.{Path(SECOND).name}.sums"):
        (learned.folder / path).unlink()
    trap = learned.folder.parent / "trap"
    trap.mkdir()
    (trap / "optuna.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")
    program = learned.folder / "workflow/search/propose.py"
    text = program.read_text()
    program.write_text(f"import sys\nsys.path.insert(0, {str(trap)!r})\n{text}")
    learned.snakemake(*TARGETS, expect=1)
    assert not (learned.folder / SECOND).exists()
    program.write_text(text)
    learned.snakemake(*TARGETS)
    assert science(learned) == before


def test_a_search_with_nothing_to_choose_and_one_in_which_everything_diverges_end_well(tmp_path):
    project = study(tmp_path / "odd")
    config = project.config
    config["defaults"]["epochs"] = 2
    odd = {"seeds": [0], "search": {"method": "tpe", "generations": [2, 2]}}
    config["experiments"] = {
        "constant": {"title": "Constant", "sample": {"space": {"momentum": [0.5], "l2": 0}}} | odd,
        "diverging": {
            "title": "Diverging",
            "sample": {"space": {"learning_rate": {"uniform": [1.0e30, 2.0e30]}}},
        }
        | odd,
    }
    project.config = config
    project.snakemake("constant", "diverging")
    constant = pd.read_csv(project.folder / TABLES / "constant-trials.csv")
    assert constant["generation"].tolist() == [1]
    diverging = pd.read_csv(project.folder / TABLES / "diverging-trials.csv")
    assert diverging["generation"].tolist() == [1, 1, 2, 2]
    assert diverging["after_2"].isna().all()
    assert diverging["learning_rate"].nunique() == 4
    assert "Diverging" in (project.folder / "results/reports/diverging.html").read_text()
