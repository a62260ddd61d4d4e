"""A search over several settings: what each does by itself, and whether choosing overfitted."""

import pandas as pd

from workflow.lib.findings import sound
from workflow.lib.statistics import interval
from workflow.lib.tables import ACCURACIES, varied_columns
from workflow.lib.texts import Text, joined, name_of, say


def finals(table: pd.DataFrame, curves: pd.DataFrame) -> pd.DataFrame:
    """A row a run of the configurations that always trained: row, seed, varied settings, accuracies in %."""
    kept = curves[curves["row"].isin(sound(table).index)]
    last = kept.sort_values("epoch").groupby(["row", "seed"], as_index=False).tail(1)
    runs = last[["row", "seed", *ACCURACIES]].sort_values(["row", "seed"]).reset_index(drop=True)
    runs[ACCURACIES] *= 100
    return runs.join(table[varied_columns(table)], on="row")


def marginal(runs: pd.DataFrame, setting: str) -> pd.DataFrame:
    """The effect of one setting: for each value the mean accuracy over all others, with its interval.

    The others are averaged within each seed first, so that the interval is that of a mean over seeds.
    """
    means = runs.groupby([setting, "seed"])[ACCURACIES].mean()
    return means.groupby(setting).agg(["mean", interval])


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
    compared = sound(table)
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
