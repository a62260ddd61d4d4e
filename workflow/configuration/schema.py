"""The schema of a configuration, and what it objects to in one line."""

import ast
import difflib
import inspect
import sys
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import yaml
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

import mlp

# All but the hyper-parameters, whose part of the schema is made from mlp.Settings.
SCHEMA = Path(__file__).parents[1] / "schemas" / "config.schema.yaml"

# YAML has numbers that JSON has not: .nan, .inf, integers beyond any float; and 2.0 is no number of layers.
Validator = extend(
    Draft202012Validator,
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine_many(
        {
            "number": lambda _, value: type(value) in (int, float) and abs(value) <= sys.float_info.max,
            "integer": lambda _, value: type(value) is int and abs(value) <= sys.float_info.max,
        }
    ),
)

MAX_LINE = 500  # characters of a message

TYPES: dict[Any, dict[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
}
BOUNDS = {
    "at_least": "minimum",
    "above": "exclusiveMinimum",
    "at_most": "maximum",
    "below": "exclusiveMaximum",
}


def read_schema() -> dict[str, Any]:
    """The whole schema: that of the file, with the hyper-parameters."""
    schema: dict[str, Any] = yaml.safe_load(SCHEMA.read_text(encoding="utf-8"))
    schema["properties"]["defaults"] |= {"additionalProperties": False, "properties": hyper_parameters()}
    return schema


def hyper_parameters() -> dict[str, dict[str, Any]]:
    """The schema of each hyper-parameter; not of the seed, as a study has ``seeds``."""
    descriptions = {}
    for pair in pairwise(ast.walk(ast.parse(inspect.getsource(mlp.Settings)))):
        match pair:
            case ast.AnnAssign(target=ast.Name(name)), ast.Expr(ast.Constant(str(text))):
                descriptions[name] = text
    schemas: dict[str, dict[str, Any]] = {}
    for field in fields(mlp.Settings):
        if field.name != "seed":
            kind = TYPES.get(field.type) or {"enum": list(get_args(field.type))}
            bounds = {BOUNDS[bound]: limit for bound, limit in field.metadata.items()}
            texts = {"default": field.default, "description": descriptions[field.name]}
            schemas[field.name] = kind | bounds | texts
    return schemas


def describe(place: str, error: ValidationError) -> str:
    """One line for a schema's objection."""
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.path)
    key = f"{place}{path}".removeprefix(".")
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        known = list(error.schema["properties"])
        for unknown in sorted(set(error.instance) - set(known), key=str):
            close = difflib.get_close_matches(str(unknown), known, n=1)
            hint = f"did you mean {close[0]}?" if close else f"known: {', '.join(known)}"
            name = unknown if str(unknown).isidentifier() else repr(unknown)
            return f"{key}{'.' * bool(key)}{name}: unknown key; {hint}"
    if error.validator == "type" and isinstance(error.instance, str):
        numeric = error.schema["type"] in ("boolean", "integer", "number")
        if numeric and isinstance(yaml_value(error.instance), bool | int | float):
            return (
                f"{key}: {error.message} (what is in quotes, or in the brackets of --config, is text; write "
                "it without quotes in a file, for --configfile)"
            )
        if error.schema["type"] == "number":
            return f"{key}: {error.message} (YAML reads 1e-3 as text; write 0.001 or 1.0e-3)"
    if error.validator == "oneOf":
        return f"{key}: expected either a grid or a sample"
    no_text = error.validator == "type" and "propertyNames" in error.schema_path  # a key such as the number 5
    if "title" in error.schema and (error.validator == "pattern" or no_text):
        return f"{key}: expected {error.schema['title']}, found {error.instance!r}"
    return f"{key or 'top level'}: {error.message}"


def yaml_value(text: str) -> Any:
    """What YAML reads a text as."""
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        return text


def one_line(text: str) -> str:
    """A message without control characters, and of a length that is read: a value in it may have any."""
    text = "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)
    return text if len(text) <= MAX_LINE else f"{text[: MAX_LINE // 2]} ... {text[-MAX_LINE // 2 :]}"
