"""A mistake in a sample or a search is one clear line, before anything is drawn."""

import pytest
from configurations import check_is_refused


def sample(**space) -> dict:
    """An experiment that draws from a space."""
    return {"title": "x", "sample": {"n": 4, "space": space}}


def learning(method: str = "tpe", generations=(2, 2), **changes) -> dict:
    """An experiment that proposes."""
    search = {"method": method, "generations": list(generations)}
    return {"title": "x", "sample": {"space": {"l2": [0, 1]}}, "search": search} | changes


MISTAKES = [
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
        {"experiments__depth__halving": {"rungs": [1, 3], "within": ["l2"]}},
        "experiments.depth.halving.within: expected hyper-parameters that the experiment varies, found l2; "
        "it varies hidden_layers",
    ),
    (
        {
            "experiments__x": sample(l2={"uniform": [0, 1]}, momentum=[0, 0.5], epochs=2)
            | {"halving": {"rungs": [1, 2], "within": ["l2"]}}
        },
        "experiments.x.halving.within: expected hyper-parameters with a list of values, found l2",
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
        {
            "experiments__x": {"title": "x", "halving": {"rungs": [1, 3]}, "grid": {"l2": [0, 1]}},
            "seeds": {"from": 2, "to": 4},
        },
        "experiments.x.seeds: expected a list of its own, as halving compares means over it",
    ),
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
]


@pytest.mark.parametrize(("changes", "message"), MISTAKES)
def test_a_mistake_in_a_search_names_its_key(changes, message):
    check_is_refused(changes, message)
