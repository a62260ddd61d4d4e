"""Sentences about an experiment, made from its table and its curves."""

import pandas as pd

from workflow.report.catalogue import Text, joined, name_of, say
from workflow.report.sentences.phrases import TESTED, accuracy, named
from workflow.tables.losses import losses
from workflow.tables.verdicts import Verdicts, trend, verdicts

FEW = 5  # configurations that a sentence names; more are marked in the table alone


def outcome(table: pd.DataFrame) -> list[Text]:
    """What an experiment found: its best row, the rows like it, the worst, the trend, divergence."""
    sentences = []
    found = verdicts(table)
    if found:
        sentences += [leader(table, found), *rivals(table, found), *last(table, found)]
        if course := trend(table):
            sentences.append(
                say(
                    f"findings.trend.{course.direction}",
                    name=name_of("hyper_parameters", course.name),
                    first=name_of("values", course.first),
                    last=name_of("values", course.last),
                    change=f"{abs(course.change):.2f}",
                )
            )
    else:
        sentences.append(say("findings.none_completed"))
    if diverged := int(table["diverged"].sum()):
        sentences.append(say("findings.diverged", k=diverged, n=int(table["seeds"].sum())))
    return sentences


def leader(table: pd.DataFrame, found: Verdicts) -> Text:
    """The best row."""
    key = "leaders" if found.leaders > 1 else "only" if len(table) == 1 else "best"
    return say(
        f"findings.{key}",
        n=found.leaders,
        name=named(table, found.best),
        validation=accuracy(found.best, "validation"),
        test=accuracy(found.best, "test"),
    )


def rivals(table: pd.DataFrame, found: Verdicts) -> list[Text]:
    """How many of the other rows can be told apart from the best."""
    if not found.others:
        return []
    if found.best["seeds"] < 2:
        return [say("findings.one_seed")]
    k = len(found.tied)
    key = "all_differ" if k == 0 else "none_differs" if k == found.others else "some_differ"
    if key == "some_differ" and k <= FEW:
        names = joined((named(table, row) for _, row in found.tied.iterrows()), "semicolon")
        return [say("findings.some_differ_named", k=k, n=found.others, confidence=TESTED, names=names)]
    return [say(f"findings.{key}", k=k, n=found.others, confidence=TESTED)]


def last(table: pd.DataFrame, found: Verdicts) -> list[Text]:
    """How far below the best the worst row is."""
    gap = found.best["validation_accuracy"] - found.worst["validation_accuracy"]
    return [say("findings.worst", name=named(table, found.worst), gap=f"{gap:.2f}")] if gap else []


def over_epochs(table: pd.DataFrame, curves: pd.DataFrame) -> list[Text]:
    """Which rows fit and which generalise best by their losses, and which overfit."""
    found = losses(table, curves)
    if found is None:
        return []
    sentences = []
    training, validation = found.final["training_loss"], found.final["validation_loss"]
    fits, generalises = training.idxmin(), validation.idxmin()
    if len(found.final) > 1:
        sentences.append(
            say(
                f"findings.losses.{'fits_best_same' if fits == generalises else 'fits_best'}",
                name=named(table, table.loc[fits]),
                training=f"{training[fits]:.3f}",
                validation=f"{validation[fits]:.3f}",
                other=named(table, table.loc[generalises]),
                other_validation=f"{validation[generalises]:.3f}",
            )
        )
    early = found.lowest[found.lowest < found.epochs]
    if early.empty:
        return [*sentences, say("findings.losses.overfits_not", n=len(found.final))]
    first = early.idxmin()
    overfits = say(
        f"findings.losses.{'overfits_all' if len(early) == len(found.final) else 'overfits'}",
        k=len(early),
        n=len(found.final),
        name=named(table, table.loc[first]),
        epoch=int(early[first]),
        epochs=int(found.epochs[first]),
    )
    return [*sentences, overfits]
