"""Check by what an experiment's configurations are judged: its seeds, and how images are evaluated."""

from collections.abc import Iterator
from typing import Any

from workflow.configuration.experiments import seeds_of


def seed_errors(config: dict[str, Any]) -> Iterator[str]:
    """Seeds by need that end before they begin, or that a search would have to wait for."""
    places = {"seeds": config.get("seeds")} | {
        f"experiments.{name}.seeds": experiment.get("seeds")
        for name, experiment in config["experiments"].items()
    }
    for place, seeds in places.items():
        if isinstance(seeds, dict) and seeds["to"] < seeds["from"]:
            yield f"{place}.to: expected at least {seeds['from']}, as in from, found {seeds['to']}"
    for name, experiment in config["experiments"].items():
        searched = [key for key in ("halving", "search") if key in experiment]
        if searched and isinstance(seeds_of({"seeds": []} | config, name), dict):
            why = f"as {searched[0]} compares means over it"
            yield f"experiments.{name}.seeds: expected a list of its own, {why}"


def evaluation_errors(config: dict[str, Any]) -> Iterator[str]:
    """Averages over copies where something else decides before there are any."""
    for name, experiment in config["experiments"].items():
        place = f"experiments.{name}"
        if "evaluation" not in experiment:
            continue
        for key in ("halving", "search"):
            if key in experiment:
                yield f"{place}.evaluation: expected no {key}, which compares single images"
        if experiment.get("figure", "curves") != "curves":
            yield f"{place}.figure: expected curves with evaluation, as the others show single images"
        if isinstance(seeds_of({"seeds": []} | config, name), dict):
            yield f"{place}.seeds: expected a list with evaluation, as seeds by need compare single images"
        if not experiment.get("on_request"):
            yield (
                f"{place}.evaluation: expected on_request: true, as the study compares its experiments by "
                "single images"
            )
