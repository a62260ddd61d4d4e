"""Write docs/configuration.md: every key of the configuration, from its schema."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from workflow.base.errors import user_errors_as_one_line
from workflow.base.files import atomic_write
from workflow.configuration.schema import read_schema

OPENING = """# Configuration

Every key of `config.yaml`. `make docs` makes this page from `workflow/schemas/config.schema.yaml` and, for
`defaults`, from `mlp/settings.py`. A mistake in a configuration is reported in one line that names the key,
before anything runs.

| key | value | default | meaning |
|---|---|---|---|
"""
BOUNDS = {
    "minimum": "at least {}",
    "exclusiveMinimum": "above {}",
    "maximum": "at most {}",
    "exclusiveMaximum": "below {}",
    "minItems": "at least {} of them",
    "maxItems": "at most {} of them",
}


def keys(
    schema: dict[str, Any], definitions: dict[str, Any], place: str = ""
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key below a schema, with its own schema; ``NAME`` stands for a name that one may choose."""
    within = {**schema.get("properties", {})}
    if isinstance(schema.get("additionalProperties"), dict):
        within["NAME"] = schema["additionalProperties"]
    if isinstance(schema.get("items"), dict):
        yield from keys(schema["items"], definitions, f"{place}[]")
    for name, inner in within.items():
        whole = {**definitions.get(inner.get("$ref", "").removeprefix("#/$defs/"), {}), **inner}
        path = f"{place}.{name}".removeprefix(".")
        yield path, whole
        yield from keys(whole, definitions, path)


def value(schema: dict[str, Any]) -> str:
    """What a key may hold, in words."""
    if "enum" in schema:
        return ", ".join(f"`{choice}`" for choice in schema["enum"])
    kind = schema.get("type", "")
    words = [" or ".join(kind) if isinstance(kind, list) else str(kind)]
    words += [text.format(schema[bound]) for bound, text in BOUNDS.items() if bound in schema]
    return ", ".join(word for word in words if word)


def reference() -> str:
    """The page."""
    schema = read_schema()
    rows = []
    for key, inner in keys(schema, schema.get("$defs", {})):
        default = f"`{inner['default']}`" if "default" in inner else ""
        meaning = " ".join(inner.get("description", "").split()).replace("|", "\\|")
        rows.append(f"| `{key}` | {value(inner)} | {default} | {meaning} |\n")
    return OPENING + "".join(rows)


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path, help="the page, to write")
    args = parser.parse_args(argv)
    with atomic_write(args.output) as output:
        output.write_text(reference(), encoding="utf-8")


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
