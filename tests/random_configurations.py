"""Configurations drawn from the schema and beside it, and what is planned for them before any rule."""

import copy
import datetime
from pathlib import Path
from typing import Any

import snakemake.utils
import yaml
from configurations import config_with
from hypothesis import strategies as st
from snakemake.common.configfile import load_configfile

from workflow.configuration.checks import check
from workflow.configuration.experiments import experiments_of, figure_kind, figures_of, seeds_of
from workflow.configuration.schema import SCHEMA, hyper_parameters, read_schema
from workflow.configuration.yaml_text import check_texts
from workflow.runs import resources
from workflow.runs.names import check_names, names_of
from workflow.tables.rounds import rounds_of

# No number, one too large, no text, a type that JSON has not, a collection in a collection.
ODD = st.one_of(
    st.sampled_from([None, True, 0, -1, 2**31, 2**53, 10**30, -(10**30), 10**400, "HUGE"]),
    st.sampled_from([1e308, -1e308, 5e-324, float("nan"), float("inf")]),
    st.sampled_from(["", " ", "1e-3", "0", "true", "\u200b", "a\nb", "<<", "=", "~", "{run}", 9999 * "x"]),
    st.sampled_from([b"\0", datetime.date(2024, 1, 1), datetime.datetime(2024, 1, 1), {1, 2}, "CYCLE"]),
    st.sampled_from([[], {}, [[]], list(range(200)), {"a": {}}, {5: 1}, {True: 1}, {None: 1}, {"grid": 1}]),
    st.integers() | st.floats() | st.text(max_size=5),
    st.lists(st.integers(-2, 40) | st.floats(width=16), max_size=4),
)
KINDS = {
    "string": st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=4).map("a{}".format),
    "boolean": st.booleans(),
    "null": st.none(),
}


def whole_schema() -> dict[str, Any]:
    """The schema, with the hyper-parameters in grids and spaces too, where the checks look for them later."""
    schema = read_schema()
    known = hyper_parameters()
    values = {name: {"anyOf": [each, {"type": "array", "items": each}]} for name, each in known.items()}
    schema["$defs"]["grid"] |= {"properties": values}
    experiment = schema["properties"]["experiments"]["additionalProperties"]
    ranges = {name: {"anyOf": [{"$ref": "#/$defs/values"}, *each["anyOf"]]} for name, each in values.items()}
    experiment["properties"]["sample"]["properties"]["space"]["properties"] = ranges
    return schema


WHOLE = whole_schema()


def drawn(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values from a schema: mostly such as it allows, at its bounds and within them."""
    if "$ref" in schema:
        schema = WHOLE["$defs"][schema["$ref"].removeprefix("#/$defs/")] | schema
    if "anyOf" in schema:
        return st.one_of([drawn(each) for each in schema["anyOf"]])
    if "if" in schema:
        return st.one_of(drawn(schema["then"] | schema["if"]), drawn(schema.get("else", {"type": "integer"})))
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kinds = schema.get("type", "number")
    strategies = [drawn_of(kind, schema) for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    return st.one_of(strategies)


def drawn_of(kind: str, schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    ends = st.sampled_from([each for each in (low, high) if each is not None] or [1])
    match kind:
        case "integer":
            return st.integers(max(low or 0, 0), min(high or 9, 9)) | ends
        case "number":
            return st.integers(1, 99).map(lambda n: n / 100) | ends
        case "array":
            items = drawn(schema.get("items", {}))
            unique = schema.get("uniqueItems", False)
            return st.lists(items, min_size=schema.get("minItems", 0), max_size=3, unique=unique)
        case "object":
            known = {name: drawn(each) for name, each in schema.get("properties", {}).items()}
            required = schema.get("required", [])
            fixed = {name: known[name] for name in required}
            rest = {name: each for name, each in known.items() if name not in required}
            return few(fixed, rest, schema)
        case "string" if "pattern" in schema and schema["pattern"] != WHOLE["$defs"]["text"]["pattern"]:
            return st.from_regex(schema["pattern"].replace(r"$(?!\n)", r"\Z"))
        case _:
            return KINDS[kind]


@st.composite
def few(draw, fixed: dict, rest: dict, schema: dict[str, Any]) -> dict[str, Any]:
    """A mapping with what is required and at most four keys of the rest."""
    names = draw(st.lists(st.sampled_from(sorted(rest)), max_size=4, unique=True)) if rest else []
    least = schema.get("minProperties", 0)
    names = names or draw(st.permutations(sorted(rest)))[:least]
    if "maxProperties" in schema:
        names = names[: schema["maxProperties"]]
    made = {name: draw(each) for name, each in fixed.items()} | {name: draw(rest[name]) for name in names}
    if "oneOf" in schema:  # a grid or a sample
        choice = draw(st.sampled_from(["grid", "sample"]))
        made.pop("sample" if choice == "grid" else "grid", None)
        made.setdefault(choice, draw(rest[choice]))
    return made


PARTS = {
    "seeds": drawn(WHOLE["properties"]["seeds"]),
    "defaults": drawn(WHOLE["properties"]["defaults"]),
    "data": drawn(WHOLE["properties"]["data"]),
    "margin": drawn(WHOLE["properties"]["margin"]),
}
EXPERIMENT = drawn(WHOLE["properties"]["experiments"]["additionalProperties"])
NAMES = st.from_regex(r"\A[a-z][a-z0-9_]{0,5}\Z") | st.sampled_from(["if", "class", "none", "on", "5", "no"])


@st.composite
def configs(draw) -> dict[str, Any]:
    """A configuration: a good one, with parts drawn from the schema, and some places with something odd."""
    made = copy.deepcopy(config_with())
    for name in draw(st.lists(st.sampled_from(sorted(PARTS)), max_size=2, unique=True)):
        made[name] = draw(PARTS[name])
    if draw(st.booleans()):
        made["experiments"] = draw(st.dictionaries(NAMES, EXPERIMENT, min_size=1, max_size=3))
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2]))):
        spoil(draw, made)
    return made


def spoil(draw, tree: Any) -> None:
    """Put something odd somewhere in a tree, at any depth."""
    root = tree
    while True:
        keys = sorted(tree, key=str) if isinstance(tree, dict) else list(range(len(tree)))
        if not keys:
            return
        key = draw(st.sampled_from(keys))
        if not isinstance(tree[key], dict | list) or not tree[key] or draw(st.integers(0, 4)) == 0:
            break
        tree = tree[key]
    how = draw(st.sampled_from(["value", "value", "value", "key", "gone"]))
    if how == "gone":
        del tree[key]
    elif how == "value" or isinstance(tree, list):
        odd = copy.deepcopy(draw(ODD))  # which may be spoilt in turn
        tree[key] = draw(st.sampled_from([tree, root])) if odd == "CYCLE" else odd
    else:
        odd = copy.deepcopy(draw(ODD))  # which may be spoilt in turn
        tree[odd if isinstance(odd, str | int | float | bytes | datetime.date | None) else "odd"] = tree.pop(
            key
        )


def plan(path: Path) -> int:
    """What the Snakefile does before its rules; the number of runs."""
    check_texts(path)
    config: dict[str, Any] = {}
    snakemake.utils.update_config(config, load_configfile(path))
    check(config)
    snakemake.utils.validate(config, SCHEMA)
    experiments = experiments_of(config)
    for name, each in config["experiments"].items():
        figures_of(name, figure_kind(each))
        if isinstance(seeds := seeds_of(config, name), dict):
            rounds_of(seeds["from"], seeds["to"])
    runs = {name: names_of(experiment) for name, experiment in experiments.items()}
    check_names(runs)
    for each in runs.values():
        assert resources.minutes(each[0], 1) + resources.megabytes(each[0]) > 0
        resources.size(each[0])
    return sum(map(len, runs.values()))


def write(config: Any, path: Path) -> None:
    text = yaml.safe_dump(config, sort_keys=False, allow_unicode=True)
    path.write_text(text.replace("HUGE", f"0x{5000 * 'f'}"), encoding="utf-8")
