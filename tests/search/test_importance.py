"""The importance of hyper-parameters, where the truth is known."""

import re
from io import StringIO

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestRegressor
from sklearn.inspection import partial_dependence
from tried import BY_HAND, trials, written

from workflow.search import explain, importance
from workflow.search.explained import read_dependence, read_importance

SPACE: dict[str, list] = {
    "hidden_size": [64, 128, 256],
    "learning_rate": [0.01, 0.1, 1.0],
    "schedule": ["constant", "cosine"],
    "flip": [True, False, None],
}
RUNGS = (2, 6, 20)


def additive(row) -> float:
    """The sum of what each does by itself; the size does nothing."""
    rate, schedule = 3 * np.log10(row["learning_rate"]), {"constant": -1.5, "cosine": 1.5}[row["schedule"]]
    return 80 + rate + schedule + {True: 0.9, None: 0.0, False: -0.9}[row["flip"]]


# Their variances are 6, 2.25, 0.54 and 0.
SHARES = {"learning_rate": 68.26, "schedule": 25.6, "flip": 6.14, "hidden_size": 0.0}


def explained(table: pd.DataFrame, folder):
    """The tables that explain a table of trials, as files."""
    paths = folder / "importance.csv", folder / "dependence.csv"
    words = ["--importance", str(paths[0]), "--dependence", str(paths[1])]
    explain.main([str(written(table, folder)), *words])
    return paths


@pytest.mark.parametrize("rungs", [RUNGS[-1:], RUNGS])
def test_the_importance_of_each_is_its_share_of_the_variance_also_where_most_were_dropped(tmp_path, rungs):
    found = read_importance(explained(trials(90, SPACE, additive, rungs), tmp_path)[0])
    assert found["hyper_parameter"].tolist() == list(SHARES)  # the strongest first
    for row in found.itertuples():
        assert row.importance == pytest.approx(SHARES[row.hyper_parameter], abs=8)
        assert 0 <= row.low <= row.importance <= row.high <= 100
        assert row.low - 2 <= SHARES[row.hyper_parameter] <= row.high + 2
    # It is sure of the order of the first two.
    assert found["low"][0] > found["high"][1]


def test_the_dependence_on_the_two_strongest_is_the_function(tmp_path):
    rate, schedule = read_dependence(explained(trials(90, SPACE, additive, RUNGS), tmp_path)[1])
    assert (rate.name, rate.values, rate.numeric) == ("learning_rate", [0.01, 0.1, 1.0], True)
    assert (schedule.name, schedule.values, schedule.numeric) == (
        "schedule", ["constant", "cosine"], False,
    )  # fmt: skip
    assert rate.accuracies["accuracy"].tolist() == pytest.approx([74, 77, 80], abs=0.8)
    assert schedule.accuracies["accuracy"].tolist() == pytest.approx([75.5, 78.5], abs=0.8)
    for each in (rate, schedule):
        assert (each.accuracies["low"] <= each.accuracies["accuracy"]).all()
        assert (each.accuracies["accuracy"] <= each.accuracies["high"]).all()


def test_a_number_that_takes_many_values_is_looked_at_from_the_first_to_the_last(tmp_path):
    space = {"learning_rate": np.geomspace(0.001, 1, 200).tolist(), "l2": np.linspace(0, 1, 100).tolist()}
    table = trials(80, space, lambda row: 80 - (np.log10(row["learning_rate"]) + 1.5) ** 2)
    rate, *_ = read_dependence(explained(table, tmp_path)[1])
    seen = table["learning_rate"]
    assert len(rate.values) == 10
    assert (rate.values[0], rate.values[-1]) == pytest.approx((seen.min(), seen.max()), rel=0.001)
    assert np.diff(np.log(rate.values)) == pytest.approx(np.log(seen.max() / seen.min()) / 9, rel=0.01)
    accuracies = rate.accuracies["accuracy"]
    assert rate.values[accuracies.idxmax()] == pytest.approx(10**-1.5, rel=1)
    truth = 80 - (np.log10(rate.values) + 1.5) ** 2
    assert np.abs(accuracies - truth)[1:-1].max() < 0.4  # a forest levels off at the ends
    assert np.abs(accuracies - truth).max() < 1


def test_what_two_do_together_is_the_importance_of_neither(tmp_path):
    space: dict[str, list] = {"momentum": [0.0, 0.9], "nesterov": [False, True]}
    either = trials(60, space, lambda row: 80 + 4 * ((row["momentum"] > 0) ^ row["nesterov"]))
    assert read_importance(explained(either, tmp_path)[0])["importance"].max() < 5


def test_neither_the_order_of_the_columns_nor_a_constant_changes_anything(tmp_path):
    table = trials(40, SPACE, additive, RUNGS)
    files = [path.read_text() for path in explained(table, tmp_path)]
    turned = table[[table.columns[0], *table.columns[4:0:-1], *table.columns[5:]]].copy()
    assert list(turned) != list(table)
    assert [path.read_text() for path in explained(turned, tmp_path)] == files
    turned.insert(1, "l2", 0.1)
    turned.insert(2, "momentum", None)
    constant = "l2,0.0,0.0,0.0\nmomentum,0.0,0.0,0.0\n"
    assert [path.read_text() for path in explained(turned, tmp_path)] == [files[0] + constant, files[1]]


def test_the_same_trials_give_the_same_bytes(tmp_path):
    table = trials(30, SPACE, additive, RUNGS)
    first = [path.read_bytes() for path in explained(table, tmp_path)]
    assert [path.read_bytes() for path in explained(table, tmp_path)] == first
    assert not re.search(rb"\.\d{3}", first[0])  # more digits might differ between machines


@pytest.mark.parametrize(
    "table",
    [
        trials(7, SPACE, additive),
        trials(20, {"l2": [0.1]}, lambda row: 80),
        trials(20, SPACE, additive).assign(after_20=None),
        pd.read_csv(StringIO(BY_HAND)),
    ],
    ids=["few", "constant", "diverged", "by hand"],
)
def test_of_too_little_there_is_nothing_to_say(tmp_path, table):
    paths = explained(table, tmp_path)
    assert [len(path.read_text().splitlines()) for path in paths] == [1, 1]
    assert read_importance(paths[0]).empty
    assert read_dependence(paths[1]) == []


def test_where_all_are_equal_nothing_matters(tmp_path):
    paths = explained(trials(30, SPACE, lambda row: 80, noise=0), tmp_path)
    assert (read_importance(paths[0])[["importance", "low", "high"]] == 0).all(axis=None)
    assert read_dependence(paths[1]) == []


def test_the_mean_predictions_are_the_partial_dependence_of_scikit_learn():
    random = np.random.default_rng(0)
    X = random.random((60, 3))
    forest = RandomForestRegressor(10, random_state=0).fit(X, X[:, 0] + X[:, 1] ** 2)
    places = np.array([0.1, 0.5, 0.8])
    for number in range(3):
        ours = importance.effect(forest, X, number, places).accuracies
        theirs = partial_dependence(
            forest, X, [number], custom_values={number: places}, method="brute"
        )["average"][0]  # fmt: skip
        assert ours == pytest.approx(theirs)
