"""The name of a run: its hyper-parameters in text, from which they can be read back."""

from dataclasses import fields

import mlp
from workflow.base.errors import InputError
from workflow.configuration.experiments import Experiment, configurations

# Bytes that file systems allow for a run's name, as its checkpoint has a longer one while it is written.
MAX_NAME = 255 - len("..0123456789abcdef.tmp")


def name_of(settings: mlp.Settings) -> str:
    """The hyper-parameters that differ from their defaults, sorted: ``flip=true~hidden_size=256~l2=0.01``.

    A comma in place of ``~`` would be lost on a cluster: Snakemake splits wildcards at commas when it hands
    a job on (its issue 2366), and another run would be trained.
    """
    departures = [
        f"{field.name}={getattr(settings, field.name)}".lower()  # true, as in the configuration
        for field in sorted(fields(settings), key=lambda field: field.name)
        if getattr(settings, field.name) != field.default
    ]
    return "~".join(departures) or "default"


def settings_of(name: str) -> mlp.Settings:
    """The hyper-parameters that a name stands for: the inverse of :func:`name_of`.

    Raises:
        InputError: the name is not the one that :func:`name_of` gives to any settings.
    """
    types = {field.name: field.type for field in fields(mlp.Settings)}
    values: dict[str, object] = {}
    for part in name.split("~") if name != "default" else []:
        key, _, text = part.partition("=")
        if key not in types:
            raise InputError(
                f"unknown hyper-parameter {key!r} in run name {name!r}; known: {', '.join(types)}"
            )
        read = types[key]
        try:
            if read is bool:
                values[key] = text == "true"
            else:
                values[key] = read(text) if isinstance(read, type) else text
        except ValueError as error:
            raise InputError(f"{key} in run name {name!r}: {error}") from error
    try:
        settings = mlp.Settings(**values)  # type: ignore[arg-type]
    except ValueError as error:
        raise InputError(f"run name {name!r}: {error}") from error
    if name_of(settings) != name:
        raise InputError(
            f"run name {name!r} is not canonical; these hyper-parameters are named {name_of(settings)!r}"
        )
    return settings


def names_of(experiment: Experiment) -> list[str]:
    """The names of an experiment's runs, in the order of its table and seeds."""
    return [name_of(run) for row in configurations(experiment) for run in row.runs]


def check_names(runs: dict[str, list[str]]) -> None:
    """Refuse names, by experiment, that would be too long for a file.

    Raises:
        InputError: one line for each experiment with such a name.
    """
    errors = [
        f"configuration: experiments.{experiment}: expected names of runs of at most {MAX_NAME} characters, "
        f"found {longest[:40]}... of {len(longest)}: write shorter numbers"
        for experiment, names in runs.items()
        if len(longest := max(names, key=len)) > MAX_NAME
    ]
    if errors:
        raise InputError("\n".join(errors))
