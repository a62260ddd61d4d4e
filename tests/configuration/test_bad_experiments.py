"""A mistake in an experiment is one clear line, before anything runs."""

import datetime

import pytest
from configurations import check_is_refused

NAN, INF = float("nan"), float("inf")
CYCLE: dict = {"l2": 0}
CYCLE["epochs"] = CYCLE


def sample(**space) -> dict:
    """An experiment that draws from a space."""
    return {"title": "x", "sample": {"n": 4, "space": space}}


def learning(method: str = "tpe", generations=(2, 2), **changes) -> dict:
    """An experiment that proposes."""
    search = {"method": method, "generations": list(generations)}
    return {"title": "x", "sample": {"space": {"l2": [0, 1]}}, "search": search} | changes


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
        {"experiments__x": {"title": "x", "sample": {"n": 2, "space": {"l2": {"uniform": [1, 0]}}}}},
        "experiments.x.sample.space.l2: expected the lower bound first, found [1, 0]",
    ),
    (
        {"experiments__x": {"title": "x", "sample": {"n": 2, "space": {"l2": {"log_uniform": [0, 1]}}}}},
        "experiments.x.sample.space.l2.log_uniform[0]: 0 is less than the minimum of 1e-38",
    ),
    (
        {"experiments__x": {"title": "x", "sample": {"n": 2, "space": {"epochs": {"uniform": [1, 2]}}}}},
        "is not of type 'integer'",
    ),
    (
        {"experiments__x": {"title": "x", "sample": {"n": 2, "space": {"l3": [1, 2]}}}},
        "experiments.x.sample.space.l3: unknown key; known: hidden_layers,",
    ),
    (
        {"experiments__x": {"title": "x", "sample": {"n": 2, "space": {"l2": {"normal": [0, 1]}}}}},
        "experiments.x.sample.space.l2.normal: unknown key; did you mean uniform?",
    ),
    (
        {"experiments__depth__halving": {"rungs": [2, 1, 3]}, "experiments__depth__figure": "curves"},
        "experiments.depth.halving.rungs: expected rising numbers of epochs, found [2, 1, 3]",
    ),
    (
        {"experiments__depth__halving": {"rungs": [1, 3]}},
        "experiments.depth.figure: successive halving has figures of its own; remove the line",
    ),
    (
        {"experiments__x": {"title": "x", "sample": {"space": {"l2": [0, 1]}}}},
        "experiments.x.sample: 'n' is a required property",
    ),
    (
        {"experiments__x": sample(l2=[0, 1]) | {"search": {"method": "tpe", "generations": [2, 2]}}},
        "experiments.x.sample.n: search.generations says how many are drawn; remove the line",
    ),
    (
        {"experiments__depth__search": {"method": "tpe", "generations": [2, 2]}},
        "experiments.depth.search: expected a sample, in whose space it proposes, found a grid",
    ),
    (
        {"experiments__x": learning(figure="search")},
        "experiments.x.figure: a search in generations has figures of its own; remove the line",
    ),
    (
        {"experiments__x": learning(seeds={"from": 2, "to": 4})},
        "experiments.x.seeds: expected a list of its own, as search compares means over it",
    ),
    (
        {"experiments__x": learning(method="gp", halving={"rungs": [1, 2]})},
        "experiments.x.search.method: expected tpe with halving, found gp, which learns only from what was",
    ),
    (
        {"experiments__x": learning(method="gp", generations=[1000, 1])},
        "experiments.x.search.generations: expected at most 1,000 configurations with gp, found 1,001; tpe",
    ),
    (
        {"experiments__x": learning(generations=[10, *[10_000] * 10])},
        "experiments.x.sample.space: expected at most 100,000 runs in all experiments, found 100,002",
    ),
    (
        {"experiments__x": learning(generations=[2, 10000, 10000])},
        "experiments: expected at most 100,000 bytes of grids and seeds, found",
    ),
    (
        {"experiments__x": learning(sample={"space": {"epochs": [2, 4]}})},
        "experiments.x.sample.space.epochs: expected a number, as trials are compared, found [2, 4]",
    ),
    (
        {"experiments__x": learning(method="bayes")},
        "experiments.x.search.method: 'bayes' is not one of ['tpe', 'gp']",
    ),
    (
        {"experiments__depth__halving": {"rungs": [1, 2], "hyperband": True}},
        "experiments.depth.halving.hyperband: expected a sample, found a grid, whose order would decide",
    ),
    (
        {"experiments__depth__halving": {"rungs": [1, 2]}},
        "experiments.depth.halving.rungs: expected the last to be the epochs of every configuration, "
        "found 2 and 3",
    ),
    (
        {"experiments__depth__halving": {"rungs": [3]}},
        "experiments.depth.halving.rungs: [3] is too short",
    ),
    ({"experiments__x": {"title": "x"}}, "experiments.x: expected either a grid or a sample"),
    (
        {"experiments": {"x": {"title": "x", "on_request": True, "grid": {"l2": 0}}}},
        "experiments: expected at least one that is not on_request",
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
    (
        {
            "experiments__x": {"title": "x", "halving": {"rungs": [1, 3]}, "grid": {"l2": [0, 1]}},
            "seeds": {"from": 2, "to": 4},
        },
        "experiments.x.seeds: expected a list of its own, as halving compares means over it",
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
    (
        {"experiments__x": sample(batch_size={"integer": [10**20, 10**30]})},
        " is greater than the maximum of 1073741824",
    ),
    (
        {"experiments__x": sample(l2={"uniform": [-1e308, 1e308]})},
        "1e+308 is greater than the maximum of 1e+38",
    ),
    (
        {"experiments__x": sample(l2={"log_uniform": [1e-300, 1]})},
        "1e-300 is less than the minimum of 1e-38",
    ),
    ({"experiments__x": sample(**{f"x{n}": 1 for n in range(101)})}, "has too many properties"),
    (
        {
            "experiments__x": {
                "title": "x",
                "halving": {"rungs": list(range(1, 22))},
                "grid": {"epochs": 21},
            }
        },
        "20, 21] is too long",
    ),
    ({"experiments__depth__halving": {"rungs": [1, 3], "factor": 10**30}}, "the maximum of 100000"),
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
