"""Check a configuration before anything runs."""

import difflib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, ValidationError

from workflow.lib.experiments import combinations, configurations
from workflow.lib.program import InputError

SCHEMA = Path(__file__).parents[1] / "schemas" / "config.schema.yaml"


def check(config: dict[str, Any]) -> None:
    """Hold a configuration against the schema and against what the settings mean together.

    Raises:
        InputError: one line a mistake, each naming the key, what was found and what was expected.
    """
    schema = yaml.safe_load(SCHEMA.read_text(encoding="utf-8"))
    mistakes = list(of_shape(config, schema)) or list(of_meaning(config, schema))
    if mistakes:
        raise InputError("\n".join(f"configuration: {mistake}" for mistake in mistakes))


def read_option(option: str, text: str) -> Any:
    """The value of a program's option that takes, as JSON, what the configuration has under ``data``.

    Raises:
        InputError: the text is not JSON, or not of the shape that the schema has for the key.
    """
    try:
        value = json.loads(text)
    except ValueError as error:
        raise InputError(f"{option}: expected JSON, found {text!r}: {error}") from error
    schema = yaml.safe_load(SCHEMA.read_text(encoding="utf-8"))
    key = schema["properties"]["data"]["properties"][option.removeprefix("--")]
    mistakes = Draft202012Validator(schema).evolve(schema=key).iter_errors(value)
    if mistake := next(mistakes, None):
        raise InputError(describe(option, mistake))
    return value


def of_shape(config: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
    for error in Draft202012Validator(schema).iter_errors(config):
        yield describe("", error)


def of_meaning(config: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
    """Mistakes in the grids, whose values are those of ``defaults``, and in what is varied together."""
    settings = Draft202012Validator(schema["properties"]["defaults"])
    for name, experiment in config["experiments"].items():
        place = f"experiments.{name}.grid"
        errors = {
            describe(place, error): None
            for combination in combinations(experiment["grid"])
            for error in settings.iter_errors(combination)
        }
        yield from errors
        if errors:
            continue
        try:
            study = {"defaults": config.get("defaults", {}), "seeds": [0], "grid": experiment["grid"]}
            rows = configurations(study)
        except (ValueError, TypeError) as error:
            yield f"{place}: {error}"
            continue
        names = [row.runs[0].name for row in rows]
        if not names:
            yield f"{place}: expected at least one combination, found an empty list of values"
        for name_twice in {name for name in names if names.count(name) > 1}:
            yield f"{place}: the configuration {name_twice} stands in it more than once"
        if experiment.get("figure") == "heat_map" and len(rows[0].varied) not in (2, 3):
            yield f"{place}: a heat map shows two or three varied settings, found {len(rows[0].varied)}"


def describe(place: str, error: ValidationError) -> str:
    """One line for a schema's objection."""
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.path)
    key = f"{place}{path}".lstrip(".")
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        known = list(error.schema["properties"])
        for unknown in sorted(set(error.instance) - set(known), key=str):
            close = difflib.get_close_matches(str(unknown), known, n=1)
            hint = f"did you mean {close[0]}?" if close else f"known: {', '.join(known)}"
            return f"{key}.{unknown}: unknown key; {hint}".lstrip(".")
    if error.validator == "type" and isinstance(error.instance, str) and error.schema["type"] == "number":
        return f"{key}: {error.message} (YAML reads 1e-3 as text; write 0.001 or 1.0e-3)"
    return f"{key or 'top level'}: {error.message}"
