"""Sentences about a table, made from the table: no figure and no comparison stands in the template."""

from typing import Any

import pandas as pd

from workflow.lib.statistics import CONFIDENCE
from workflow.lib.tables import in_words, label, varied_columns

TESTED = f"at {100 * CONFIDENCE:.0f} % confidence"


def outcome(table: pd.DataFrame) -> list[str]:
    """What an experiment found: its best row, the rows like it, the distance to the worst, divergence."""
    diverged = int(table["diverged"].sum())
    sentences = []
    if "best" not in set(table["choice"]):
        sentences.append("No configuration trained with every seed, so none can be chosen.")
    else:
        best = table[table["choice"] == "best"].iloc[0]
        others = table[table["choice"] != "best"]
        equal = others[others["choice"] == "not distinguishable"]
        sentences.append(
            f"The best configuration by validation accuracy is {named(table, best)}: "
            f"{accuracy(best, 'validation')} validation and {accuracy(best, 'test')} test accuracy."
        )
        if best["seeds"] < 2:
            sentences.append("With one seed a configuration there is no interval: nothing can be told apart.")
        elif equal.empty:
            sentences.append(f"Every other configuration differs from it {TESTED}.")
        elif len(equal) == len(others):
            sentences.append(f"None of the other {len(others)} can be told from it {TESTED}.")
        else:
            names = "; ".join(named(table, row) for _, row in equal.iterrows())
            sentences.append(
                f"{len(equal)} of the other {len(others)} cannot be told from it {TESTED}: {names}."
            )
        worst = table.loc[table["validation_accuracy"].idxmin()]
        if worst["validation_accuracy"] < best["validation_accuracy"]:
            gap = best["validation_accuracy"] - worst["validation_accuracy"]
            sentences.append(
                f"The lowest, {named(table, worst)}, lies {gap:.2f} points of validation accuracy below."
            )
    if diverged:
        sentences.append(f"{diverged} of {int(table['seeds'].sum())} runs diverged.")
    return sentences


def named(table: pd.DataFrame, row: pd.Series) -> str:
    """A configuration by its varied settings."""
    varied = varied_columns(table)
    if any(isinstance(row[name], str) for name in varied):
        return label({name: row[name] for name in varied})
    return ", ".join(f"{in_words(name)} = {in_words(row[name])}" for name in varied if pd.notna(row[name]))


def accuracy(row: pd.Series, part: str) -> str:
    mean, half = row[f"{part}_accuracy"], row[f"{part}_interval"]
    return f"{mean:.2f} %" if pd.isna(half) else f"{mean:.2f} ± {half:.2f} %"


def against_source(table: pd.DataFrame) -> tuple[list[str], list[dict[str, Any]]]:
    """What held of the source's conclusions: sentences, and a row for each value of each setting."""
    common = table.dropna(subset=["source_test_accuracy", "test_accuracy"])
    if common.empty:
        return ["No configuration is one of the source's: there is nothing to compare."], []
    above = int((common["difference"] > 0).sum())
    theirs = common.loc[common["source_test_accuracy"].idxmax()]
    low, high = common["difference"].min(), common["difference"].max()
    sentences = [
        f"{above} of the {len(common)} rows have a higher mean test accuracy here than in the source; "
        f"the difference runs from {low:+.2f} to {high:+.2f} points.",
        f"The source's best row, {named(table, theirs)}, reached {theirs['source_test_accuracy']:.1f} % "
        f"there and {accuracy(theirs, 'test')} here.",
    ]
    if theirs["choice"] == "best":
        sentences.append("It is the best row here as well, by validation accuracy: that conclusion held.")
    elif "best" in set(table["choice"]):
        best = table[table["choice"] == "best"].iloc[0]
        rank = int((table["validation_accuracy"] > theirs["validation_accuracy"]).sum()) + 1
        sentences.append(
            f"By validation accuracy it is number {rank} of {len(table)} here; "
            + (
                f"it cannot be told from the best, {named(table, best)}, {TESTED}: that conclusion is open."
                if theirs["choice"] == "not distinguishable"
                else f"the best is {named(table, best)}: that conclusion did not hold."
            )
        )
    effects = []
    for name in varied_columns(table):
        means = common.groupby(name, sort=False)[["source_test_accuracy", "test_accuracy"]].mean()
        if len(means) < 2:
            continue
        best, (gap_there, gap_here) = means.idxmax(), means.max() - means.min()
        there, here = (in_words(best[column]) for column in means.columns)
        sentences.append(
            f"Averaged over the other settings, the source's best {in_words(name)} is {there}, "
            f"{gap_there:.2f} points above its worst; here it is {'the same' if here == there else here}, "
            f"{gap_here:.2f} points above the worst."
        )
        effects += [
            {
                "setting": in_words(name),
                "value": in_words(value),
                "source": f"{row.iloc[0]:.2f}",
                "here": f"{row.iloc[1]:.2f}",
            }
            for value, row in means.iterrows()
        ]
    return sentences, effects
