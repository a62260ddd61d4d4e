"""A mistake in the configuration is one clear line, before anything runs."""

import copy
import re
from dataclasses import fields

import yaml
from conftest import ROOT
from snakemake.utils import update_config

import mlp
from workflow.configuration.checks import check
from workflow.configuration.experiments import combinations, configurations, experiments_of
from workflow.configuration.schema import read_schema


def test_the_project_s_own_configurations_are_good():
    base = yaml.safe_load((ROOT / "config.yaml").read_text())
    check(base)
    for overlay in ("quick.yaml", "docs/findings/choices.yaml"):
        merged = copy.deepcopy(base)
        update_config(merged, yaml.safe_load((ROOT / overlay).read_text()))
        check(merged)


def keys(schema: dict, path: str = "") -> dict[str, dict]:
    """Every key that a schema describes, however deep."""
    found: dict[str, dict] = {}
    for part in ("properties", "items", "additionalProperties"):
        below = schema.get(part)
        if part == "properties":
            for name, child in (below or {}).items():
                found |= {f"{path}.{name}": child} | keys(child, f"{path}.{name}")
        elif isinstance(below, dict):
            found |= keys(below, f"{path}[]")
    return found


def test_every_key_of_the_schema_is_described():
    described = keys(read_schema())
    assert len(described) > 45
    assert [path for path, key in described.items() if not key.get("description")] == []


def test_a_hyper_parameter_of_the_schema_is_that_of_a_run():
    schema = read_schema()["properties"]["defaults"]["properties"]
    assert list(schema) == [field.name for field in fields(mlp.Settings) if field.name != "seed"]
    assert schema["gamma"] == {
        "type": "number",
        "exclusiveMinimum": 0,
        "maximum": 1,
        "default": 0.5,
        "description": "Factor of the rate, per drop of schedule step or per epoch of schedule exponential.",
    }
    assert (schema["dropout"]["minimum"], schema["dropout"]["exclusiveMaximum"]) == (0, 1)
    assert schema["input_scaling"]["enum"] == ["unit", "centred", "standardised"]
    assert (schema["flip"]["type"], schema["epochs"]["type"]) == ("boolean", "integer")


def test_a_grid_is_every_combination_the_last_key_fastest():
    assert combinations({"a": [1, 2], "b": 3, "c": [4, 5]}) == [
        {"a": 1, "b": 3, "c": 4},
        {"a": 1, "b": 3, "c": 5},
        {"a": 2, "b": 3, "c": 4},
        {"a": 2, "b": 3, "c": 5},
    ]


def test_a_list_of_grids_is_one_after_the_other_and_shows_what_each_varies():
    grids = [{"schedule": ["linear", "cosine"], "epochs": 9}, {"schedule": "step", "gamma": 0.1, "epochs": 9}]
    rows = configurations({"defaults": {"l2": 0.5}, "seeds": [0, 7], "grid": grids})
    assert [row.varied for row in rows] == [
        {"schedule": "linear", "gamma": None},
        {"schedule": "cosine", "gamma": None},
        {"schedule": "step", "gamma": 0.1},
    ]
    assert rows[2].runs == [
        mlp.Settings(schedule="step", gamma=0.1, epochs=9, l2=0.5, seed=s) for s in (0, 7)
    ]


def test_seeds_by_need_are_all_that_there_may_be_until_they_are_counted():
    config = {
        "seeds": [5],
        "experiments": {
            "listed": {"grid": {"l2": [0, 1]}},
            "needed": {"seeds": {"from": 2, "to": 4}, "grid": {"l2": [0, 1]}},
        },
    }
    found = experiments_of(config)
    assert [each["seeds"] for each in found.values()] == [[5], [0, 1, 2, 3]]
    rows = configurations(found["needed"] | {"counts": [2, 3]})
    assert [[run.seed for run in row.runs] for row in rows] == [[0, 1], [0, 1, 2]]


def test_the_search_has_the_rows_of_the_reference_report_in_its_order():
    base = yaml.safe_load((ROOT / "config.yaml").read_text())
    study = {"defaults": base["defaults"], "seeds": [0], "grid": base["experiments"]["tuning"]["grid"]}
    source = [
        line
        for line in (ROOT / "workflow/reference/tuning.csv").read_text().splitlines()
        if line[0].isdigit()
    ]
    ours = [
        f"{run.hidden_layers},{run.schedule},{run.hidden_size},{run.learning_rate:g},{run.l2:g}"
        for (run,) in (row.runs for row in configurations(study))
    ]
    assert ours == [re.sub(r",[\d.]+$", "", line) for line in source]
    figures = [float(line.rsplit(",", 1)[1]) for line in source]
    assert figures == [
        *(81.2, 80.9, 82.1, 82.3, 80.1, 83.1),
        *(82.3, 82.5, 80.8, 80.9, 82.5, 84.3),
        *(79.2, 80.1, 81.9, 80.7, 80.9, 81.3),
    ]
