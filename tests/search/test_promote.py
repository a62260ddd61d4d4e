"""The table of promotions: means over seeds decide, and what diverged goes last."""

import json
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from workflow.configuration.experiments import configurations
from workflow.runs.names import name_of
from workflow.search import promote
from workflow.search.halving import survivors

EXPERIMENT = {"defaults": {}, "seeds": [0, 1], "grid": {"hidden_size": [3, 4, 5, 6, 7]}}
# By row, seed and rung. One lucky seed makes no mean, and the last row is the best until it diverges.
ACCURACIES: list[list[list[float | None]]] = [
    [[0.8, 0.8], [0.2, 0.2]],
    [[0.6, 2 / 3], [0.6, 0.7]],
    [[0.7, 0.7], [0.6, 0.9]],
    [[0.1, 0.1], [0.2, 0.1]],
    [[0.9, 0.9], [0.9, None]],
]
RUNGS = [2, 5]


def promotions(folder: Path, rungs: Sequence[int], experiment=EXPERIMENT, within: Sequence[str] = ()) -> Path:
    for row, of_seeds in zip(configurations(experiment), ACCURACIES, strict=True):
        for run, of_rungs in zip(row.runs, of_seeds, strict=True):
            for rung, accuracy in zip(RUNGS, of_rungs, strict=True):
                path = folder / str(rung) / f"{name_of(run)}.json"
                path.parent.mkdir(exist_ok=True)
                path.write_text(json.dumps({"validation_accuracy": accuracy}))
    table = folder / "promotions.csv"
    halving = {"experiment": experiment, "rungs": list(rungs), "factor": 2, "within": list(within)}
    promote.main([str(folder), json.dumps(halving), str(table)])
    return table


def test_the_mean_over_seeds_decides_who_goes_on(tmp_path):
    path = promotions(tmp_path, RUNGS)
    assert path.read_text().splitlines() == [
        "hidden_size,after_2,after_5,dropped_after",
        "3,50,,2",
        "4,60,68.3333,",
        "5,65,80.0,",
        "6,15,,2",
        "7,90,,5",
    ]
    assert survivors(path) == [1, 2]


def test_within_equal_values_of_a_hyper_parameter_half_of_each_go_on(tmp_path):
    penalised, plain = {"l2": [0.01]}, {"l2": [0]}
    sizes = ((3, penalised), ([4, 5], plain), (6, penalised), (7, plain))
    experiment = EXPERIMENT | {"grid": [{"hidden_size": size} | l2 for size, l2 in sizes]}
    # With L2 50 and 15 % after 2 epochs, without it 60, 65 and 90.
    assert survivors(promotions(tmp_path, RUNGS[:1], experiment, ["l2"])) == [0, 2, 4]
    assert survivors(promotions(tmp_path, RUNGS[:1], experiment)) == [1, 2, 4]


def test_after_the_first_rung_half_are_left_rounded_up(tmp_path):
    path = promotions(tmp_path, RUNGS[:1])
    table = pd.read_csv(path)
    assert table["after_2"].tolist() == pytest.approx([50, 60, 65, 15, 90])
    assert survivors(path) == [1, 2, 4]
