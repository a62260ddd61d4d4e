"""Sentences about a search over several hyper-parameters."""

import pandas as pd

from workflow.report.catalogue import say
from workflow.search.strategies import saving
from workflow.tables.effects import main_effects, selection_effect
from workflow.tables.frames import varied_columns
from workflow.tables.variance import BETWEEN
from workflow.tables.words import Text, listed, name_of, source_name


def sources(variance: pd.DataFrame) -> list[Text]:
    """Where the differences between the runs of a full grid come from, the largest source first."""
    if variance.empty:
        return [say("findings.variance.none")]
    shares = variance.set_index("source")["share"]
    if shares.isna().any():
        return [say("findings.variance.equal")]
    together = shares.index.str.contains(BETWEEN, regex=False)
    main, interactions = shares[~together].sort_values(ascending=False, kind="stable"), shares[together]
    parts = [
        say("findings.variance.part", name=source_name(name), share=f"{share:.1f}")
        for name, share in main.items()
    ]
    key = "interaction" if interactions.max() >= 1 else "no_interaction"
    largest = say(
        f"findings.variance.{key}",
        name=source_name(interactions.idxmax()),
        share=f"{interactions.max():.1f}",
        n=len(interactions),
    )
    return [say("findings.variance.sources", parts=listed(parts), interactions=largest)]


def effects(table: pd.DataFrame, runs: pd.DataFrame) -> list[Text]:
    """By how much each hyper-parameter changes mean validation accuracy, the strongest first."""
    found = [
        say(
            f"findings.search.{'effect' if effect.points else 'effect_none'}",
            name=name_of("hyper_parameters", effect.name),
            points=f"{effect.points:.2f}",
            best=name_of("values", effect.best),
            worst=name_of("values", effect.worst),
        )
        for effect in main_effects(runs, varied_columns(table))
    ]
    return [say("findings.search.effects", effects=listed(found))] if found else []


def selection(table: pd.DataFrame) -> list[Text]:
    """Whether the choice by validation accuracy holds on the test set, which it did not see."""
    found = selection_effect(table)
    if found is None:
        return []
    key = "cost" if found.better else "cost_none"
    return [say(f"findings.search.{key}", k=found.better, n=found.others, gap=f"{found.cost:.2f}")]


def replayed(table: pd.DataFrame, curves: pd.DataFrame) -> list[Text]:
    """What successive halving would have saved, and what it would have missed."""
    found = saving(table, curves)
    if found is None:
        return []
    key, share = "halving" if found.gap else "halving_best", f"{100 * found.share:.1f}"
    return [say(f"findings.search.{key}", share=share, gap=f"{found.gap:.2f}", n=len(table))]
