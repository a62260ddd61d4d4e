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


def summary(traces: pd.DataFrame, budget: float) -> pd.DataFrame:
    """What each method had found when the budget was spent, and what it took: median and range."""
    within = traces[traces["core_seconds"] <= budget]
    found = finished(traces, budget)
    best = found.groupby(ONE)["best"].max()
    target = best.max() - POINTS[0]
    times = times_to(traces, budget, target)
    medians = times.groupby("method").median()
    peer = min((medians[name] for name in PEERS if name in medians), default=NEVER)
    rows = []
    for name in [name for name in METHODS if name in medians]:
        ended = found[found["method"] == name].groupby("repetition").size()
        started = within[within["method"] == name].groupby("repetition")["configuration"].nunique()
        row: dict[str, Any] = {
            "search": METHODS[name],
            "configurations": f"{started.median():.0f}",
            "trained to the end": f"{ended.median():.0f}",
            "best found, %": spread(best[name], 2) if name in best else "",
        }
        for points in POINTS:
            times = times_to(traces, budget, best.max() - points)[name]
            row[f"core-seconds to within {points}"] = spread(times, 0)
        if "random" in medians:
            row["time / random"] = ratio(medians[name], medians["random"], budget)
        if medians.index.isin(list(PEERS)).any():
            row["time / Optuna"] = ratio(medians[name], peer, budget)
        rows.append(row)
    return pd.DataFrame(rows)


def section(traces: pd.DataFrame, conditions: dict[str, Any]) -> str:
    """The measured part of the page."""
    budget = conditions["budget"]
    best = finished(traces, budget)["best"].max()
    repetitions = traces["repetition"].nunique()
    return (
        f"![The best validation accuracy so far: median and range of each method's searches]({FIGURE})\n\n"
        f"{conditions['machine']}, {conditions['gflops']} GFLOP/s; {conditions['software']}.\n\n"
        f"Budget {budget:g} core-seconds; {repetitions} repetitions; the best of all searches: {best:.2f} %. "
        f"The last columns compare median times to within {POINTS[0]} points of it; below 1 is faster.\n\n"
        f"{frame_to_markdown(summary(traces, budget))}"
    )


def draw(traces: pd.DataFrame, budget: float, path: Path) -> None:
    """The best accuracy found by core-seconds spent: the median of each method's searches, with the range."""
    found = finished(traces, budget)
    grid = np.linspace(0, budget, 601)
    figure, axis = plt.subplots(figsize=(7.2, 4.4))
    names = [name for name in METHODS if name in set(traces["method"])]
    for name, looks in zip(names, lines(len(names), in_order=False), strict=False):
        paths = found[found["method"] == name].groupby(["repetition", "core_seconds"])["best"].max()
        searches = [path.droplevel(0).reindex(grid, method="ffill") for _, path in paths.groupby(level=0)]
        if not searches:
            continue
        values = np.vstack(searches)
        everywhere = ~np.isnan(values).any(axis=0)  # from where on each search has found something
        values, at = values[:, everywhere], grid[everywhere]
        axis.fill_between(at, values.min(0), values.max(0), color=looks["color"], alpha=0.08, linewidth=0)
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
