"""Tables with every hyper-parameter, and all sentences about them."""

from collections.abc import Iterator
from itertools import combinations, product
from typing import get_args

import pandas as pd
from sentences import NAN
from sentences import table as artificial
from tried import trials

import mlp
from workflow.report.catalogue import say
from workflow.report.sentences import search
from workflow.report.sentences.experiment import copied, course, ensemble, outcome, over_epochs
from workflow.report.sentences.reference import against_reference
from workflow.report.sentences.summary import Found, summary
from workflow.search.trials import Trials
from workflow.tables.effects import finals
from workflow.tables.frames import varied_columns
from workflow.tables.headline import Headline
from workflow.tables.reference import comparison
from workflow.tables.variance import BETWEEN, SEEDS
from workflow.tables.verdicts import best_of
from workflow.tables.words import Text


def values_of(name: str) -> list:
    """Values of each kind that a hyper-parameter can take."""
    kind = mlp.Settings.__annotations__[name]
    if kind is bool:
        return [False, True]
    return list(get_args(kind)) or ([1, 2, 10, 100] if kind is int else [0.0001, 0.25, 0.5, 0.9])


def table(names: list[str], means: list[float], seeds: int, half: float, diverged: int) -> pd.DataFrame:
    """An experiment's table; of its rows the first ones diverged, and each costs more than the one before."""
    chosen = list(product(*map(values_of, names)))[: len(means)]
    means = means[: len(chosen)]
    varied = pd.DataFrame(chosen, columns=names, dtype=object).infer_objects()
    rows = range(len(means))
    lost, cost = [int(row < diverged) for row in rows], [1e9 * (row + 1) for row in rows]
    made = artificial(varied, means, half=half, seeds=seeds, diverged=lost, cost=cost)
    made["test_accuracy"] = made["validation_accuracy"].mean() + 0.7 * (90 - made["validation_accuracy"])
    made["test_ensemble"] = made["test_accuracy"] + half - 0.2
    return made


def curves(made: pd.DataFrame, late: int) -> pd.DataFrame:
    """Curves of every run; in the first ``late`` rows validation loss falls to the end."""
    return pd.DataFrame(
        {
            "row": row,
            "seed": seed,
            "epoch": epoch,
            "training_loss": 1 / (row + epoch),
            "validation_loss": 1 / epoch if row < late else 1 + abs(epoch - 2 - row % 2) + row / 10,
            "validation_accuracy": made["validation_accuracy"][row] / 100 - (9 - epoch) * (row % 3) / 30,
            "test_accuracy": made["test_accuracy"][row] / 100,
        }
        for row in made.index
        for seed in range(made["seeds"][0])
        for epoch in range(1, 10)
    )


def about_search(names: list[str]) -> Iterator[Text]:
    """All sentences about what a search tried and what mattered."""
    for n, rungs, generations in (
        (1, (9,), 1),
        (2, (9,), 2),
        (7, (9,), 3),
        (9, (1, 3, 9), 1),
        (9, (3, 9), 4),
    ):
        made = trials(n, {"l2": [0, 0.1]}, lambda row: 80, rungs, generations)
        for lost in range(4):
            yield from search.tried(
                Trials(
                    made.assign(**{f"after_{rungs[-1]}": NAN})
                    if lost == 3
                    else made.assign(after_9=made["after_9"].mask(made.index < lost))
                )
            )
    columns = ["importance", "low", "high"]
    for values in ([0, 0, 0], [60, 50, 70], [9, 2, 70]):
        rows = [[*values], [10, 5, 20], [0, 0, 0]] if values[0] else [values] * 3
        shown = pd.DataFrame(rows[: len(names)], columns=columns)
        shown.insert(0, "hyper_parameter", names[:3])
        yield from search.importance(shown)
        yield from search.importance(shown.head(0))


def about(made: pd.DataFrame, late: int, shift: float) -> Iterator[Text]:
    """All sentences about an experiment; ``shift`` is how far the reference report is below the first row."""
    history = curves(made, late)
    runs = finals(made, history)
    yield from outcome(made, 0.5)
    yield from (copied(made.assign(copies=copies)) for copies in (9, 25))
    yield from course(made, runs)
    yield from ensemble(made, 0.5)
    yield from over_epochs(made, history)
    varied = varied_columns(made)
    sources = pd.DataFrame({"source": [*varied, BETWEEN.join(varied), SEEDS]})
    shares = [10.0 * (1 + number) for number in range(len(varied))]
    empty = sources.head(0).assign(share=[])
    if len(varied) > 1:  # a heat map has two or three
        yield from search.effects(made, runs)
        for interaction in (0.25, 12.0):
            yield from search.sources(sources.assign(share=[*shares, interaction, 60.0]))
        if len(varied) == 3:
            pairs = pd.DataFrame(
                {"source": map(BETWEEN.join, combinations(varied, 2)), "share": [0.1, 7, 0.2]}
            )
            yield from search.sources(pd.concat([sources.assign(share=[*shares, 0.5, 60.0]), pairs]))
        yield from search.sources(sources.assign(share=NAN))
        yield from search.sources(empty)
    yield from search.selection(made)
    yield from search.replayed(made, history)
    there = made["test_accuracy"].where(made.index < 6) - (shift + 2 * made.index)
    compared = made.assign(reference_test_accuracy=there, difference=made["test_accuracy"] - there)
    if both := comparison(compared):
        half = NAN if made["seeds"].max() == 1 else 0.5
        yield from against_reference(compared, both, pd.Series(half, both.rows.index))
    else:
        yield say("findings.reference.none")
    values = {name: values_of(name)[-1] for name in varied}
    place = best_of(made)
    best = Headline(len(made), values, "x", made.loc[0 if place is None else place])
    title = {"en": "Depth", "zh": "深度"}
    for variance in (empty, sources.assign(share=[*shares[1:], 80.0, 1.0, 0.5][: len(sources)])):
        top = summary(best, {"x": Found(title, made, 0.5, variance)})
        yield from top.meaning
        yield from top.sentences
        yield from top.answers
    assert len(top.values) == len(varied)  # each that varies is named
    for text in top.values:
        yield {"en": f"Its {text['en']}.", "zh": f"{text['zh']}。"}
