"""Arguments in JSON: how a rule passes its program what is more than a word."""

import json
from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import Any

from workflow.configuration.experiments import FIGURES_OF
from workflow.configuration.schema import Validator, describe, read_schema

TEXTS = {"type": "array", "items": {"type": "string"}}
TEXT_BY_NAME = {"type": "object", "additionalProperties": {"type": "string"}}
EXPERIMENT = {
    "type": "object",
    "required": ["defaults", "seeds", "grid"],
    "properties": {
        "defaults": {"type": "object"},
        "seeds": {"type": "array", "minItems": 1},
        "grid": {"type": ["object", "array"], "items": {"type": "object"}, "minItems": 1},
        "rows": {"type": "array", "items": {"type": "integer", "minimum": 0}},
        "counts": {"type": "array", "items": {"type": "integer", "minimum": 1}},
    },
}
EXPERIMENTS = {"type": "object", "additionalProperties": EXPERIMENT}
PROMOTED = {"factor": {"type": "integer", "minimum": 2}, "within": TEXTS}
HALVING = {
    "type": "object",
    "required": ["experiment", "rungs", *PROMOTED],
    "properties": {
        "experiment": EXPERIMENT,
        "rungs": {"type": "array", "minItems": 1, "items": {"type": "integer", "minimum": 1}},
        **PROMOTED,
    },
}
TRIED = {
    "type": "object",
    "required": ["experiment", "halving", "parts"],
    "properties": {
        "experiment": EXPERIMENT,
        "halving": {
            "type": "object",
            "required": [*PROMOTED],
            "additionalProperties": False,
            "properties": PROMOTED,
        },
        "parts": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["generation", "rows", "rungs"],
                "properties": {
                    "generation": {"type": "integer", "minimum": 1},
                    "rows": {"type": "array", "items": {"type": "integer", "minimum": 0}},
                    "rungs": {"type": "array", "items": {"type": "integer", "minimum": 1}},
                },
            },
        },
    },
}
PROPOSED = {
    "type": "object",
    "required": ["sample", "method", "generation", "n"],
    "properties": {
        "sample": {"type": "object", "required": ["space"]},
        "method": {"enum": ["tpe", "gp"]},
        "generation": {"type": "integer", "minimum": 2},
        "n": {"type": "integer", "minimum": 1},
    },
}
NEED = {
    "type": "object",
    "required": ["experiment", "rounds", "seeds", "margin"],
    "properties": {
        "experiment": EXPERIMENT,
        "rounds": {"type": "array", "minItems": 1, "items": {"type": "integer", "minimum": 1}},
        "seeds": {"type": "integer", "minimum": 1},
        "margin": {"type": "number", "exclusiveMinimum": 0},
    },
}
SECTIONS = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "required": ["title", "figure", "margin"],
        "properties": {
            "title": {"type": "string"},
            "figure": {"enum": list(FIGURES_OF)},
            "margin": {"type": "number"},
        },
    },
}
DATA = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"name": {"type": "string"}, "noun": TEXT_BY_NAME},
}


def of_data(key: str) -> dict[str, Any]:
    """The JSON schema of a key under ``data`` in the config file."""
    schema = read_schema()
    shape: dict[str, Any] = schema["properties"]["data"]["properties"][key]
    return shape | {"$defs": schema["$defs"]}


def json_of(shape: dict[str, Any]) -> Callable[[str], Any]:
    """The ``type`` of an argument that is JSON and satisfies a JSON schema."""

    def read(text: str) -> Any:
        try:
            value = json.loads(text)
        except ValueError as error:
            raise ArgumentTypeError(f"expected JSON, found {text!r} ({error})") from error
        for mistake in Validator(shape).iter_errors(value):
            raise ArgumentTypeError(describe("", mistake))
        return value

    return read
