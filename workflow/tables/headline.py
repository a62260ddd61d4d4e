"""The study's best configuration: what it is, and how it does on the test set."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, NamedTuple

import pandas as pd

import mlp

HYPER_PARAMETERS = [field.name for field in fields(mlp.Settings) if field.name != "seed"]


class Headline(NamedTuple):
    """The best configuration of a study, by validation accuracy."""

    configurations: int  # from which it was chosen
    values: dict[str, Any]  # its values of the hyper-parameters that vary in the study
    experiment: str  # to which it belongs: of several, the one that gave it the most seeds
    row: pd.Series  # of that experiment's table


def headline(best: dict[str, Any], runs: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> Headline:
    """The headline of a study.

    Args:
        best: the summary of the best run.
        runs: the table of all runs.
        tables: those of the study's experiments, by name.
    """
    configurations = runs.groupby(HYPER_PARAMETERS, sort=False)
    chosen = configurations.get_group(tuple(best["settings"][name] for name in HYPER_PARAMETERS))
    experiment, row = max(
        (
            (name, tables[name].loc[int(row)])
            for run in chosen.itertuples()
            for name, row in zip(str(run.experiments).split(), str(run.rows).split(), strict=True)
        ),
        key=lambda place: place[1]["seeds"],
    )
    return Headline(
        configurations=configurations.ngroups,
        values={name: best["settings"][name] for name in HYPER_PARAMETERS if runs[name].nunique() > 1},
        experiment=experiment,
        row=row,
    )
