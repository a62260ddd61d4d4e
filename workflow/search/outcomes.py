"""How each configuration of a search did at its rungs and at its end, and how a table says that."""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

import mlp
from workflow.base.files import atomic_writes
from workflow.base.readers import read_json
from workflow.configuration.experiments import Configuration, configurations
from workflow.runs.names import name_of
from workflow.search.halving import DROPPED, halve
from workflow.search.trials import AFTER


class Trial(NamedTuple):
    """A configuration that was tried."""

    configuration: Configuration
    accuracies: dict[int, float]  # mean validation accuracy in per cent by epochs; -inf if a seed diverged
    dropped_after: int | None  # epochs; None if it was not dropped


def at_rung(rungs: Path, runs: list[mlp.Settings], epochs: int) -> float:
    """The mean validation accuracy of a configuration's runs at a rung, in per cent; -inf if one diverged."""
    paths = [rungs / str(epochs) / f"{name_of(run)}.json" for run in runs]
    return mean(read_json(path, ["validation_accuracy"])["validation_accuracy"] for path in paths)


def at_end(folder: Path, runs: list[mlp.Settings]) -> float:
    """The same at the end of training."""
    found = [read_json(folder / name_of(run) / "run.json", ["outcome", "final"]) for run in runs]
    return mean(
        run["final"]["validation_accuracy"] if run["outcome"] == "completed" else None for run in found
    )


def mean(accuracies: Iterable[float | None]) -> float:
    found = list(accuracies)
    return -math.inf if None in found else 100 * float(np.mean(found))  # type: ignore[arg-type]


def halved(
    rows: Sequence[Configuration], rungs: Sequence[int], factor: int, within: Sequence[str], folder: Path
) -> list[Trial]:
    """Configurations that were compared at these rungs, up to the last of them.

    Each is compared with those that have the same values of the hyper-parameters ``within``.
    """
    accuracies: list[dict[int, float]] = [{} for _ in rows]
    dropped: list[int | None] = [None] * len(rows)

    def score(row: int, epochs: int) -> float:
        return at_rung(folder, rows[row].runs, epochs)

    def group(row: int) -> tuple[Any, ...]:
        return tuple(getattr(rows[row].runs[0], name) for name in within)

    for rung in halve(len(rows), rungs, factor, score, group):
        for row, accuracy in rung.scores.items():
            accuracies[row][rung.epochs] = accuracy
            if row not in rung.promoted:
                dropped[row] = rung.epochs
    return [Trial(*each) for each in zip(rows, accuracies, dropped, strict=True)]


def trials_of(tried: dict[str, Any], rungs: Path, folder: Path) -> list[Trial]:
    """All trials, in the order in which they were proposed, with what they had at their end.

    Args:
        tried: the ``experiment``, with the configurations of all generations so far; its ``halving``, with a
            ``factor`` and the hyper-parameters ``within`` which it compares; and its ``parts``, each with a
            ``generation``, the ``rows`` that were compared and the ``rungs`` at which they were.
        rungs: folder of what the runs had at each rung.
        folder: that of the runs that are finished.
    """
    rows = configurations(tried["experiment"])
    found: dict[int, Trial] = {}
    for part in tried["parts"]:
        members = [rows[row] for row in part["rows"]]
        halves = halved(members, part["rungs"], **tried["halving"], folder=rungs)
        found |= zip(part["rows"], halves, strict=True)
    for trial in found.values():
        if trial.dropped_after is None:
            runs = trial.configuration.runs
            trial.accuracies[runs[0].epochs] = at_end(folder, runs)
    return [found[row] for row in sorted(found)]


def tabulated(trials: list[Trial]) -> pd.DataFrame:
    """One row per trial: the varied hyper-parameters, the accuracy at each rung, where it was dropped."""
    table = pd.DataFrame([trial.configuration.varied for trial in trials])
    for epochs in sorted({epochs for trial in trials for epochs in trial.accuracies}):
        seen = pd.Series([trial.accuracies.get(epochs, math.nan) for trial in trials])
        table[f"{AFTER}{epochs}"] = seen.replace(-math.inf, math.nan).round(4)
    table[DROPPED] = pd.array([trial.dropped_after for trial in trials], "Int64")
    return table


def write_table(table: pd.DataFrame, path: Path) -> None:
    with atomic_writes(path) as (output,):
        table.convert_dtypes().to_csv(output, index=False, lineterminator="\n")
