"""Sentences about a search over several hyper-parameters."""

import pandas as pd

from workflow.report.catalogue import LANGUAGES, Text, joined, name_of, say
from workflow.runs.columns import ACCURACIES
from workflow.search.strategies import FACTOR, halving, searches
from workflow.tables.frames import completed, varied_columns


def effects(table: pd.DataFrame, runs: pd.DataFrame) -> list[Text]:
    """By how much each setting moves mean validation accuracy, the strongest first."""
    found = []
    for name in varied_columns(table):
        means = runs.groupby(name, sort=False)["validation_accuracy"].mean()
        if len(means) < 2:
            continue
        reach = means.max() - means.min()
        text = say(
            "findings.sweep.effect" if reach else "findings.sweep.effect_none",
            setting=name_of("settings", name),
            range=f"{reach:.2f}",
            worst=name_of("values", means.idxmin()),
            best=name_of("values", means.idxmax()),
        )
        found.append((reach, text))
    ranked = [text for _, text in sorted(found, key=lambda pair: -pair[0])]
    return [say("findings.sweep.effects", effects=joined(ranked, "semicolon"))] if ranked else []


def selection(table: pd.DataFrame) -> list[Text]:
    """Whether the choice by validation accuracy holds on the test set, of which it knew nothing."""
    compared = completed(table)
    if len(compared) < 2:
        return []
    validation, test = (compared[name] for name in ACCURACIES)
    chosen = compared["choice"] == "best"
    sentences = []
    if validation.nunique() > 1 and test.nunique() > 1:
        rho = validation.rank().corr(test.rank())  # Spearman's
        sentences.append(say("findings.sweep.rank", n=len(compared), rho=f"{rho:.2f}"))
    above = test - test[chosen].iloc[0]
    if above.max() > 0:
        sentences.append(
            say(
                "findings.sweep.chosen_is_not_best",
                k=int((above > 0).sum()),
                n=len(compared) - 1,
                gap=f"{above.max():.2f}",
            )
        )
    else:
        sentences.append(say("findings.sweep.chosen_is_best"))
    gaps = validation - test
    values = {"chosen": gaps[chosen].iloc[0], "mean": gaps.mean()}
    values["extra"] = values["chosen"] - values["mean"]
    signed = {name: f"{value:+.2f}" for name, value in values.items()}
    return [*sentences, say("findings.sweep.optimism", **signed)]


def replayed(table: pd.DataFrame, curves: pd.DataFrame) -> list[Text]:
    """What successive halving would have saved, and what it would have missed."""
    found = [search for search in searches(table, curves).values() if len(search.accuracies) > FACTOR]
    if not found or completed(table).empty:
        return []
    ends = [halving(search)[-1] for search in found]
    shares = [spent / search.epochs.sum() for (spent, _), search in zip(ends, found, strict=True)]
    gaps = {
        f"{search.accuracies.iloc[:, -1].max() - best:.2f}"
        for (_, best), search in zip(ends, found, strict=True)
    }
    return [
        say(
            "findings.sweep.halving",
            share=f"{100 * max(shares):.1f}",
            gaps=joined([dict.fromkeys(LANGUAGES, gap) for gap in sorted(gaps)]),
            n=len(table),
        )
    ]
