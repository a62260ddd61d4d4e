"""Sentences that compare an experiment with the reference report."""

import pandas as pd

from workflow.report.catalogue import say
from workflow.report.sentences.phrases import TESTED, accuracy, named
from workflow.tables.comparison import AS_GOOD, WORSE
from workflow.tables.reference import FIGURE, Comparison
from workflow.tables.verdicts import best_of
from workflow.tables.words import Text, name_of


def against_reference(table: pd.DataFrame, found: Comparison, half_widths: pd.Series) -> list[Text]:
    """Which conclusions of the reference report hold here, the most important first."""
    best = say(
        "findings.reference.best",
        name=named(table, found.best),
        there=f"{found.best[FIGURE]:.1f}",
        here=accuracy(found.best, "test"),
    )
    values = [best_value(name, means) for name, means in found.means.items()]
    return [*above(found, half_widths), best, conclusion(table, found), *values]


def above(found: Comparison, half_widths: pd.Series) -> list[Text]:
    """How many configurations beat the reference report by more than chance, and how far they all are."""
    difference = found.rows["difference"]
    low, high = f"{difference.min():.2f}", f"{difference.max():.2f}"
    if half_widths.isna().all():
        return [say("findings.reference.above_unknown", n=len(difference), low=low, high=high)]
    k, n = int((difference > half_widths).sum()), len(difference)
    key = "above_all" if k == n else "above_some" if k else "above_none"
    said = say(f"findings.reference.{key}", k=k, n=n, low=low, high=high, confidence=TESTED)
    return [said, say("findings.reference.counts")]


def conclusion(table: pd.DataFrame, found: Comparison) -> Text:
    """Whether the reference report's best configuration is the best here, or as good."""
    best = best_of(table)
    if found.best.name == best:
        return say("findings.reference.held")
    key = {AS_GOOD: "as_good", WORSE: "failed"}.get(found.best["verdict"], "open")
    return say(
        f"findings.reference.{key}", rank=found.rank, n=found.ranked, best=named(table, table.loc[best])
    )


def best_value(name: str, means: pd.DataFrame) -> Text:
    """The best value of a hyper-parameter, there and here."""
    (there, here), (gap_there, gap_here) = means.idxmax(), means.max() - means.min()
    key = "value_level" if gap_here == 0 else "value_same" if there == here else "value"
    return say(
        f"findings.reference.{key}",
        name=name_of("hyper_parameters", name),
        there=name_of("values", there),
        here=name_of("values", here),
        gap_there=f"{gap_there:.2f}",
        gap_here=f"{gap_here:.2f}",
    )
