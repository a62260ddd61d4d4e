"""Our table beside that of the source: sentences, and the effect of each setting in both."""

from typing import Any, NamedTuple

import pandas as pd

from workflow.report.catalogue import Text, name_of, say
from workflow.report.sentences.experiment import TESTED, accuracy, named
from workflow.tables.frames import TIED, varied_columns


class Effect(NamedTuple):
    """Mean test accuracy, in per cent, over the rows with one value of one setting."""

    setting: Text
    value: Text
    source: float
    here: float


def comparable(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that the source has as well, and that were measured here."""
    return table.dropna(subset=["source_test_accuracy", "test_accuracy"])


def against_source(table: pd.DataFrame) -> tuple[list[Text], list[Effect]]:
    """What held of the source's conclusions: sentences, and a row for each value of each setting."""
    common = comparable(table)
    if common.empty:
        return [say("findings.source.none")], []
    theirs = common.loc[common["source_test_accuracy"].idxmax()]
    sentences = [
        say(
            "findings.source.above",
            k=int((common["difference"] > 0).sum()),
            n=len(common),
            low=f"{common['difference'].min():+.2f}",
            high=f"{common['difference'].max():+.2f}",
        ),
        say(
            "findings.source.best",
            name=named(table, theirs),
            there=f"{theirs['source_test_accuracy']:.1f}",
            here=accuracy(theirs, "test"),
        ),
    ]
    if theirs["choice"] == "best":
        sentences.append(say("findings.source.held"))
    elif "best" in set(table["choice"]):
        best = table[table["choice"] == "best"].iloc[0]
        sentences.append(
            say(
                f"findings.source.{'open' if theirs['choice'] == TIED else 'failed'}",
                rank=int((table["validation_accuracy"] > theirs["validation_accuracy"]).sum()) + 1,
                n=len(table),
                best=named(table, best),
                confidence=TESTED,
            )
        )
    effects = []
    for name in varied_columns(table):
        means = common.groupby(name, sort=False)[["source_test_accuracy", "test_accuracy"]].mean()
        if len(means) < 2:
            continue
        sentences.append(of_setting(name, means))
        effects += [
            Effect(name_of("settings", name), name_of("values", value), row.iloc[0], row.iloc[1])
            for value, row in means.iterrows()
        ]
    return sentences, effects


def of_setting(name: str, means: pd.DataFrame) -> Text:
    """Where a setting did best, there and here."""
    (there, here), (gap_there, gap_here) = means.idxmax(), means.max() - means.min()
    values: dict[str, Any] = {
        "setting": name_of("settings", name),
        "there": name_of("values", there),
        "here": name_of("values", here),
        "gap_there": f"{gap_there:.2f}",
        "gap_here": f"{gap_here:.2f}",
    }
    key = "setting_level" if gap_here == 0 else "setting_same" if there == here else "setting"
    return say(f"findings.source.{key}", **values)
