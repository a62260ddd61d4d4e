"""A mistake in an experiment is one clear line, before anything runs."""

import datetime

import pytest
from configurations import check_is_refused

NAN, INF = float("nan"), float("inf")
CYCLE: dict = {"l2": 0}
CYCLE["epochs"] = CYCLE


MISTAKES = [
    (
        {"experiments__depth__grid": {"hiden_size": [1]}},
        "experiments.depth.grid.hiden_size: unknown key; did",
    ),
    (
        {"experiments__tuning__grid": {"learning_rate": [0.1, -1], "l2": [0, 1]}},
        "experiments.tuning.grid.learning_rate: -1 is less than or equal to the minimum of 0",
    ),
    (
        {"experiments__depth__grid": [{"schedule": "sine"}]},
        "experiments.depth.grid.schedule: 'sine' is not one",
    ),
    (
        {"experiments": {"x": {"title": "x", "on_request": True, "grid": {"l2": 0}}}},
        "experiments: expected at least one that is not on_request",
    ),
    (
        {"experiments__depth__evaluation": {"shift": 1}},
        "experiments.depth.evaluation: expected on_request: true, as the study compares its experiments by",
    ),
    (
        {
            "experiments__depth__evaluation": {"shift": 1},
            "experiments__depth__on_request": True,
            "experiments__depth__seeds": {"from": 4, "to": 8},
        },
        "experiments.depth.seeds: expected a list with evaluation, as seeds by need compare single images",
    ),
    (
        {
            "experiments__depth__evaluation": {"shift": 1},
            "experiments__depth__on_request": True,
            "experiments__depth__halving": {"rungs": [1, 3]},
        },
        "experiments.depth.evaluation: expected no halving, which compares single images",
    ),
    (
        {"experiments__tuning__evaluation": {"shift": 1}, "experiments__tuning__on_request": True},
        "experiments.tuning.figure: expected curves with evaluation, as the others show single images",
    ),
    ({"experiments__depth__grid": []}, "experiments.depth.grid: [] should be non-empty"),
    (
        {"experiments__depth__grid": {"hidden_layers": []}},
        "experiments.depth.grid.hidden_layers: expected at least one value, found an empty list",
    ),
    (
        {"experiments__depth__grid": {"hidden_layers": [1, 1]}},
        "experiments.depth.grid: expected each configuration once, found {'hidden_layers': 1} 2 times",
    ),
    ({"experiments__depth__grid": {"warmup_epochs": 9}}, "warmup_epochs must be below epochs, not 9"),
    ({"experiments__depth__figure": "pie"}, "experiments.depth.figure: 'pie' is not one of"),
    (
        {"experiments__tuning__grid": {"l2": [0, 1]}},
        "a heat map shows two or three varied hyper-parameters, found 1",
    ),
    ({"experiments": {}}, "experiments: {} should be non-empty"),
    (
        {"experiments__Deep-er": {"title": "x", "grid": {"l2": 0}}},
        "experiments: expected small letters, digits and underscores, found 'Deep-er'",
    ),
    (
        {"experiments__depth__seeds": {"from": 4, "to": 2}},
        "experiments.depth.seeds.to: expected at least 4, as in from, found 2",
    ),
    ({"experiments__depth__margin": "1 %"}, "experiments.depth.margin: '1 %' is not of type 'number'"),
    (
        {"experiments__depth__grid": {"epochs": list(range(1, 1002))}, "seeds": {"from": 4, "to": 100}},
        "found 1,001 configurations with 100 seeds",
    ),
    (
        {"experiments__tuning__grid": {"learning_rate": [0.1, INF], "l2": [0, 1]}},
        "experiments.tuning.grid.learning_rate: inf is not of type 'number'",
    ),
    ({"experiments__depth__grid": {"seed": [1]}}, "experiments.depth.grid.seed: unknown key; known: "),
    ({"experiments__depth__grid": 5}, "experiments.depth.grid: 5 is not of type 'object'"),
    (
        {
            "experiments__depth__grid": {
                "epochs": list(range(1, 1001)),
                "batch_size": list(range(1, 1001)),
            }
        },
        "experiments.depth.grid: expected at most 100,000 runs in all experiments, "
        "found 1,000,000 configurations with 2 seeds",
    ),
    ({"experiments__depth\n": {"title": "x", "grid": {"l2": 0}}}, "expected small letters, digits and"),
    ({f"experiments__{'a' * 61}": {"title": "x", "grid": {"l2": 0}}}, "aaa' is too long"),
    ({"experiments__depth__title": ""}, "experiments.depth.title: expected text without control"),
    ({"experiments__depth__title": " \t\u3000"}, "and not of spaces alone, found ' \\t\\u3000'"),
    (
        {"experiments__depth__grid": {"l2": [datetime.date(2024, 1, 1)]}},
        "experiments.depth.grid.l2: datetime.date(2024, 1, 1) is not of type 'number'",
    ),
    ({"experiments__depth__grid": {"l2": {0, 1}}}, "grid.l2: {0, 1} is not of type 'number'"),
    (
        {"experiments__depth__grid": {"schedule": [b"x"]}},
        "grid.schedule: b'x' is not one of ['constant',",
    ),
    ({"experiments__depth__grid": CYCLE}, "experiments.depth.grid.epochs: {'l2': 0, "),
    ({"experiments": {5: {"title": "x", "grid": {"l2": 0}}}}, "underscores, found 5"),
    ({"experiments": {True: {"title": "x", "grid": {"l2": 0}}}}, "underscores, found True"),
    ({"experiments": {None: {"title": "x", "grid": {"l2": 0}}}}, "underscores, found None"),
    (
        {f"experiments__x{n}": {"title": 200 * "'", "grid": {"l2": 0}} for n in range(120)},
        "experiments: expected at most 100,000 bytes of titles, found 12",
    ),
]


@pytest.mark.parametrize(("changes", "message"), MISTAKES)
def test_a_mistake_in_an_experiment_names_its_key(changes, message):
    check_is_refused(changes, message)
