"""Hold a value against a JSON schema, and say in one line what it objects to."""

import difflib
import sys
from pathlib import Path

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

SCHEMA = Path(__file__).parents[1] / "schemas" / "config.schema.yaml"

# YAML has numbers that JSON has not: .nan, .inf, integers beyond any float; and 2.0 is no number of layers.
Validator = extend(
    Draft202012Validator,
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine_many(
        {
            "number": lambda _, value: type(value) in (int, float) and abs(value) <= sys.float_info.max,
            "integer": lambda _, value: type(value) is int,
        }
    ),
)


def describe(place: str, error: ValidationError) -> str:
    """One line for a schema's objection."""
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.path)
    key = f"{place}{path}".removeprefix(".")
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        known = list(error.schema["properties"])
        for unknown in sorted(set(error.instance) - set(known), key=str):
            close = difflib.get_close_matches(str(unknown), known, n=1)
            hint = f"did you mean {close[0]}?" if close else f"known: {', '.join(known)}"
            return f"{key}{'.' * bool(key)}{unknown}: unknown key; {hint}"
    if error.validator == "type" and isinstance(error.instance, str) and error.schema["type"] == "number":
        return f"{key}: {error.message} (YAML reads 1e-3 as text; write 0.001 or 1.0e-3)"
    if error.validator == "oneOf":
        return f"{key}: expected either a grid or a sample"
    if error.validator == "pattern" and "title" in error.schema:
        return f"{key}: expected {error.schema['title']}, found {error.instance!r}"
    return f"{key or 'top level'}: {error.message}"
