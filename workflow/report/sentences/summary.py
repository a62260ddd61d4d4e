"""The study in a few sentences."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from workflow.report.catalogue import say
from workflow.report.sentences.phrases import accuracy, distance, named, settings, which
from workflow.tables.headline import Headline
from workflow.tables.verdicts import Verdicts, verdicts
from workflow.tables.words import Text, joined, source_name

BRIEF = 2  # configurations that the summary names, if their names are long


class Found(NamedTuple):
    """What there is about an experiment for the summary."""

    title: Text
    table: pd.DataFrame
    margin: float  # the difference that matters, in points
    variance: pd.DataFrame  # by source


class Summary(NamedTuple):
    """The top of the report."""

    figure: str  # mean test accuracy of the best configuration, in per cent, with its interval
    meaning: list[Text]  # of this figure
    values: list[Text]  # of the best configuration: the hyper-parameters that the study varies
    sentences: list[Text]
    answers: list[Text]  # one for each experiment


def summary(best: Headline, experiments: Mapping[str, Found]) -> Summary:
    """The best configuration, alone and as an ensemble; the cheapest as good; what each experiment found."""
    figure, seeds = accuracy(best.row, "test"), int(best.row["seeds"])
    key = "result" if best.configurations > 1 else "result_only"
    meaning = [say(f"findings.summary.{key}", n=best.configurations, seeds=seeds)]
    if pd.notna(best.row["test_interval"]):
        meaning.append(say("findings.summary.covers", seeds=seeds))
    sentences = []
    if seeds > 1 and pd.notna(best.row["test_ensemble"]):
        together = f"{best.row['test_ensemble']:.2f}"
        sentences.append(say("findings.summary.ensemble", accuracy=together, seeds=seeds))
    sentences += cheapest(experiments[best.experiment])
    answers = [answer(found) for found in experiments.values()]
    return Summary(figure, meaning, settings(best.values), sentences, answers)


def cheapest(found: Found) -> list[Text]:
    """The cheapest configuration that is as good as the best one, in the experiment of that one."""
    said = verdicts(found.table, found.margin)
    if said is None or said.as_good.empty:
        return []
    margin = f"{found.margin:g}"
    if said.cheapest.name == said.best.name:
        return [say("findings.summary.cheapest_best", margin=margin)]
    name, share = (
        named(found.table, said.cheapest),
        said.cheapest["multiply_adds"] / said.best["multiply_adds"],
    )
    return [
        say(
            "findings.summary.cheapest",
            title=found.title,
            name=name,
            share=f"{100 * share:.0f}",
            margin=margin,
        )
    ]


def answer(found: Found) -> Text:
    """What an experiment found, in one sentence."""
    said = verdicts(found.table, found.margin)
    parts = [say("findings.answer.none")] if said is None else [*by_verdict(found, said), *by_source(found)]
    return say("findings.answer.whole", title=found.title, parts=joined(parts, "sentence"))


def by_verdict(found: Found, said: Verdicts) -> list[Text]:
    """The best row and the others, by their verdicts."""
    parts = [say("findings.answer.best", name=named(found.table, said.best))]
    if said.others and not said.compared:
        return [*parts, say("findings.answer.one_seed")]
    if len(said.as_good):
        parts.append(
            say("findings.answer.as_good", names=which(found.table, said.as_good, said.others, BRIEF))
        )
    if len(said.worse):
        farthest = said.worse.loc[said.worse["below_best"].astype(float).idxmax()]
        names = which(found.table, said.worse, said.others, BRIEF)
        parts.append(
            say("findings.answer.worse", names=names, n=len(said.worse), distance=distance(farthest))
        )
    if len(said.open):
        parts.append(say("findings.answer.open", names=which(found.table, said.open, said.others, BRIEF)))
    return parts


def by_source(found: Found) -> list[Text]:
    """The hyper-parameter from which most of the differences between runs come, if one has more than half."""
    shares = found.variance.set_index("source")["share"].astype(float)
    if not shares.max() > 50:
        return []
    largest = shares.idxmax()
    return [say("findings.answer.source", name=source_name(str(largest)), share=f"{shares.max():.0f}")]
