"""Two studies compared: what was different in how they were made, and which tables moved beyond chance."""

import json
import shutil

import pandas as pd
import pytest
from one_run import RUN
from programs import program

SCATTER = 0.2  # of a run's accuracy, in points
DEPTH = [1, 2, 3]


@pytest.fixture
def study(good, tmp_path):
    """A study of three rows and four seeds, its tables made up; a copy of it that a test may change."""

    def make(name, *, moved=0.0, seeds=4):
        folder = tmp_path / name
        for part in ("tables", "runs", "data"):
            shutil.copytree(good / part, folder / part)
        for record in (folder / "tables").glob(".*"):
            record.unlink()  # what follows is written by nobody
        accuracy = [89.0, 89.5 + moved, 89.2]
        error = SCATTER / seeds**0.5 if seeds > 1 else None
        pd.DataFrame(
            {
                "hidden_layers": DEPTH,
                "validation_accuracy": accuracy,
                "test_accuracy": accuracy,
                "seeds": seeds,
            }
        ).to_csv(folder / "tables/depth.csv", index=False)
        pd.DataFrame({"row": range(3), "validation_error_runs": error, "test_error_runs": error}).to_csv(
            folder / "tables/depth-ensembles.csv", index=False
        )
        (folder / "code.json").write_text(
            json.dumps({"mlp/loss.py: softmax": "1", "mlp/network.py: Network": "2"})
        )
        return folder

    return make


def compared(tmp_path, ours, theirs):
    done = program("tables.compare", ours, theirs, tmp_path / "page.md")
    return done.returncode, done.stdout + done.stderr


def test_a_study_agrees_with_itself(study, tmp_path):
    ours = study("ours")
    assert compared(tmp_path, ours, ours) == (
        0,
        "made differently:\n  nothing\ndepth: the same\nthey agree\n",
    )


def test_within_the_interval_of_a_difference_they_agree(study, tmp_path):
    # Standard error √2 · 0.2/2 = 0.14, six degrees of freedom, six comparisons: ± 0.54.
    status, said = compared(tmp_path, study("ours"), study("theirs", moved=0.5))
    assert status == 0
    assert "depth: rows moved by 0.50 points at most, all within their intervals" in said
    status, said = compared(tmp_path, study("again"), study("further", moved=-0.6))
    assert status == 1
    assert "depth: 1 of 3 rows moved beyond their intervals; most: hidden layers 2, " in said
    assert "-0.60 points (± 0.5" in said
    assert "hidden layers 2" in (tmp_path / "page.md").read_text()


def test_with_one_seed_only_equal_tables_agree(study, tmp_path):
    assert compared(tmp_path, study("ours", seeds=1), study("theirs", seeds=1))[0] == 0
    assert compared(tmp_path, study("again", seeds=1), study("moved", seeds=1, moved=0.01))[0] == 1


def test_a_row_that_diverged_in_both_is_the_same_and_in_one_has_moved(study, tmp_path):
    ours, theirs, sound = study("ours"), study("theirs"), study("sound")
    for folder in (ours, theirs):
        table = pd.read_csv(folder / "tables/depth.csv")
        table.loc[1, ["validation_accuracy", "test_accuracy"]] = None
        table.to_csv(folder / "tables/depth.csv", index=False)
    status, said = compared(tmp_path, ours, theirs)
    assert (status, "depth: the same" in said) == (0, True)
    status, said = compared(tmp_path, ours, sound)
    assert status == 1
    assert "depth: 1 of 3 rows moved beyond their intervals; most: hidden layers 2, " in said


def test_rows_and_experiments_that_only_one_has_are_named(study, tmp_path):
    ours, theirs = study("ours"), study("theirs")
    table = pd.read_csv(theirs / "tables/depth.csv")
    table[:2].to_csv(theirs / "tables/depth.csv", index=False)
    for kind in ("", "-ensembles"):
        shutil.copy(ours / f"tables/depth{kind}.csv", ours / f"tables/width{kind}.csv")
    status, said = compared(tmp_path, ours, theirs)
    assert status == 1
    assert "depth: 1 rows only in one of them; all that both have is the same" in said
    assert "width: only in one of them" in said


def test_what_was_different_in_the_making_is_named(study, tmp_path):
    ours, theirs = study("ours"), study("theirs")
    (theirs / "code.json").write_text(
        json.dumps({"mlp/loss.py: softmax": "3", "mlp/network.py: Network": "2"})
    )
    summary = theirs / f"runs/{RUN}/run.json"
    content = json.loads(summary.read_text())
    content["versions"]["numpy"] = "1.0"
    content["data"]["test"] = content["code"] = "0"
    summary.write_text(json.dumps(content))
    summary.with_name(".run.json.sums").unlink()
    status, said = compared(tmp_path, ours, theirs)
    assert status == 0
    lines = [line.strip() for line in said.splitlines()]
    assert {
        "data: another test part",
        "code: the runs were trained by other code",
        "code: mlp/loss.py: softmax",
    } <= set(lines)
    assert any(line.startswith("version of numpy: ") and line.endswith(" → 1.0") for line in lines)
    assert "code: mlp/network.py: Network" not in lines


def test_what_an_older_study_has_not_recorded_is_no_difference(study, tmp_path):
    ours, theirs = study("ours"), study("theirs")
    (theirs / "code.json").unlink()
    assert "made differently:\n  nothing\n" in compared(tmp_path, ours, theirs)[1]


def test_no_study_is_said_in_one_line(tmp_path):
    status, said = compared(tmp_path, tmp_path, tmp_path)
    assert status == 1
    assert (
        said
        == f"error: {tmp_path}: expected the results of a finished study, found no table of an experiment\n"
    )
