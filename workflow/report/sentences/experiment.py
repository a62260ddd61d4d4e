"""Sentences about an experiment, made from its tables and its curves."""

import math

import pandas as pd

from workflow.report.catalogue import say
from workflow.report.sentences.phrases import FEW, TESTED, accuracy, between, distance, named, which
from workflow.tables.frames import COPIES, points
from workflow.tables.losses import losses
from workflow.tables.statistics import CONFIDENCE
from workflow.tables.verdicts import Verdicts, trend, verdicts
from workflow.tables.words import Text, joined, name_of


def outcome(table: pd.DataFrame, margin: float) -> list[Text]:
    """What an experiment found: the best row, those as good, those worse, the open ones, divergence.

    Args:
        table: the experiment's.
        margin: the difference that matters, in points.
    """
    found = verdicts(table, margin)
    if found:
        sentences = [leader(table, found), *rivals(table, found, margin)]
    else:
        sentences = [say("findings.none_completed")]
    if diverged := int(table["diverged"].sum()):
        sentences.append(say("findings.diverged", k=diverged, n=int(table["seeds"].sum())))
    return sentences


def leader(table: pd.DataFrame, found: Verdicts) -> Text:
    """The best row."""
    alone = "only" if len(table) == 1 else "only_completed"
    return say(
        f"findings.{alone if not found.others else 'leaders' if found.leaders > 1 else 'best'}",
        n=found.leaders,
        name=named(table, found.best),
        validation=accuracy(found.best, "validation"),
        test=accuracy(found.best, "test"),
    )


def rivals(table: pd.DataFrame, found: Verdicts, margin: float) -> list[Text]:
    """The other rows, by their verdicts."""
    if found.others and not found.compared:
        return [say("findings.one_seed")]
    sentences = []
    if len(found.as_good):
        names = which(table, found.as_good, found.others)
        as_good = say("findings.as_good", names=names, margin=f"{margin:g}", confidence=TESTED)
        sentences.append(joined([as_good, *cheapest(table, found)], "sentence"))
    if len(found.worse):
        sentences.append(say("findings.worse", each=worse(table, found)))
    if len(found.open):
        sentences.append(
            say(
                "findings.open",
                names=which(table, found.open, found.others),
                n=len(found.open),
                needed=found.needed,
                given=int(found.open["seeds"].max()),
            )
        )
    return sentences


def cheapest(table: pd.DataFrame, found: Verdicts) -> list[Text]:
    """The cheapest of the best row and those as good, unless all cost the same."""
    costs = pd.concat([found.as_good["multiply_adds"], pd.Series([found.best["multiply_adds"]])])
    if costs.nunique() < 2:
        return []
    if found.cheapest.name == found.best.name:
        return [say("findings.cheapest_best", n=len(found.as_good))]
    share = f"{100 * found.cheapest['multiply_adds'] / found.best['multiply_adds']:.0f}"
    return [say("findings.cheapest", name=named(table, found.cheapest), share=share, n=len(found.as_good))]


def worse(table: pd.DataFrame, found: Verdicts) -> Text:
    """The rows that are worse, the nearest first, with distances; of many the two extremes."""
    rows = found.worse.sort_values("below_best", kind="stable")
    each = [
        say("findings.worse_by", name=named(table, row), distance=distance(row)) for _, row in rows.iterrows()
    ]
    if len(each) <= FEW:
        return joined(each, "semicolon")
    names = which(table, rows, found.others)
    return say("findings.worse_many", names=names, nearest=each[0], farthest=each[-1])


def course(table: pd.DataFrame, runs: pd.DataFrame) -> list[Text]:
    """The trend, where one number varies."""
    found = trend(table, runs)
    if found is None:
        return []
    direction = "none" if found.p >= 1 - CONFIDENCE else "rises" if found.slope > 0 else "falls"
    sign = -1 if direction == "falls" else 1
    low, high = sorted(sign * (found.slope + side * found.half_width) for side in (-1, 1))
    return [
        say(
            f"findings.trend.{direction}",
            name=name_of("hyper_parameters", found.name),
            first=name_of("values", found.first),
            last=name_of("values", found.last),
            slope=between(sign * found.slope, low, high),
            p="p < 0.001" if found.p < 0.001 else f"p = {found.p:.3f}",
        )
    ]


def ensemble(table: pd.DataFrame, margin: float) -> list[Text]:
    """What the best row gains where its seeds classify together."""
    found = verdicts(table, margin)
    if found is None or found.best["seeds"] < 2 or pd.isna(found.best["test_ensemble"]):
        return []
    gain = points(found.best["test_ensemble"] - found.best["test_accuracy"])
    return [
        say(
            f"findings.ensemble{'' if float(gain) > 0 else '_none'}",
            seeds=int(found.best["seeds"]),
            accuracy=f"{found.best['test_ensemble']:.2f}",
            mean=f"{found.best['test_accuracy']:.2f}",
            gain=gain,
        )
    ]


def copied(table: pd.DataFrame) -> Text:
    """What the accuracies are of, where copies of each image were averaged over."""
    copies = int(table[COPIES].iloc[0])
    return say("findings.copies", copies=copies, pixels=math.isqrt(copies) // 2)


def over_epochs(table: pd.DataFrame, curves: pd.DataFrame) -> list[Text]:
    """Which rows overfit, by their validation losses."""
    found = losses(table, curves)
    if found is None:
        return []
    early = found.lowest[found.lowest < found.epochs]
    if early.empty:
        return [say("findings.losses.overfits_not", n=len(found.lowest))]
    first = early.idxmin()
    return [
        say(
            f"findings.losses.{'overfits_all' if len(early) == len(found.lowest) else 'overfits'}",
            k=len(early),
            n=len(found.lowest),
            name=named(table, table.loc[first]),
            epoch=int(early[first]),
            epochs=int(found.epochs[first]),
        )
    ]
