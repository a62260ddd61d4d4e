"""How the losses of an experiment end, and when validation loss was lowest."""

from typing import NamedTuple

import pandas as pd

from workflow.tables.frames import completed


class Losses(NamedTuple):
    """Means over seeds, by row of the experiment's table; only completed rows."""

    final: pd.DataFrame  # training_loss and validation_loss after the last epoch
    lowest: pd.Series  # the epoch with the lowest validation loss
    epochs: pd.Series  # the last epoch


def losses(table: pd.DataFrame, curves: pd.DataFrame) -> Losses | None:
    """The losses of an experiment; None if no row completed."""
    runs = curves[curves["row"].isin(completed(table).index)]
    if runs.empty:
        return None
    means = runs.groupby(["row", "epoch"])[["training_loss", "validation_loss"]].mean()
    return Losses(
        final=means.groupby("row").tail(1).droplevel("epoch"),
        lowest=means["validation_loss"].unstack("row").idxmin(),
        epochs=runs.groupby("row")["epoch"].max(),
    )
