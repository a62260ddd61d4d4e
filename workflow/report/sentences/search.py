"""Sentences about a search over several hyper-parameters."""

import pandas as pd

from workflow.report.catalogue import Text, listed, name_of, say
from workflow.report.sentences.phrases import signed
from workflow.search.strategies import saving
from workflow.tables.effects import main_effects, selection_effect
from workflow.tables.frames import varied_columns


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
    sentences = []
    if found.rank_correlation is not None:
        rho = f"{found.rank_correlation:.2f}"
        sentences.append(say("findings.search.rank", n=found.configurations, rho=rho))
    key = "cost" if found.better else "cost_none"
    gap = f"{found.cost:.2f}"
    return [
        *sentences,
        say(f"findings.search.{key}", k=found.better, n=found.configurations - 1, gap=gap),
        say(
            "findings.search.optimism",
            chosen=signed(found.chosen_gap),
            mean=signed(found.mean_gap),
            extra=signed(found.chosen_gap - found.mean_gap),
        ),
    ]


def replayed(table: pd.DataFrame, curves: pd.DataFrame) -> list[Text]:
    """What successive halving would have saved, and what it would have missed."""
    found = saving(table, curves)
    if found is None:
        return []
    key, share = "halving" if found.gap else "halving_best", f"{100 * found.share:.1f}"
    return [say(f"findings.search.{key}", share=share, gap=f"{found.gap:.2f}", n=len(table))]
