"""Sentences about a search over several hyper-parameters."""

import pandas as pd

from workflow.report.catalogue import say
from workflow.search.explained import FEWEST
from workflow.search.strategies import saving
from workflow.search.trials import Trials
from workflow.tables.effects import main_effects, selection_effect
from workflow.tables.frames import varied_columns
from workflow.tables.variance import BETWEEN
from workflow.tables.words import Text, joined, listed, name_of, source_name


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


def tried(trials: Trials) -> list[Text]:
    """How many configurations a search tried, how many of them it dropped, and what that saved."""
    said = say(
        f"findings.search.{'tried_all' if trials.finished.all() else 'tried'}",
        n=len(trials.table),
        generations=len(trials.generations),
        dropped=int((~trials.finished).sum()),
        share=f"{trials.share(trials.reached):.1f}",
    )
    diverged = int(trials.last.isna().sum())
    key = "lost_only" if len(trials.table) == 1 else "lost"
    return [joined([said, *([say(f"findings.search.{key}", k=diverged)] if diverged else [])], "sentence")]


def importance(table: pd.DataFrame) -> list[Text]:
    """Which hyper-parameter matters most, and whether that is certain; nothing where a single one varies."""
    if table.empty:
        return [say("findings.search.too_little", n=FEWEST)]
    if not table["importance"].any():
        return [say("findings.search.no_strongest")]
    if len(table) == 1:
        return []
    first, second = table.iloc[0], table.iloc[1]
    values = {
        f"{place}{key}": f"{row[column]:.1f}"
        for place, row in (("", first), ("other_", second))
        for key, column in (("share", "importance"), ("low", "low"), ("high", "high"))
    }
    return [
        say(
            "findings.search.strongest",
            name=name_of("hyper_parameters", first["hyper_parameter"]),
            other=name_of("hyper_parameters", second["hyper_parameter"]),
            overlap=say(f"findings.search.{'apart' if first['low'] > second['high'] else 'overlapping'}"),
            **values,
        )
    ]


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
