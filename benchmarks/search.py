"""Time to quality: our searches, and Optuna's with PyTorch, on one space for as many core-seconds each.

A search whose trace is in results/benchmarks/time_to_quality is not run again. All traces together are
docs/findings/time_to_quality.csv, from which the figure and the page's tables are made.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks import quality, replay
from benchmarks.contenders import Costs, calibrate, search
from benchmarks.pages import with_measured
from benchmarks.space import METHODS
from benchmarks.timing import machine
from workflow.base.files import atomic_writes

TRACES = Path("results/benchmarks/time_to_quality")
DOCS = Path("docs/findings")
SOFTWARE = ("numpy", "snakemake", "optuna", "torch")


def conditions(budget: float) -> dict[str, Any]:
    """What the traces were measured with: as it was at the first of them, which must be as it is now."""
    path = TRACES / "conditions.json"
    now = {"budget": budget, **machine(SOFTWARE)}
    if not path.exists():
        costs = calibrate()._asdict()
        with atomic_writes(path) as (file,):
            file.write_text(json.dumps(now | {"costs": costs}, indent=2, ensure_ascii=False) + "\n")
    before: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for key in ("budget", "machine", "software"):
        if before[key] != now[key]:
            sys.exit(
                f"error: {TRACES}: measured with {key} {before[key]}, now {now[key]}; delete it to start anew"
            )
    return before


def page(text: str, traces: pd.DataFrame, conditions: dict[str, Any], replayed: pd.DataFrame | None) -> str:
    """The page with its measured part made anew."""
    known = replay.ABSENT if replayed is None else replay.section(replayed)
    return with_measured(
        text,
        f"## Core-seconds on Fashion-MNIST\n\n{quality.section(traces, conditions)}\n"
        f"## Epochs where all is known\n\n{known}",
    )


def publish(conditions: dict[str, Any], replays: int) -> None:
    """Make the published files and the page from all traces that are there."""
    traces = pd.concat(
        pd.read_csv(path).assign(method=method, repetition=int(path.stem.removeprefix(f"{method}-")))
        for method in METHODS
        for path in sorted(TRACES.glob(f"{method}-*.csv"))
    )
    traces = traces[[*quality.ONE, *traces.columns.drop(quality.ONE)]]
    traces.to_csv(DOCS / "time_to_quality.csv", index=False, float_format="%.6g")
    (DOCS / "time_to_quality.json").write_text(
        json.dumps(conditions, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    quality.draw(traces, conditions["budget"], DOCS / quality.FIGURE)
    replayed = replay.replayed(replays)
    if replayed is not None:
        replayed.to_csv(DOCS / "replay.csv", index=False, float_format="%.6g")
    path = DOCS / "time_to_quality.md"
    path.write_text(page(path.read_text(encoding="utf-8"), traces, conditions, replayed), encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("methods", nargs="*", metavar="METHOD", help=f"of {', '.join(METHODS)}; all if none")
    parser.add_argument("--budget", type=float, default=150, help="core-seconds of each search")
    parser.add_argument("--repetitions", type=int, default=5, help="searches by each method")
    parser.add_argument("--replays", type=int, default=30, help="of each search of what is known in full")
    args = parser.parse_args(argv)
    methods = args.methods or list(METHODS)
    if unknown := set(methods) - METHODS.keys():
        parser.error(f"unknown: {', '.join(sorted(unknown))}")

    measured = conditions(args.budget)
    costs = Costs(**measured["costs"])
    print(f"core-seconds: {costs}", flush=True)
    for repetition in range(args.repetitions):
        for method in methods:  # in turns, so that a machine that slows down slows them all
            path = TRACES / f"{method}-{repetition}.csv"
            if path.exists():
                continue
            trace = search(method, repetition, args.budget, costs)
            with atomic_writes(path) as (file,):
                trace.to_csv(file, index=False, float_format="%.6g")
            ended = quality.finished(trace.assign(method=method, repetition=repetition), args.budget)
            found, spent = ended["best"].max(), trace["core_seconds"].max()
            print(f"{method} {repetition}: {len(ended)} ended, best {found:.2f} %, {spent:.0f} s", flush=True)
    publish(measured, args.replays)


if __name__ == "__main__":
    main()
