"""Check the values of the config file before anything runs: their form, and what they mean together."""

import math
import os
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from typing import Any

from workflow.base.errors import InputError
from workflow.configuration.experiments import (
    canonical,
    configurations,
    experiments_of,
    generations_of,
    values_of,
)
from workflow.configuration.judging import evaluation_errors, seed_errors
from workflow.configuration.schema import Validator, describe, one_line, read_schema
from workflow.configuration.searches import halving_errors, search_errors

MAX_RUNS = 100_000  # planning more takes minutes and gigabytes: docs/costs/growth.md
MAX_MISTAKES = 10  # what a person reads
MAX_TEXT = 100_000  # bytes of all grids and seeds, or titles: an argument of a command has at most 131,072


def check(config: dict[str, Any]) -> None:
    """Check the config file's values against the schema, and what they mean together.

    Raises:
        InputError: one line per mistake, with the key, what was expected and what was found.
    """
    schema = read_schema()
    mistakes = list(schema_errors(config, schema)) or (
        list(data_errors(config["data"]))
        + (
            list(seed_errors(config))
            or list(evaluation_errors(config))
            or list(search_errors(config))
            or list(value_errors(config, schema))  # before size_errors, which writes them as JSON
            or list(size_errors(config, schema))
            or list(meaning_errors(config))
        )
    )
    if len(mistakes) > MAX_MISTAKES:
        mistakes[MAX_MISTAKES:] = [f"and {len(mistakes) - MAX_MISTAKES:,} more mistakes"]
    if mistakes:
        raise InputError("\n".join(f"configuration: {one_line(mistake)}" for mistake in mistakes))


def check_folders() -> None:
    """Check the working folder, in which Snakemake would fail without saying what to do.

    Raises:
        InputError: results is no folder, or Snakemake's records cannot be written.
    """
    if os.path.lexists("results") and not os.path.isdir("results"):
        raise InputError("results: expected a folder, found a file or a broken link; move it away")
    records = Path(".snakemake")
    place = records if records.exists() else Path()
    if not os.access(place, os.W_OK):
        raise InputError(
            f"{place.absolute()}: expected a folder for Snakemake's records, found one that cannot be "
            "written to; name another working folder with --directory"
        )


def schema_errors(config: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
    for error in Validator(schema).iter_errors(config):
        yield describe("", error)


def data_errors(data: dict[str, Any]) -> Iterator[str]:
    """Classes whose names a reader could not tell apart, and files with the same name."""
    seen: dict[str, str] = {}
    for name in data["classes"]:
        read = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
        if read in seen:
            yield f"data.classes: {name!r} reads like {seen[read]!r}; they must differ by more than case"
        seen[read] = name
    for name, times in Counter(file["name"] for file in data["files"].values()).items():
        if times > 1:
            yield f"data.files: expected four different names, found {name} {times} times"


def size_errors(config: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
    """Grids that no machine would finish; they are counted, not built."""
    experiments = experiments_of({"seeds": schema["properties"]["seeds"]["default"]} | config)
    rest = MAX_RUNS
    for name, experiment in experiments.items():
        rows = sum(math.prod(map(len, part.values())) for part in values_of(experiment["grid"]))
        rows += sum(generations_of(config["experiments"][name])[1:])
        runs = rows * len(experiment["seeds"])
        if runs > rest:
            yield (
                f"{place_of(config, name)}: expected at most {MAX_RUNS:,} runs in all experiments, found "
                f"{rows:,} configurations with {len(experiment['seeds']):,} seeds"
            )
            return
        rest -= runs
    titles = {
        name: {
            "title": each["title"],
            "figure": each.get("figure", "curves"),
            "margin": each.get("margin", 0.5),
        }
        for name, each in config["experiments"].items()
    }
    # What is proposed later takes about as much as what is drawn first.
    grown = {
        name: experiment | {"grid": [experiment["grid"]] * math.ceil(sum(sizes) / sizes[0])}
        for name, experiment in experiments.items()
        if (sizes := generations_of(config["experiments"][name]))
    }
    for what, value in (("grids and seeds", experiments | grown), ("titles", titles)):
        if (size := len(quote(canonical(value)).encode())) > MAX_TEXT:
            yield f"experiments: expected at most {MAX_TEXT:,} bytes of {what}, found {size:,}"


def place_of(config: dict[str, Any], name: str) -> str:
    """The key under which an experiment has its hyper-parameters."""
    return f"experiments.{name}.{'sample.space' if 'sample' in config['experiments'][name] else 'grid'}"


def value_errors(config: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
    """Mistakes in the values of the grids, by the schema of ``defaults``; the first per hyper-parameter."""
    settings = Validator(schema["properties"]["defaults"])
    for name, experiment in experiments_of({"seeds": [0]} | config).items():
        place = place_of(config, name)
        for key, values in config["experiments"][name].get("sample", {}).get("space", {}).items():
            if isinstance(values, dict) and (bounds := next(iter(values.values()))) != sorted(bounds):
                yield f"{place}.{key}: expected the lower bound first, found {bounds}"
        found: dict[str, str] = {}
        for part in values_of(experiment["grid"]):
            for key, values in part.items():
                for value in values:
                    for error in settings.iter_errors({key: value}):
                        found.setdefault(key, describe(place, error))
                if not values:
                    found[key] = f"{place}.{key}: expected at least one value, found an empty list"
        yield from found.values()


def meaning_errors(config: dict[str, Any]) -> Iterator[str]:
    """Combinations that make no sense."""
    if all(experiment.get("on_request") for experiment in config["experiments"].values()):
        yield "experiments: expected at least one that is not on_request"
    for name, experiment in experiments_of({"seeds": [0]} | config).items():
        place = place_of(config, name)
        try:
            rows = configurations(experiment)
        except InputError as error:
            yield f"{place}: {error}"
            continue
        yield from halving_errors(f"experiments.{name}", config["experiments"][name], rows)
        values = {row.runs[0]: row.varied for row in rows}
        for settings, times in Counter(row.runs[0] for row in rows).items():
            if times > 1:
                yield f"{place}: expected each configuration once, found {values[settings]} {times} times"
        varied = len(rows[0].varied)
        if config["experiments"][name].get("figure") == "heat_map" and varied not in (2, 3):
            yield f"{place}: a heat map shows two or three varied hyper-parameters, found {varied}"
