"""From an experiment of the config file to its configurations and runs."""

import itertools
import json
from typing import Any, NamedTuple

import mlp
from workflow.base.errors import InputError
from workflow.configuration.sampling import sampled

# The figures of each kind of experiment. The quantities of curves are columns of a run's history. Those of a
# search by halving or in generations show its trials, as its runs are only what was trained to the end.
FIGURES_OF = {
    "curves": ["learning_rate", "test_accuracy", "training_loss", "validation_loss"],
    "heat_map": ["heat_map", "variance", "effects", "parallel", "selection", "cost"],
    "search": ["parallel", "selection", "cost"],
    "halving": ["progress", "rungs", "importance", "dependence", "trials", "selection"],
    "proposed": ["progress", "importance", "dependence", "trials", "selection"],
}

Experiment = dict[str, Any]
"""All that the runs of an experiment depend on: ``defaults``, ``seeds`` and ``grid``.

With ``rows``, only those of its configurations are meant: the ones that successive halving has left. With
``counts``, each of them has only so many of the seeds: what it was given by need.
"""


class Configuration(NamedTuple):
    """One row of an experiment's table."""

    varied: dict[
        str, Any
    ]  # hyper-parameters that the experiment varies; None where this row's grid lacks one
    runs: list[mlp.Settings]  # one per seed


def experiments_of(config: dict[str, Any]) -> dict[str, Experiment]:
    """The experiments of a config file, each with the study's defaults, and its own seeds or the study's.

    A sample becomes a list of grids, one per draw; of a search in generations, those of the first. Seeds by
    need become all that there may be.
    """
    return {
        name: {
            "defaults": config.get("defaults", {}),
            "seeds": list(range(seeds["to"])) if isinstance(seeds, dict) else seeds,
            "grid": sampled(drawn(experiment)) if "sample" in experiment else experiment["grid"],
        }
        for name, experiment in config["experiments"].items()
        for seeds in [seeds_of(config, name)]
    }


def generations_of(experiment: dict[str, Any]) -> list[int]:
    """How many configurations are drawn first, and then proposed; none of an experiment that is no search."""
    generations: list[int] = experiment.get("search", {}).get("generations", [])
    return generations


def drawn(experiment: dict[str, Any]) -> dict[str, Any]:
    """The sample of an experiment, with the number of draws: the first generation of a search."""
    sample: dict[str, Any] = experiment["sample"]
    return sample | {"n": generations_of(experiment)[0]} if "search" in experiment else sample


def seeds_of(config: dict[str, Any], name: str) -> Any:
    """The seeds of an experiment, as the config file has them: a list, or by need from so many to so many."""
    return config["experiments"][name].get("seeds", config["seeds"])


def figure_kind(settings: dict[str, Any]) -> str:
    """The kind of an experiment, which decides its figures: a key of ``FIGURES_OF``."""
    if "halving" in settings:
        return "halving"
    return "proposed" if "search" in settings else str(settings["figure"])


def figures_of(name: str, kind: str) -> list[str]:
    """The names of the figures of an experiment of this kind."""
    return [f"{name}-{figure}" for figure in FIGURES_OF[kind]]


def values_of(grid: dict[str, Any] | list[dict[str, Any]]) -> list[dict[str, list[Any]]]:
    """A grid, or each of a list of grids, with a list of values for every hyper-parameter."""
    return [
        {key: value if isinstance(value, list) else [value] for key, value in part.items()}
        for part in (grid if isinstance(grid, list) else [grid])
    ]


def combinations(grid: dict[str, Any] | list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every combination of the values of a grid, or of each of a list of grids, in order."""
    return [
        dict(zip(part, values, strict=True))
        for part in values_of(grid)
        for values in itertools.product(*part.values())
    ]


def configurations(experiment: Experiment) -> list[Configuration]:
    """The rows of an experiment's table, in order.

    Raises:
        InputError: :class:`mlp.Settings` refuses a hyper-parameter.
    """
    chosen = combinations(experiment["grid"])
    keys = list(dict.fromkeys(key for combination in chosen for key in combination))
    varied = [key for key in keys if len({combination.get(key) for combination in chosen}) > 1]
    rows = experiment.get("rows", range(len(chosen)))
    counts = experiment.get("counts", [len(experiment["seeds"])] * len(rows))
    try:
        return [
            Configuration(
                {key: chosen[row].get(key) for key in varied or keys},
                [
                    mlp.Settings(**experiment["defaults"] | chosen[row], seed=seed)
                    for seed in experiment["seeds"][:count]
                ],
            )
            for row, count in zip(rows, counts, strict=True)
        ]
    except (ValueError, TypeError) as error:
        raise InputError(str(error)) from error


def canonical(value: Any) -> str:
    """The JSON text of a value: how any kind of value is passed to a program and compared by Snakemake."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
