"""Check what the config file says of searches, before anything is drawn."""

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from workflow.configuration.experiments import Configuration, generations_of

MOST_OF_GP = 1000  # configurations: the time of a Gaussian process grows with their third power


def search_errors(config: dict[str, Any]) -> Iterator[str]:
    """Searches that lack a sample, or have one that says something else."""
    for name, experiment in config["experiments"].items():
        place, sizes = f"experiments.{name}", generations_of(experiment)
        halving, search = experiment.get("halving", {}), experiment.get("search", {})
        if "sample" not in experiment:
            if search:
                yield f"{place}.search: expected a sample, in whose space it proposes, found a grid"
            if halving.get("hyperband"):
                yield (
                    f"{place}.halving.hyperband: expected a sample, found a grid, whose order would decide "
                    "which configurations are compared early"
                )
        elif not sizes and "n" not in experiment["sample"]:
            yield f"{place}.sample: 'n' is a required property"
        elif search and isinstance(epochs := experiment["sample"]["space"].get("epochs"), list | dict):
            yield f"{place}.sample.space.epochs: expected a number, as trials are compared, found {epochs}"
        elif sizes and "n" in experiment["sample"]:
            yield f"{place}.sample.n: search.generations says how many are drawn; remove the line"
        if search.get("method") == "gp":
            if halving:
                yield (
                    f"{place}.search.method: expected tpe with halving, found gp, which learns only from "
                    "what was trained to its end"
                )
            if sum(sizes) > MOST_OF_GP:
                yield (
                    f"{place}.search.generations: expected at most {MOST_OF_GP:,} configurations with gp, "
                    f"found {sum(sizes):,}; tpe takes more"
                )
            if find_spec("torch") is None:
                yield f"{place}.search.method: gp needs PyTorch; install it, as `make peers` does, or use tpe"


def halving_errors(place: str, settings: dict[str, Any], rows: list[Configuration]) -> Iterator[str]:
    """Rungs that do not lead from few epochs to all of them; and figures for what has its own."""
    kinds = {"halving": "successive halving", "search": "a search in generations"}
    if "figure" in settings and (found := [kinds[key] for key in kinds if key in settings]):
        yield f"{place}.figure: {found[0]} has figures of its own; remove the line"
    if "halving" not in settings:
        return
    rungs = settings["halving"]["rungs"]
    if rungs != sorted(rungs):
        yield f"{place}.halving.rungs: expected rising numbers of epochs, found {rungs}"
    space = settings.get("sample", {}).get("space", {})
    for name in settings["halving"].get("within", []):
        if name not in rows[0].varied:
            yield (
                f"{place}.halving.within: expected hyper-parameters that the experiment varies, "
                f"found {name}; it varies {', '.join(rows[0].varied)}"
            )
        elif isinstance(space.get(name), dict):
            yield (
                f"{place}.halving.within: expected hyper-parameters with a list of values, found {name}, "
                "which has a range"
            )
    if other := {row.runs[0].epochs for row in rows} - {rungs[-1]}:
        yield (
            f"{place}.halving.rungs: expected the last to be the epochs of every configuration, found "
            f"{rungs[-1]} and {' and '.join(map(str, sorted(other)))}"
        )
