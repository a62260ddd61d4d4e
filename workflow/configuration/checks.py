"""Check the values of a configuration before anything runs: their shape, and what they mean."""

import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

from workflow.base.errors import InputError
from workflow.configuration.experiments import (
    Configuration,
    canonical,
    configurations,
    experiments_of,
    values_of,
)
from workflow.configuration.schema import Validator, describe, read_schema

MAX_RUNS = 100_000  # planning more takes minutes and gigabytes: docs/costs/growth.md
MAX_TEXT = 100_000  # bytes of all grids and seeds: Linux takes 131,072 in a command, which has more words


def check(config: dict[str, Any]) -> None:
    """Hold a configuration against the schema and against what the settings mean together.

    Raises:
        InputError: one line a mistake, each naming the key, what was found and what was expected.
    """
    schema = read_schema()
    mistakes = list(schema_errors(config, schema)) or (
        list(class_errors(config["data"]["classes"]))
        + (
            list(size_errors(config, schema))
            or list(value_errors(config, schema))
            or list(meaning_errors(config))
        )
    )
    if mistakes:
        raise InputError("\n".join(f"configuration: {mistake}" for mistake in mistakes))


def schema_errors(config: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
    for error in Validator(schema).iter_errors(config):
        yield describe("", error)


def class_errors(classes: list[str]) -> Iterator[str]:
    """Names that a reader would take for one another."""
    seen: dict[str, str] = {}
    for name in classes:
        read = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
        if read in seen:
            yield f"data.classes: {name!r} reads like {seen[read]!r}; case and spaces tell no names apart"
        seen[read] = name


def size_errors(config: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
    """Grids that no machine would finish, counted and not built."""
    experiments = experiments_of({"seeds": schema["properties"]["seeds"]["default"]} | config)
    rest = MAX_RUNS
    for name, experiment in experiments.items():
        rows = sum(math.prod(map(len, part.values())) for part in values_of(experiment["grid"]))
        runs = rows * len(experiment["seeds"])
        if runs > rest:
            yield (
                f"{place_of(config, name)}: expected at most {MAX_RUNS:,} runs in all experiments, found "
                f"{rows:,} configurations with {len(experiment['seeds']):,} seeds"
            )
            return
        rest -= runs
    if (size := len(canonical(experiments))) > MAX_TEXT:
        yield f"experiments: expected at most {MAX_TEXT:,} characters of grids and seeds, found {size:,}"


def place_of(config: dict[str, Any], name: str) -> str:
    """Where the settings of an experiment stand."""
    return f"experiments.{name}.{'sample.space' if 'sample' in config['experiments'][name] else 'grid'}"


def value_errors(config: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
    """Mistakes in the values of the grids, which are those of ``defaults``: the first of each setting."""
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
    """Mistakes in what is set and varied together."""
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
            yield f"{place}: a heat map shows two or three varied settings, found {varied}"


def halving_errors(place: str, settings: dict[str, Any], rows: list[Configuration]) -> Iterator[str]:
    """Rungs that are no way from few epochs to all of them."""
    if "halving" not in settings:
        return
    if "figure" in settings:
        yield f"{place}.figure: successive halving has figures of its own; remove the line"
    rungs = settings["halving"]["rungs"]
    if rungs != sorted(rungs):
        yield f"{place}.halving.rungs: expected rising numbers of epochs, found {rungs}"
    if other := {row.runs[0].epochs for row in rows} - {rungs[-1]}:
        yield (
            f"{place}.halving.rungs: expected the last to be the epochs of every configuration, found "
            f"{rungs[-1]} and {' and '.join(map(str, sorted(other)))}"
        )
