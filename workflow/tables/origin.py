"""What a finished study was made from, as its results say: configuration, data, code and versions."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from workflow.base.errors import InputError
from workflow.base.integrity import read_record, records_beside
from workflow.base.readers import read_json, read_table
from workflow.data.samples import PARTS
from workflow.runs.columns import ACCURACIES
from workflow.runs.records import read_summary

CODE = "code.json"
ERRORS = [
    "validation_error_runs",
    "test_error_runs",
]  # of means over seeds: the part of the images is left out


class Study(NamedTuple):
    """What a study has to be compared by."""

    folder: Path  # its results
    tables: dict[str, pd.DataFrame]  # by experiment
    origin: dict[str, Any]  # of its runs: data, code, versions
    code: dict[str, str]  # the SHA-256 of every statement that trained them, by file and name


def read_study(folder: Path) -> Study:
    """A study by its results, or the folder that holds them.

    Raises:
        InputError: no finished study is there.
    """
    results = folder / "results" if (folder / "results").is_dir() else folder
    names = sorted(
        path.name.removesuffix("-ensembles.csv") for path in results.glob("tables/*-ensembles.csv")
    )
    if not names:
        raise InputError(
            f"{folder}: expected the results of a finished study, found no table of an experiment"
        )
    tables = {}
    for name in names:
        chance = read_table(results / f"tables/{name}-ensembles.csv", ERRORS)
        tables[name] = read_table(results / f"tables/{name}.csv", ["seeds", *ACCURACIES]).join(chance[ERRORS])
    first = read_table(results / "tables/runs.csv", ["run"])["run"][0]
    summary = read_summary(results / "runs", first)
    code = read_json(results / CODE, []) if (results / CODE).exists() else {}
    return Study(results, tables, {key: summary[key] for key in ("data", "code", "versions")}, code)


def configuration(study: Study, name: str) -> dict[str, str]:
    """What an experiment's table was made from, by key, as its record has it."""
    table = study.folder / f"tables/{name}.csv"
    for path in records_beside(table):
        record = read_record(path) if path.exists() else None
        if record and table.name in record.files:
            experiment = [json.loads(word) for word in record.arguments if word.startswith("{")]
            made = {"code of the table": (record.code or "none")[:12]}
            options = [word[2:].split("=", 1) for word in record.arguments if word.startswith("--margin=")]
            return {
                key: text for each in (*experiment, dict(options), made) for key, text in flat(each).items()
            }
    return {}


def flat(value: Any, key: str = "") -> dict[str, str]:
    """A JSON object's values by their path, such as ``defaults.epochs``."""
    if isinstance(value, dict) and value:
        return {path: text for name in value for path, text in flat(value[name], f"{key}.{name}").items()}
    return {key.removeprefix("."): value if isinstance(value, str) else json.dumps(value)}


def differences(ours: dict[str, Any], theirs: dict[str, Any], what: str) -> Iterator[str]:
    """A line for each key that has another value, or is only in one."""
    for key in sorted({*ours, *theirs}):
        if ours.get(key) != theirs.get(key):
            yield f"{what} {key}: {ours.get(key, 'none')} → {theirs.get(key, 'none')}"


def made_differently(ours: Study, theirs: Study) -> Iterator[str]:
    """A line for each difference in data, code, versions and configuration."""
    for part in PARTS:
        if ours.origin["data"][part] != theirs.origin["data"][part]:
            yield f"data: another {part} part"
    if ours.origin["code"] != theirs.origin["code"]:
        yield "code: the runs were trained by other code"
    if ours.code and theirs.code:
        for name in sorted({*ours.code, *theirs.code}):
            if ours.code.get(name) != theirs.code.get(name):
                yield f"code: {name}"
    yield from differences(ours.origin["versions"], theirs.origin["versions"], "version of")
    for name in sorted({*ours.tables} & {*theirs.tables}):
        mine, yours = (configuration(study, name) for study in (ours, theirs))
        if mine and yours:  # an older study has no records of it
            yield from differences(mine, yours, f"{name}:")
