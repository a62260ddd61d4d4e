"""Axes beside one another, through which every run or configuration is a line."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from workflow.figures.language import name
from workflow.figures.style import BACKGROUND, QUIET

FAN = 0.12  # half the spread of the lines through one value, as a share of the distance between two values
LABELLED = 8  # how many values of a hyper-parameter are all labelled; of more, the first and the last


class Scale(NamedTuple):
    """One of the axes, from 0 to 1; what leaves a hyper-parameter out lies below."""

    places: NDArray[np.float64]  # of the lines, in their order
    labels: Mapping[float, str]


def measured(column: pd.Series) -> Scale:
    """The scale of what was measured, from the lowest value to the highest."""
    low, high = column.min(), column.max()
    places = (column - low) / ((high - low) or 1)
    ends = {0.0: low, 1.0: high} if low < high else dict(zip([0.0], column, strict=False))
    return Scale(places.to_numpy(float), {at: f"{value:.2f}" for at, value in ends.items()})


def chosen(column: pd.Series) -> Scale:
    """The scale of what was chosen: its values at equal distances, the lines of each fanned out in order."""
    values = sorted(column.dropna().unique())
    step = 1 / max(len(values) - 1, 1)
    place = {value: i * step for i, value in enumerate(values)}
    fan = FAN * step * np.linspace(-1, 1, len(column))
    shown = values if len(values) <= LABELLED else (values[0], values[-1])
    labels = {place[value]: name("values", value) for value in shown}
    if column.isna().any():
        labels[-step] = name("values", None)
    return Scale(column.map(place).fillna(-step).to_numpy(float) + fan, labels)


def draw_scales(axis: Axes, scales: Sequence[Scale], under: Sequence[str]) -> NDArray[np.float64]:
    """Draw the axes with their names; the places of the lines, one row for each."""
    for x, scale in enumerate(scales):
        axis.axvline(x, color=QUIET, linewidth=1, zorder=0)
        for at, text in scale.labels.items():
            box = {"boxstyle": "round,pad=0.2", "facecolor": BACKGROUND, "edgecolor": "none", "alpha": 0.85}
            axis.text(x - 0.05, at, text, ha="right", va="center", bbox=box, zorder=3)
    axis.set_xticks(range(len(scales)), under)
    axis.set(yticks=[], xlim=(-0.35, len(scales) - 0.85))
    axis.spines[:].set_visible(False)
    axis.grid(False)
    return np.column_stack([scale.places for scale in scales])
