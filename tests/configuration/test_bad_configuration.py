"""A mistake in the configuration is one clear line, before anything runs."""

import datetime

import pytest
from configurations import config_with
from snakemake.cli import parse_config

from workflow.base.errors import InputError
from workflow.configuration.checks import check

NAN, INF = float("nan"), float("inf")
CYCLE: dict = {"l2": 0}
CYCLE["epochs"] = CYCLE


def sample(**space) -> dict:
    """An experiment that draws from a space."""
    return {"title": "x", "sample": {"n": 4, "space": space}}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"defaults__learning_rat": 0.3}, "defaults.learning_rat: unknown key; did you mean learning_rate?"),
        ({"sedes": [1]}, "sedes: unknown key; did you mean seeds?"),
        ({"defaults__zzz": 1}, "defaults.zzz: unknown key; known: hidden_layers,"),
        (
            {"experiments__depth__grid": {"hiden_size": [1]}},
            "experiments.depth.grid.hiden_size: unknown key; did",
        ),
        ({"defaults__epochs": "ten"}, "defaults.epochs: 'ten' is not of type 'integer'"),
        ({"defaults__epochs": 2.5}, "defaults.epochs: 2.5 is not of type 'integer'"),
        ({"defaults__l2": "1e-3"}, "defaults.l2: '1e-3' is not of type 'number' (YAML reads 1e-3 as text;"),
        (
            {"defaults__learning_rate": -1},
            "defaults.learning_rate: -1 is less than or equal to the minimum of 0",
        ),
        (
            {"experiments__tuning__grid": {"learning_rate": [0.1, -1], "l2": [0, 1]}},
            "experiments.tuning.grid.learning_rate: -1 is less than or equal to the minimum of 0",
        ),
        ({"defaults__schedule": "sine"}, "defaults.schedule: 'sine' is not one of ['constant', 'step',"),
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
        ({"seeds": []}, "seeds: [] should be non-empty"),
        ({"seeds": [1, 1]}, "seeds: [1, 1] has non-unique elements"),
        ({"seeds": [-1]}, "seeds[0]: -1 is less than the minimum of 0"),
        ({"seeds": 3}, "seeds: 3 is not of type 'array', 'object'"),
        ({"seeds": {"from": 1, "to": 4}}, "seeds.from: 1 is less than the minimum of 2"),
        ({"seeds": {"from": 4, "to": 3}}, "seeds.to: expected at least 4, as in from, found 3"),
        ({"seeds": {"from": 4, "to": 10**9}}, "seeds.to: 1000000000 is greater than the maximum of 100"),
        ({"seeds": {"from": 4}}, "seeds: 'to' is a required property"),
        ({"seeds": {"from": 4, "till": 8}}, "seeds.till: unknown key; known: from, to"),
        (
            {"experiments__depth__seeds": {"from": 4, "to": 2}},
            "experiments.depth.seeds.to: expected at least 4, as in from, found 2",
        ),
        (
            {
                "experiments__x": {"title": "x", "halving": {"rungs": [1, 3]}, "grid": {"l2": [0, 1]}},
                "seeds": {"from": 2, "to": 4},
            },
            "experiments.x.seeds: expected a list of its own, as halving compares runs at rungs",
        ),
        ({"margin": 0}, "margin: 0 is less than or equal to the minimum of 0"),
        ({"experiments__depth__margin": "1 %"}, "experiments.depth.margin: '1 %' is not of type 'number'"),
        (
            {"experiments__depth__grid": {"epochs": list(range(1, 1002))}, "seeds": {"from": 4, "to": 100}},
            "found 1,001 configurations with 100 seeds",
        ),
        (
            {"data__files__train_images__sha256": "abc"},
            "data.files.train_images.sha256: expected 64 digits of a SHA-256, found 'abc'",
        ),
        ({"data__sources": [{"ftp": "x"}]}, "data.sources[0].ftp: unknown key; known: folder, url, debian"),
        ({"data__classes": ["a", "a"]}, "data.classes: ['a', 'a'] has non-unique elements"),
        ({"data": {}}, "data: 'sources' is a required property"),
        ({"defaults__learning_rate": NAN}, "defaults.learning_rate: nan is not of type 'number'"),
        ({"defaults__l2": -INF}, "defaults.l2: -inf is not of type 'number'"),
        (
            {"experiments__tuning__grid": {"learning_rate": [0.1, INF], "l2": [0, 1]}},
            "experiments.tuning.grid.learning_rate: inf is not of type 'number'",
        ),
        ({"defaults__gamma": 10**400}, "is not of type 'number'"),
        ({"defaults__epochs": 3.0}, "defaults.epochs: 3.0 is not of type 'integer'"),
        ({"defaults__epochs": True}, "defaults.epochs: True is not of type 'integer'"),
        ({"defaults__hidden_size": [4]}, "defaults.hidden_size: [4] is not of type 'integer'"),
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
        ({"seeds": list(range(10**5))}, "experiments.depth.grid: expected at most 100,000 runs in all"),
        (
            {"seeds": list(range(11_000))},
            "experiments: expected at most 100,000 bytes of grids and seeds",
        ),
        ({"data__validation_size": 0}, "data.validation_size: 0 is less than the minimum of 1"),
        ({"data__classes": ["Coat", "Bag", "coat "]}, "data.classes: 'coat ' reads like 'Coat'"),
        ({"data__classes": ["Ré", "Re\u0301"]}, "reads like 'Ré'"),  # e with an accent, in one and in two
        ({"data__classes": ["Coat", "a\0b"]}, "data.classes[1]: expected text without control characters"),
        ({"data__classes": ["Coat", "\ud800"]}, "data.classes[1]: expected text without control characters"),
        (
            {"data__files__test_labels__name": "train-labels-idx1-ubyte.gz"},
            "data.files: expected four different names, found train-labels-idx1-ubyte.gz 2 times",
        ),
        ({"data__files__test_labels__name": "../x"}, "test_labels.name: expected a file name, found '../x'"),
        ({"data__files__test_labels__name": "{x}"}, "test_labels.name: expected a file name, found '{x}'"),
        ({"data__classes": ["Coat", True]}, "data.classes[1]: True is not of type 'string'"),
        ({"experiments__depth\n": {"title": "x", "grid": {"l2": 0}}}, "expected small letters, digits and"),
        ({f"experiments__{'a' * 61}": {"title": "x", "grid": {"l2": 0}}}, "aaa' is too long"),
        ({"data__sources": [{"debian": "-o=Dir::Bin=x"}]}, "debian: expected the name of a package, found"),
        ({"data__sources": [{"debian": "a/../b"}]}, "debian: expected the name of a package, found 'a/../b'"),
        ({"data__sources": [{"folder": "a", "url": "b"}]}, "data.sources[0]: "),
        ({"experiments__depth__title": ""}, "experiments.depth.title: expected text without control"),
        ({"experiments__depth__title": " \t\u3000"}, "and not of spaces alone, found ' \\t\\u3000'"),
        (
            {"data__classes": ["Coat", "\u00a0"]},
            "data.classes[1]: expected text without control characters, and",
        ),
        ({"data__sources": [{"folder": " "}]}, "data.sources[0].folder: expected text without control"),
        ({"data__sources": [{"folder": 1001 * "x"}]}, "xxx' is too long"),
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
            {"defaults__batch_size": 10**30},
            f"defaults.batch_size: {10**30} is greater than the maximum of 1073741824",
        ),
        ({"defaults__epochs": 10**400}, "defaults.epochs: 1000"),
        ({"defaults__hidden_layers": 10**9}, "1000000000 is greater than the maximum of 1000"),
        ({"defaults__hidden_size": 10**9}, "1000000000 is greater than the maximum of 65536"),
        ({"defaults__shift": 1500}, "defaults.shift: 1500 is greater than the maximum of 32"),
        ({"seeds": [2**53]}, "seeds[0]: 9007199254740992 is greater than the maximum of 9007199254740991"),
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
            parse_config(["seeds=[0]"]),
            "seeds[0]: '0' is not of type 'integer' (what is in quotes, or in the brackets of --config, is "
            "text; write it without quotes in a file, for --configfile)",
        ),
        (
            parse_config(["defaults={flip: true}"]),
            "defaults.flip: 'true' is not of type 'boolean' (what is in",
        ),
        (
            {f"experiments__x{n}": {"title": 200 * "'", "grid": {"l2": 0}} for n in range(120)},
            "experiments: expected at most 100,000 bytes of titles, found 12",
        ),
        ({"seeds": list("abcdefghijkl")}, "and 2 more mistakes"),
        ({"defaults__a\nb": 1}, "defaults.'a\\nb': unknown key"),
    ],
)
def test_a_mistake_names_its_key(changes, message):
    with pytest.raises(InputError) as raised:
        check(config_with(**changes))
    lines = str(raised.value).split("\n")
    assert all(line.startswith("configuration: ") and len(line) < 600 for line in lines)
    assert any(message in line for line in lines)
