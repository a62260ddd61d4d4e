"""What became of each configuration of a search in generations, from the files of its runs."""

import json
import math
from collections.abc import Sequence
from pathlib import Path

import optuna
import pytest

from workflow.configuration.experiments import configurations
from workflow.runs.names import name_of
from workflow.search import propose
from workflow.search.outcomes import tabulated, trials_of

END = 9
GRID: list[dict] = [{"hidden_size": 3}, {"hidden_size": [4, 5]}, {"hidden_size": [6, 7, 8], "l2": 0.5}]
# Of each row what its two seeds had after 1, 3 and 9 epochs; nothing if they diverged.
REACHED: list[dict[int, list[float | None]]] = [
    {1: [0.5, 0.6]},
    {1: [0.7, 0.8], 3: [0.75, None]},
    {1: [0.6, 0.7], 3: [0.7, 0.72], 9: [0.8, 0.84]},
    {1: [0.1, 0.2]},
    {3: [0.81, 0.83], 9: [0.9, None]},
    {3: [0.8, 0.8]},
]
# The last two rows are compared after 3 epochs only, as in a later bracket.
PARTS = [
    {"generation": 2, "rows": [4, 5], "rungs": [3]},
    {"generation": 1, "rows": [0, 1, 2, 3], "rungs": [1, 3]},
]


@pytest.fixture
def searched(tmp_path):
    """Write the files of an experiment's runs; the folders of rungs and of finished runs."""
    rungs, runs = tmp_path / "rungs", tmp_path / "runs"

    def write(experiment: dict, reached: Sequence[dict[int, list[float | None]]]) -> tuple[Path, Path]:
        for row, of_row in zip(configurations(experiment), reached, strict=True):
            for epochs, accuracies in of_row.items():
                for run, accuracy in zip(row.runs, accuracies, strict=True):
                    record: dict = {"validation_accuracy": accuracy}
                    path = rungs / str(epochs) / f"{name_of(run)}.json"
                    if epochs == END:
                        # One that diverged has the figures of its last epoch.
                        record = {
                            "outcome": "diverged" if accuracy is None else "completed",
                            "final": {"validation_accuracy": accuracy or 0.99},
                        }
                        path = runs / name_of(run) / "run.json"
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(json.dumps(record))
        return rungs, runs

    return write


def tried(grid: list[dict], parts: list[dict], seeds: int = 2, within: Sequence[str] = ()) -> dict:
    experiment = {"defaults": {"epochs": END}, "seeds": list(range(seeds)), "grid": grid}
    return {"experiment": experiment, "halving": {"factor": 2, "within": list(within)}, "parts": parts}


def test_each_configuration_has_its_means_in_the_order_of_proposals(searched):
    asked = tried(GRID, PARTS)
    trials = trials_of(asked, *searched(asked["experiment"], REACHED))
    assert [trial.configuration.varied["hidden_size"] for trial in trials] == [3, 4, 5, 6, 7, 8]
    assert [trial.dropped_after for trial in trials] == [1, 3, None, 1, None, 3]
    expected = [
        {1: 55.0}, {1: 75.0, 3: -math.inf}, {1: 65.0, 3: 71.0, 9: 82.0}, {1: 15.0},
        {3: 82.0, 9: -math.inf}, {3: 80.0},
    ]  # fmt: skip
    assert [trial.accuracies for trial in trials] == [pytest.approx(each) for each in expected]
    assert tabulated(trials).to_csv(index=False).splitlines() == [
        "hidden_size,l2,after_1,after_3,after_9,dropped_after",
        "3,,55.0,,,1",
        "4,,75.0,,,3",
        "5,,65.0,71.0,82.0,",
        "6,0.5,15.0,,,1",
        "7,0.5,,82.0,,",
        "8,0.5,,80.0,,3",
    ]


def test_of_one_seed_half_of_each_kind_go_on(searched):
    asked = tried(GRID[1:], [{"generation": 1, "rows": [0, 1, 2, 3, 4], "rungs": [1]}], 1, ["l2"])
    reached = [{1: [each], 9: [each]} for each in (0.7, 0.6, 0.1, 0.3, 0.2)]
    trials = trials_of(asked, *searched(asked["experiment"], reached))
    assert [trial.dropped_after for trial in trials] == [None, 1, 1, None, None]


def test_a_generation_is_a_file_that_says_how_it_was_proposed(searched, tmp_path):
    asked = tried([{"hidden_size": size} for size in range(3, 9)], PARTS)
    sample = {"space": {"hidden_size": {"integer": [3, 64]}}, "seed": 0, "n": 6}
    search = {"sample": sample, "method": "tpe", "generation": 3, "n": 2}
    output = tmp_path / "generation.json"
    folders = searched(asked["experiment"], REACHED)
    propose.main([*map(str, folders), json.dumps(asked), json.dumps(search), str(output)])
    found = json.loads(output.read_text())
    rows = found.pop("configurations")
    assert found == {"generation": 3, "method": "tpe", "optuna": optuna.__version__}
    assert len(rows) == 2
    assert all(row.keys() == {"hidden_size"} and row["hidden_size"] not in range(3, 9) for row in rows)
