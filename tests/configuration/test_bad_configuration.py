"""A mistake in the configuration is one clear line, before anything runs."""

import pytest
from configurations import check_is_refused
from snakemake.cli import parse_config

NAN, INF = float("nan"), float("inf")
CYCLE: dict = {"l2": 0}
CYCLE["epochs"] = CYCLE


def sample(**space) -> dict:
    """An experiment that draws from a space."""
    return {"title": "x", "sample": {"n": 4, "space": space}}


MISTAKES = [
    ({"defaults__learning_rat": 0.3}, "defaults.learning_rat: unknown key; did you mean learning_rate?"),
    ({"sedes": [1]}, "sedes: unknown key; did you mean seeds?"),
    ({"defaults__zzz": 1}, "defaults.zzz: unknown key; known: hidden_layers,"),
    ({"defaults__epochs": "ten"}, "defaults.epochs: 'ten' is not of type 'integer'"),
    ({"defaults__epochs": 2.5}, "defaults.epochs: 2.5 is not of type 'integer'"),
    ({"defaults__l2": "1e-3"}, "defaults.l2: '1e-3' is not of type 'number' (YAML reads 1e-3 as text;"),
    (
        {"defaults__learning_rate": -1},
        "defaults.learning_rate: -1 is less than or equal to the minimum of 0",
    ),
    ({"defaults__schedule": "sine"}, "defaults.schedule: 'sine' is not one of ['constant', 'step',"),
    ({"seeds": []}, "seeds: [] should be non-empty"),
    ({"seeds": [1, 1]}, "seeds: [1, 1] has non-unique elements"),
    ({"seeds": [-1]}, "seeds[0]: -1 is less than the minimum of 0"),
    ({"seeds": 3}, "seeds: 3 is not of type 'array', 'object'"),
    ({"seeds": {"from": 1, "to": 4}}, "seeds.from: 1 is less than the minimum of 2"),
    ({"seeds": {"from": 4, "to": 3}}, "seeds.to: expected at least 4, as in from, found 3"),
    ({"seeds": {"from": 4, "to": 10**9}}, "seeds.to: 1000000000 is greater than the maximum of 100"),
    ({"seeds": {"from": 4}}, "seeds: 'to' is a required property"),
    ({"seeds": {"from": 4, "till": 8}}, "seeds.till: unknown key; known: from, to"),
    ({"margin": 0}, "margin: 0 is less than or equal to the minimum of 0"),
    (
        {"data__files__train_images__sha256": "abc"},
        "data.files.train_images.sha256: expected 64 digits of a SHA-256, found 'abc'",
    ),
    ({"data__sources": [{"ftp": "x"}]}, "data.sources[0].ftp: unknown key; known: folder, url, debian"),
    ({"data__classes": ["a", "a"]}, "data.classes: ['a', 'a'] has non-unique elements"),
    ({"data": {}}, "data: 'sources' is a required property"),
    ({"defaults__learning_rate": NAN}, "defaults.learning_rate: nan is not of type 'number'"),
    ({"defaults__l2": -INF}, "defaults.l2: -inf is not of type 'number'"),
    ({"defaults__gamma": 10**400}, "is not of type 'number'"),
    ({"defaults__epochs": 3.0}, "defaults.epochs: 3.0 is not of type 'integer'"),
    ({"defaults__epochs": True}, "defaults.epochs: True is not of type 'integer'"),
    ({"defaults__hidden_size": [4]}, "defaults.hidden_size: [4] is not of type 'integer'"),
    ({"seeds": list(range(10**5))}, "experiments.depth.grid: expected at most 100,000 runs in all"),
    (
        {"seeds": list(range(11_000))},
        "experiments: expected at most 100,000 bytes of grids and seeds",
    ),
    ({"data__validation_size": 0}, "data.validation_size: 0 is less than the minimum of 1"),
    ({"data__classes": ["Coat", "Bag", "coat "]}, "data.classes: 'coat ' reads like 'Coat'"),
    ({"data__classes": ["Ré", "Re\u0301"]}, "reads like 'Ré'"),
    ({"data__classes": ["Coat", "a\0b"]}, "data.classes[1]: expected text without control characters"),
    ({"data__classes": ["Coat", "\ud800"]}, "data.classes[1]: expected text without control characters"),
    (
        {"data__files__test_labels__name": "train-labels-idx1-ubyte.gz"},
        "data.files: expected four different names, found train-labels-idx1-ubyte.gz 2 times",
    ),
    ({"data__files__test_labels__name": "../x"}, "test_labels.name: expected a file name, found '../x'"),
    ({"data__files__test_labels__name": "{x}"}, "test_labels.name: expected a file name, found '{x}'"),
    ({"data__classes": ["Coat", True]}, "data.classes[1]: True is not of type 'string'"),
    ({"data__sources": [{"debian": "-o=Dir::Bin=x"}]}, "debian: expected the name of a package, found"),
    ({"data__sources": [{"debian": "a/../b"}]}, "debian: expected the name of a package, found 'a/../b'"),
    ({"data__sources": [{"folder": "a", "url": "b"}]}, "data.sources[0]: "),
    (
        {"data__classes": ["Coat", "\u00a0"]},
        "data.classes[1]: expected text without control characters, and",
    ),
    ({"data__sources": [{"folder": " "}]}, "data.sources[0].folder: expected text without control"),
    ({"data__sources": [{"folder": 1001 * "x"}]}, "xxx' is too long"),
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
        parse_config(["seeds=[0]"]),
        "seeds[0]: '0' is not of type 'integer' (what is in quotes, or in the brackets of --config, is "
        "text; write it without quotes in a file, for --configfile)",
    ),
    (
        parse_config(["defaults={flip: true}"]),
        "defaults.flip: 'true' is not of type 'boolean' (what is in",
    ),
    ({"seeds": list("abcdefghijkl")}, "and 2 more mistakes"),
    ({"defaults__a\nb": 1}, "defaults.'a\\nb': unknown key"),
]


@pytest.mark.parametrize(("changes", "message"), MISTAKES)
def test_a_mistake_names_its_key(changes, message):
    check_is_refused(changes, message)
