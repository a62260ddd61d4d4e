"""What sentences of the report say, in each language, and tables to say it about."""

import numpy as np
import pandas as pd

from workflow.tables.comparison import BEST, verdicts
from workflow.tables.words import LANGUAGES

NAN = float("nan")


def table(
    varied: dict | pd.DataFrame, means, half=0.1, seeds=3, diverged=0, margin=0.5, cost=2.0e9, **more
) -> pd.DataFrame:
    """An experiment's table, with verdicts that follow from the means.

    Args:
        varied: the hyper-parameters.
        means: validation accuracy of each row, in per cent; test accuracy is one point lower.
        half: half the width of the interval of each row's distance below the best.
        seeds, diverged, cost: of each row, or of all.
        margin: the difference that matters.
        more: other columns.
    """
    made = pd.DataFrame(varied).assign(validation_accuracy=np.array(means, float), validation_interval=0.5)
    made["test_accuracy"], made["test_interval"] = made["validation_accuracy"] - 1, 0.6
    made["validation_ensemble"] = made["validation_accuracy"] + 0.5
    made["test_ensemble"] = made["test_accuracy"] + 0.4
    made["seeds"], made["diverged"], made["multiply_adds"] = seeds, diverged, cost
    compared = made["validation_accuracy"].where(made["diverged"] == 0)
    others = [compared.drop(index=row).max() for row in made.index]
    made["below_best"] = (others - compared).round(4)
    width = np.where(made["seeds"] > 1, half, NAN)
    made["below_best_low"] = made["below_best"] - width
    made["below_best_high"] = (made["below_best"] + width).clip(lower=0)
    low, high = (made[f"below_best_{end}"].to_numpy() for end in ("low", "high"))
    said = verdicts(low, high, margin)
    made["verdict"] = pd.Series(said, made.index, object).where(made["below_best_high"].notna())
    if compared.notna().any() and seeds_of(made) > 1:
        made.loc[compared.idxmax(), "verdict"] = BEST
    return made.assign(**more)


def seeds_of(made: pd.DataFrame) -> int:
    return int(made["seeds"].max())


def curves(made: pd.DataFrame, scatter=0.2, epochs=2) -> pd.DataFrame:
    """The history of every run of a table; seeds lie alternately above and below the mean of their row."""
    return pd.DataFrame(
        {
            "row": row,
            "seed": seed,
            "epoch": epoch,
            "validation_accuracy": (values["validation_accuracy"] + (-1) ** seed * scatter / 2) / 100
            * (epoch / epochs),
            "test_accuracy": values["test_accuracy"] / 100,
            "training_loss": 1 / epoch,
            "validation_loss": 2 / epoch,
        }
        for row, values in made.iterrows()
        for seed in range(int(values["seeds"]))
        for epoch in range(1, epochs + 1)
    )  # fmt: skip


def spoken(texts, language: str) -> str:
    return " ".join(text[language] for text in texts)


def check(texts, said, unsaid) -> None:
    """``said`` and ``unsaid``: for each language parts that the text must have and must not have."""
    for language in LANGUAGES:
        text = spoken(texts, language)
        assert [part for part in said[language] if part not in text] == [], text
        assert [part for part in unsaid[language] if part in text] == [], text


def depth(means, **more) -> pd.DataFrame:
    return table({"hidden_layers": range(1, len(means) + 1)}, means, **more)
