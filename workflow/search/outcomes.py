"""What a search has tried, and how each configuration did at its rungs and at its end."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import mlp
from workflow.base.readers import read_json
from workflow.configuration.experiments import Configuration, configurations
from workflow.runs.names import name_of
from workflow.search.halving import halve


class Trial(NamedTuple):
    """A configuration that was tried."""

    generation: int
    configuration: Configuration
    accuracies: dict[int, float]  # mean validation accuracy in per cent by epochs; -inf if a seed diverged
    dropped_after: int | None  # epochs; None if it was trained to its end


def at_rung(rungs: Path, runs: list[mlp.Settings], epochs: int) -> float:
    """The mean validation accuracy of a configuration's runs at a rung, in per cent; -inf if one diverged."""
    paths = [rungs / str(epochs) / f"{name_of(run)}.json" for run in runs]
    return _mean([read_json(path, ["validation_accuracy"])["validation_accuracy"] for path in paths])


def at_end(folder: Path, runs: list[mlp.Settings]) -> float:
    """The same at the end of training."""
    summaries = [read_json(folder / name_of(run) / "run.json", ["outcome", "final"]) for run in runs]
    return _mean([each["final"]["validation_accuracy"] if _whole(each) else None for each in summaries])


def _whole(summary: dict[str, Any]) -> bool:
    return bool(summary["outcome"] == "completed")


def _mean(values: list[float | None]) -> float:
    found = [value for value in values if value is not None]
    return 100 * float(np.mean(found)) if len(found) == len(values) else -math.inf


def trials_of(tried: dict[str, Any], rungs: Path, folder: Path) -> list[Trial]:
    """All trials, in the order in which they were proposed.

    Args:
        tried: the ``experiment``, with the configurations of all generations so far; the ``factor`` of its
            halving; and its ``parts``, each with a ``generation``, the ``rows`` that were compared with each
            other and the ``rungs`` at which they were.
        rungs: folder of what the runs had at each rung.
        folder: that of the runs that are finished.
    """
    rows = configurations(tried["experiment"])
    found = {row: trial for part in tried["parts"] for row, trial in _of(part, rows, tried, rungs, folder)}
    return [found[row] for row in sorted(found)]


def _of(
    part: dict[str, Any], rows: list[Configuration], tried: dict[str, Any], rungs: Path, folder: Path
) -> Iterator[tuple[int, Trial]]:
    """The trials of a part, by row."""
    members = part["rows"]
    accuracies: dict[int, dict[int, float]] = {row: {} for row in members}
    dropped: dict[int, int] = {}
    left = members

    def score(number: int, epochs: int) -> float:
        return at_rung(rungs, rows[members[number]].runs, epochs)

    for rung in halve(len(members), part["rungs"], tried["factor"], score):
        for number, accuracy in rung.scores.items():
            accuracies[members[number]][rung.epochs] = accuracy
        left = [members[number] for number in rung.promoted]
        dropped |= {row: rung.epochs for row in members if row not in left and row not in dropped}
    for row in left:
        accuracies[row][rows[row].runs[0].epochs] = at_end(folder, rows[row].runs)
    for row in members:
        yield row, Trial(part["generation"], rows[row], accuracies[row], dropped.get(row))
