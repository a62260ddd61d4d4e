"""The study in three sentences, from its tables."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, NamedTuple

import pandas as pd

import mlp
from workflow.report.catalogue import Text, joined, name_of, say
from workflow.report.sentences.reference import comparable
from workflow.tables.frames import completed
from workflow.tables.statistics import interval


class Summary(NamedTuple):
    """What stands at the top of the report."""

    figure: str  # mean test accuracy of the best configuration, in per cent, with its interval
    sentences: list[Text]


def summary(best: dict[str, Any], runs: pd.DataFrame, experiments: Sequence[dict[str, Any]]) -> Summary:
    """The best configuration, what each experiment moved, and how many rows are above the source.

    Args:
        best: the summary of the best run.
        runs: the table of all runs.
        experiments: ``title`` and ``table`` of each.
    """
    settings = [field.name for field in fields(mlp.Settings) if field.name != "seed"]
    configurations = runs.groupby(settings, sort=False)
    chosen = configurations.get_group(tuple(best["settings"][name] for name in settings))
    test = 100 * chosen["test_accuracy"]
    half = interval(test)
    figure = f"{test.mean():.2f}" + ("" if pd.isna(half) else f" ± {half:.2f}")
    varied = [name for name in settings if runs[name].nunique() > 1]
    sentences = [
        say(
            f"findings.summary.{'result' if len(test) > 1 else 'result_one_seed'}",
            n=configurations.ngroups,
            name=joined(
                joined([name_of("settings", name), name_of("values", best["settings"][name])], "equals")
                for name in varied
                if name in ("hidden_layers", "hidden_size", "learning_rate", "schedule", "l2")
            ),
            accuracy=figure,
            seeds=len(test),
        )
    ]
    spreads = []
    for experiment in experiments:
        means = completed(experiment["table"])["validation_accuracy"]
        if len(means) > 1:
            reach = means.max() - means.min()
            text = say("findings.summary.spread", range=f"{reach:.2f}", title=experiment["title"])
            spreads.append((reach, text))
    if spreads:
        ranked = [text for _, text in sorted(spreads, key=lambda pair: -pair[0])]
        sentences.append(say("findings.summary.spreads", spreads=joined(ranked)))
    for experiment in experiments:
        if "source_test_accuracy" in experiment["table"]:
            rows = comparable(experiment["table"])
            if len(rows):
                above = int((rows["difference"] > 0).sum())
                sentences.append(say("findings.summary.source", k=above, n=len(rows)))
    return Summary(figure, sentences)
