"""The study in a few sentences."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from workflow.report.catalogue import Text, listed, say
from workflow.report.sentences.phrases import settings
from workflow.report.sentences.reference import above
from workflow.tables.frames import completed
from workflow.tables.headline import Headline
from workflow.tables.reference import FIGURE, comparison


class Summary(NamedTuple):
    """The top of the report."""

    figure: str  # mean test accuracy of the best configuration, in per cent, with its interval
    sentences: list[Text]
    values: list[Text]  # of the best configuration: the hyper-parameters that the study varies


def summary(best: Headline, tables: Sequence[tuple[Text, pd.DataFrame]]) -> Summary:
    """The best configuration, what each experiment changed, and how many rows beat the reference report.

    Args:
        best: the best configuration.
        tables: the title and the table of each experiment.
    """
    figure = f"{best.accuracy:.2f}" + ("" if pd.isna(best.interval) else f" ± {best.interval:.2f}")
    key = "result" if best.configurations > 1 else "result_only"
    sentences = [say(f"findings.summary.{key}", n=best.configurations, accuracy=figure, seeds=best.seeds)]
    spreads = []
    for title, table in tables:
        means = completed(table)["validation_accuracy"]
        if len(means) > 1:
            spread = means.max() - means.min()
            text = say("findings.summary.spread", range=f"{spread:.2f}", title=title)
            spreads.append((spread, text))
    if spreads:
        ranked = [text for _, text in sorted(spreads, key=lambda pair: -pair[0])]
        sentences.append(say("findings.summary.spreads", spreads=listed(ranked)))
    compared = [comparison(table) for _, table in tables if FIGURE in table]
    sentences += [above(found) for found in compared if found]
    return Summary(figure, sentences, settings(best.values))
