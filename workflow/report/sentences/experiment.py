"""Sentences about an experiment, made from its table: no figure and no comparison stands in the template."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from workflow.report.catalogue import Text, joined, name_of, say
from workflow.tables.frames import TIED, completed, varied_columns
from workflow.tables.statistics import CONFIDENCE

TESTED = f"{100 * CONFIDENCE:.0f}"


def outcome(table: pd.DataFrame) -> list[Text]:
    """What an experiment found: its best row, the rows like it, the distance to the worst, divergence."""
    sentences = []
    compared = completed(table)
    if compared.empty:
        sentences.append(say("findings.none_sound"))
    else:
        best = compared[compared["choice"] == "best"].iloc[0]
        others = compared[compared["choice"] != "best"]
        sentences += [leader(table, best), *rivals(table, best, others)]
        worst = compared.loc[compared["validation_accuracy"].idxmin()]
        if worst["validation_accuracy"] < best["validation_accuracy"]:
            gap = best["validation_accuracy"] - worst["validation_accuracy"]
            sentences.append(say("findings.worst", name=named(table, worst), gap=f"{gap:.2f}"))
        sentences += trend(compared)
    if diverged := int(table["diverged"].sum()):
        sentences.append(say("findings.diverged", k=diverged, n=int(table["seeds"].sum())))
    return sentences


def leader(table: pd.DataFrame, best: pd.Series) -> Text:
    values = {part: accuracy(best, part) for part in ("validation", "test")}
    equals = int((completed(table)["validation_accuracy"] == best["validation_accuracy"]).sum())
    if equals == 1:
        return say("findings.best", name=named(table, best), **values)
    return say("findings.best_of_equals", n=equals, name=named(table, best), **values)


def rivals(table: pd.DataFrame, best: pd.Series, others: pd.DataFrame) -> list[Text]:
    """How many of the others can be told from the best."""
    equal = others[others["choice"] == TIED]
    if others.empty:
        return []
    if best["seeds"] < 2:
        return [say("findings.one_seed")]
    if equal.empty:
        return [say("findings.all_differ", confidence=TESTED)]
    if len(equal) == len(others):
        return [say("findings.none_differs", n=len(others), confidence=TESTED)]
    names = joined((named(table, row) for _, row in equal.iterrows()), "semicolon")
    return [say("findings.some_differ", k=len(equal), n=len(others), confidence=TESTED, names=names)]


def trend(table: pd.DataFrame) -> list[Text]:
    """Where one number is varied: whether accuracy rises or falls with it throughout."""
    varied = varied_columns(table)
    if len(table) < 3 or len(varied) > 1 or not pd.api.types.is_numeric_dtype(table[varied[0]]):
        return []
    ordered = table.sort_values(varied[0])
    steps = ordered["validation_accuracy"].diff().dropna()
    key = next(
        (
            key
            for key, holds in (("level", steps == 0), ("rises", steps > 0), ("falls", steps < 0))
            if holds.all()
        ),
        "uneven",
    )
    ends = {"first": named(table, ordered.iloc[0]), "last": named(table, ordered.iloc[-1])}
    return [say(f"findings.{key}", **ends, change=f"{abs(steps.sum()):.2f}")]


def over_epochs(table: pd.DataFrame, curves: pd.DataFrame) -> list[Text]:
    """What the losses did, as means over seeds, in the configurations that always trained."""
    losses = curves[curves["row"].isin(completed(table).index)]
    if losses.empty:
        return []
    means = losses.groupby(["row", "epoch"])[["training_loss", "validation_loss"]].mean()
    last = means.groupby("row").tail(1).droplevel("epoch")
    fits, generalises = last["training_loss"].idxmin(), last["validation_loss"].idxmin()
    values = {
        "name": named(table, table.loc[fits]),
        "training": f"{last['training_loss'][fits]:.3f}",
        "validation": f"{last['validation_loss'][fits]:.3f}",
    }
    if len(last) < 2:
        sentences = []
    elif fits == generalises:
        sentences = [say("findings.fits_best_same", **values)]
    else:
        values["other"] = named(table, table.loc[generalises])
        values["other_validation"] = f"{last['validation_loss'][generalises]:.3f}"
        sentences = [say("findings.fits_best", **values)]
    lowest = means["validation_loss"].unstack("row").idxmin()
    epochs = losses.groupby("row")["epoch"].max()
    early = lowest[lowest < epochs]
    if early.empty:
        return [*sentences, say("findings.overfits_not")]
    first = early.idxmin()
    return [
        *sentences,
        say(
            "findings.overfits",
            k=len(early),
            n=len(lowest),
            name=named(table, table.loc[first]),
            epoch=int(early[first]),
            epochs=int(epochs[first]),
        ),
    ]


def named(table: pd.DataFrame, row: Mapping[str, Any] | pd.Series) -> Text:
    """A configuration by its varied settings; a value that is a word stands for its setting."""
    parts = []
    for name in varied_columns(table):
        if pd.notna(row[name]):
            value = name_of("values", row[name])
            word = isinstance(row[name], str)
            parts.append(value if word else joined([name_of("settings", name), value], "equals"))
    return joined(parts)


def accuracy(row: Mapping[str, Any] | pd.Series, part: str) -> str:
    mean, half = row[f"{part}_accuracy"], row[f"{part}_interval"]
    return f"{mean:.2f}" if pd.isna(half) else f"{mean:.2f} ± {half:.2f}"
