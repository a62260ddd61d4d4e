"""What the traces of searches say: how good the best that each found is, and how soon it was that good."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt

from benchmarks.space import EPOCHS, METHODS, OURS, PEERS
from workflow.figures.style import lines
from workflow.tables.frames import frame_to_markdown

POINTS = (0.2, 0.5, 1.0)  # below the best that any search found
ONE = ["method", "repetition"]
NEVER = math.inf
FIGURE = "time_to_quality.svg"


def finished(traces: pd.DataFrame, budget: float) -> pd.DataFrame:
    """The runs trained to the end within the budget, with the best accuracy of each search so far."""
    ended = traces[(traces["epochs"] == EPOCHS) & (traces["core_seconds"] <= budget)]
    ended = ended.dropna(subset="validation_accuracy").sort_values([*ONE, "core_seconds"], kind="stable")
    return ended.assign(best=ended.groupby(ONE)["validation_accuracy"].cummax())


def times_to(traces: pd.DataFrame, budget: float, target: float) -> pd.Series:
    """The core-seconds after which each search had found an accuracy; infinite for one that did not."""
    found = finished(traces, budget)
    first = found[found["best"] >= target].groupby(ONE)["core_seconds"].min().astype(float)
    return first.reindex(pd.MultiIndex.from_frame(traces[ONE].drop_duplicates()), fill_value=NEVER)


def spread(values: pd.Series, digits: int) -> str:
    """The median of some values, with the lowest and the highest."""
    median, low, high = (
        "never" if value == NEVER else f"{value:.{digits}f}"
        for value in (values.median(), values.min(), values.max())
    )
    return median if low == high else f"{median} ({low}–{high})"


def ratio(ours: float, theirs: float, budget: float) -> str:
    """One time over another, as far as it is known: to whom it never happened, it takes over the budget."""
    if ours == theirs == NEVER:
        return "–"
    if theirs == NEVER:
        return f"< {ours / budget:.2f}"
    return f"> {budget / theirs:.2f}" if ours == NEVER else f"{ours / theirs:.2f}"


def present(traces: pd.DataFrame) -> list[str]:
    """The methods that the traces are of, in order."""
    return [name for name in METHODS if (traces["method"] == name).any()]


def finds(traces: pd.DataFrame, budget: float) -> pd.DataFrame:
    """What each method had tried and found when the budget was spent: medians, with the range of the best."""
    within = traces[traces["core_seconds"] <= budget]
    found = finished(traces, budget)
    rows = []
    for name in present(traces):
        searches = traces.loc[traces["method"] == name, "repetition"].unique()
        started, ended = (part[part["method"] == name].groupby("repetition") for part in (within, found))
        counts = (started["configuration"].nunique(), ended.size())
        tried, through = (count.reindex(searches, fill_value=0).median() for count in counts)
        rows.append(
            {
                "search": METHODS[name],
                "configurations": f"{tried:.0f}",
                "trained to the end": f"{through:.0f}",
                "best found, %": spread(ended["best"].max(), 2) if len(ended) else "",
            }
        )
    return pd.DataFrame(rows)


def comparison(traces: pd.DataFrame, budget: float, target: float) -> pd.DataFrame:
    """What each method took to find an accuracy, beside our random search and the faster of the peers."""
    times = times_to(traces, budget, target)
    medians = times.groupby("method").median()
    peer = min((medians[name] for name in PEERS if name in medians), default=NEVER)
    return pd.DataFrame(
        {
            "search": METHODS[name],
            "core-seconds": spread(times[name], 0),
            "/ random": ratio(medians[name], medians.get("random", NEVER), budget),
            "/ Optuna": ratio(medians[name], peer, budget),
        }
        for name in present(traces)
    )


def section(traces: pd.DataFrame, conditions: dict[str, Any]) -> str:
    """The measured part of the page."""
    budget = conditions["budget"]
    best = finished(traces, budget)["best"].max()
    parts = [
        f"![The best validation accuracy so far: median and range of each method's searches]({FIGURE})",
        f"{conditions['machine']}, {conditions['gflops']} GFLOP/s; {conditions['software']}.",
        f"Budget: {budget:g} core-seconds. Repetitions: {traces['repetition'].nunique()}. "
        "Medians, with the range over repetitions in brackets:",
        frame_to_markdown(finds(traces, budget)).strip(),
        f"The best that any search found is {best:.2f} %. How long each method took to come near it, "
        "and that over what random search and the faster of Optuna's took; below 1 is sooner. "
        "A search that never came there counts as longer than all others.",
    ]
    for points in POINTS:
        table = frame_to_markdown(comparison(traces, budget, best - points)).strip()
        parts += [f"Within {points} points:", table]
    return "\n\n".join(parts) + "\n"


def draw(traces: pd.DataFrame, budget: float, path: Path) -> None:
    """The best accuracy found by core-seconds spent: the median of each method's searches, with the range."""
    found = finished(traces, budget)
    grid = np.linspace(0, budget, 151)
    figure, axis = plt.subplots(figsize=(7.2, 4.4))
    names = present(traces)
    for name, looks in zip(names, lines(len(names), in_order=False), strict=False):
        paths = found[found["method"] == name].groupby(["repetition", "core_seconds"])["best"].max()
        searches = [path.droplevel(0).reindex(grid, method="ffill") for _, path in paths.groupby(level=0)]
        if not searches:
            continue
        values = np.vstack(searches)
        everywhere = ~np.isnan(values).any(axis=0)  # from where on each search has found something
        values, at = values[:, everywhere], grid[everywhere]
        axis.fill_between(
            at, values.min(0), values.max(0), step="post", color=looks["color"], alpha=0.08, linewidth=0
        )
        side = "" if name in OURS else " with PyTorch"
        axis.plot(at, np.median(values, 0), drawstyle="steps-post", label=METHODS[name] + side, **looks)
    if len(found):
        best = found["best"].max()
        axis.axhline(best - POINTS[0], color="0", linewidth=0.8)
        axis.set_ylim(best - 4, best + 0.2)
    axis.set(xlabel="core-seconds", ylabel="best validation accuracy so far, %", xlim=(0, budget))
    axis.legend(loc="lower right")
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
