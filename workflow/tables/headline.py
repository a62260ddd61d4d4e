"""The study's best configuration: what it is, and how it does on the test set."""

from dataclasses import fields
from typing import Any, NamedTuple

import pandas as pd

import mlp
from workflow.tables.statistics import interval

HYPER_PARAMETERS = [field.name for field in fields(mlp.Settings) if field.name != "seed"]


class Headline(NamedTuple):
    """The best configuration of a study, by validation accuracy."""

    configurations: int  # from which it was chosen
    values: dict[str, Any]  # its values of the hyper-parameters that vary in the study
    seeds: int
    accuracy: float  # mean test accuracy over its seeds, in per cent
    interval: float  # half the width of its confidence interval, in points; missing for one seed


def headline(best: dict[str, Any], runs: pd.DataFrame) -> Headline:
    """The headline of a study.

    Args:
        best: the summary of the best run.
        runs: the table of all runs.
    """
    configurations = runs.groupby(HYPER_PARAMETERS, sort=False)
    chosen = configurations.get_group(tuple(best["settings"][name] for name in HYPER_PARAMETERS))
    test = 100 * chosen["test_accuracy"]
    return Headline(
        configurations=configurations.ngroups,
        values={name: best["settings"][name] for name in HYPER_PARAMETERS if runs[name].nunique() > 1},
        seeds=len(test),
        accuracy=test.mean(),
        interval=interval(test),
    )
