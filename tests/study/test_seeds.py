"""Seeds by need: rounds train what is open and nothing else, whatever happens between them."""

from pathlib import Path

import pandas as pd
import pytest
from conftest import Project

TABLE = "results/tables/need.csv"
# Two networks that are hardly told apart, and one that does not learn.
ROWS = [{"hidden_layers": [1, 3]}, {"hidden_layers": 1, "learning_rate": 1.0e-9}]


def study(folder: Path) -> Project:
    """A study with seeds by need, not yet made: rounds of 4 and of 8 seeds."""
    project = Project.create(folder)
    config = project.config
    config["margin"] = 0.001
    config["experiments"] = {"need": {"title": "Need", "seeds": {"from": 4, "to": 8}, "grid": ROWS}}
    project.config = config
    return project


@pytest.fixture
def by_need(made_once, tmp_path) -> Project:
    """A copy of this study, made."""
    return Project(made_once("by_need", lambda folder: study(folder).snakemake())).copy(tmp_path / "by_need")


def runs(project: Project) -> dict[str, int]:
    return {
        path.parent.name: path.stat().st_mtime_ns for path in project.folder.glob("results/runs/*/run.json")
    }


def column(project: Project, name: str, table: str = TABLE) -> list:
    return pd.read_csv(project.folder / table, keep_default_na=False, dtype=str)[name].tolist()


def test_the_open_row_and_the_leader_get_more_seeds_and_tables_say_why(by_need):
    assert column(by_need, "seeds") == ["8", "8", "4"]
    assert column(by_need, "decided_after") == ["", "", "4"]
    assert sorted(column(by_need, "verdict")) == ["best", "open", "worse"]
    first, last = (f"results/tables/need-seeds-{seeds}.csv" for seeds in (4, 8))
    assert column(by_need, "next_seeds", first) == ["8", "8", "4"]
    assert sorted(column(by_need, "reason", first)) == ["decided", "leader", "open"]
    assert column(by_need, "reason", last) == ["last round", "last round", "decided"]
    assert len(runs(by_need)) == 8 + 8 + 4
    assert len(pd.read_parquet(by_need.folder / "results/tables/runs.parquet")) == 8 + 8 + 4
    manifest = (by_need.folder / "results/MANIFEST.sha256").read_text()
    assert "tables/need-seeds-4.csv" in manifest
    assert "tables/need-seeds-8.csv" in manifest


def test_a_study_that_is_finished_has_nothing_to_do(by_need):
    assert by_need.plan() == {}
    assert set(by_need.plan("need")) == {"need", "report_experiment"}  # a page of its own
    by_need.forget()
    assert by_need.plan() == {}


def test_a_higher_limit_trains_new_seeds_of_the_open_rows_only(by_need):
    before, config = runs(by_need), by_need.config
    config["experiments"]["need"]["seeds"]["to"] = 10
    by_need.config = config
    by_need.snakemake(TABLE)
    after = runs(by_need)
    assert before.items() <= after.items()
    new = after.keys() - before.keys()
    assert len(new) == 2 * 2
    assert {name.rsplit("~", 1)[1] for name in new} == {"seed=8", "seed=9"}
    assert not any("learning_rate" in name for name in new)
    assert column(by_need, "seeds") == ["10", "10", "4"]
    assert by_need.plan(TABLE) == {}


@pytest.mark.parametrize("forgotten", [False, True])
def test_a_wider_margin_decides_earlier_and_trains_nothing(by_need, forgotten):
    if forgotten:
        by_need.forget()
    before, config = runs(by_need), by_need.config
    config["experiments"]["need"]["margin"] = 99
    by_need.config = config
    by_need.snakemake(TABLE)
    assert runs(by_need) == before
    assert column(by_need, "seeds") == ["4", "4", "4"]
    assert sorted(column(by_need, "verdict")) == ["as good", "best", "worse"]
    if forgotten:
        by_need.forget()
    assert by_need.plan(TABLE) == {}
    # The table of a round that is not asked for any more is no part of the study.
    assert "manifest" in by_need.plan()
