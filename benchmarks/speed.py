"""Time an epoch of the same training by every trainer, side by side, and write docs/costs/speed.*.

Each trainer is a process of its own, on one core and one thread. For each case they take turns, so
that a machine that slows down slows them all. What counts are ratios within a turn: their median
and range. The losses after the epoch must agree, or the arithmetic was not the same.

All measurements are in docs/costs/speed.csv, several kinds of machine beside each other. Measuring
again replaces those of this kind; the figure and the page's tables are made from the file.
"""

import argparse
import itertools
import os
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
from matplotlib import pyplot as plt

import mlp
from benchmarks.pages import with_measured
from benchmarks.timing import CASE, Worker, machine, measure, ratios
from benchmarks.trainers import TRAINERS
from workflow.figures.style import lines
from workflow.tables.frames import frame_to_markdown

WIDTHS, BATCHES, DEPTHS = (64, 128, 256, 1024), (32, 64, 128, 256), (1, 3, 5)
HEADLINE = {"width": 128, "depth": 3, "batch": 128}  # the study's network
PEERS = [name for name in TRAINERS if name != "ours"]
DOCS = Path("docs/costs")
PLAIN, CHAMPION = "plain", "champion"


def in_words(summary: pd.DataFrame) -> pd.DataFrame:
    """The summary for people: one cell per ratio, with its range; no column for a trainer without times."""
    result = summary[CASE].astype(int).astype(str)
    result["ours, s"] = ["" if pd.isna(seconds) else f"{seconds:.3f}" for seconds in summary["ours_seconds"]]
    for name in PEERS:
        if f"{name}_median" not in summary or summary[f"{name}_median"].isna().all():
            continue
        columns = (summary[f"{name}_{part}"] for part in ("median", "min", "max"))
        result[f"ours / {name}"] = [
            ""
            if pd.isna(median)
            else f"{median:.2f}"
            if pd.isna(low)
            else f"{median:.2f} ({low:.2f}–{high:.2f})"
            for median, low, high in zip(*columns, strict=True)
        ]
    return result


def sections(table: pd.DataFrame) -> Iterable[str]:
    """The page's tables: the headline row of every machine, then all rows of each."""
    plain = table[table["training"] == PLAIN]
    headline = plain[(plain[list(HEADLINE)] == pd.Series(HEADLINE)).all(axis=1)]
    words = in_words(headline).drop(columns=CASE)
    words.insert(0, "processor", list(headline["machine"]))
    words.insert(1, "GFLOP/s", ["" if pd.isna(speed) else f"{speed:.0f}" for speed in headline["gflops"]])
    yield f"\n{frame_to_markdown(words)}"
    for name, part in table.groupby("machine", sort=False):
        first = part.iloc[0]
        speed = "" if pd.isna(first["gflops"]) else f"{first['gflops']:.0f} GFLOP/s; "
        yield f"\n## {name}\n\n{speed}{first['software']}.\n"
        for training, title in ((CHAMPION, "The champion"), (PLAIN, "Plain networks")):
            rows = part[part["training"] == training]
            if len(rows):
                yield f"\n{title}:\n\n{frame_to_markdown(in_words(rows))}"


def page(text: str, table: pd.DataFrame) -> str:
    """The page with its tables made anew from all measurements."""
    return with_measured(text, "".join(sections(table)).lstrip("\n"))


def record(summary: pd.DataFrame, training: str) -> None:
    """Replace this machine's measurements in docs/costs/speed.csv; make page and figure from all of them."""
    path = DOCS / "speed.csv"
    here = machine()
    before = pd.read_csv(path)
    others = before[(before["machine"] != here["machine"]) | (before["training"] != training)]
    table = pd.concat([others, summary.round(4).assign(training=training, **here)])
    table = table.sort_values(["machine", "training"], kind="stable")[list(before.columns)]
    table.to_csv(path, index=False)
    draw(table)
    text = (DOCS / "speed.md").read_text(encoding="utf-8")
    (DOCS / "speed.md").write_text(page(text, table), encoding="utf-8")


def draw(table: pd.DataFrame) -> None:
    """Ratios of the plain three-layer networks over width: one panel per machine and batch size."""
    rows = table[(table["training"] == PLAIN) & (table["depth"] == HEADLINE["depth"])]
    rows = rows.groupby("machine").filter(lambda part: len(part) == len(WIDTHS) * len(BATCHES))
    machines = dict(list(rows.groupby("machine", sort=False)))
    names = [name for name in PEERS if name != "torch_compile"]
    figure, axes = plt.subplots(
        len(machines),
        len(BATCHES),
        figsize=(9, 0.6 + 2.2 * len(machines)),
        sharex=True,
        sharey=True,
        squeeze=False,
    )
    for line, (machine_name, of_machine) in zip(axes, machines.items(), strict=True):
        for axis, (batch, part) in zip(line, of_machine.groupby("batch"), strict=True):
            axis.set_prop_cycle(lines(len(names), in_order=False))
            for name in names:
                axis.plot(part["width"], part[f"{name}_median"], label=name, marker="o", markersize=3)
            axis.axhline(1, color="0", linewidth=0.8)
            axis.set(title=f"batch {batch}", xscale="log", xticks=WIDTHS, ylim=(0, None))
            axis.set_xticklabels(WIDTHS)
            axis.minorticks_off()
        line[0].set_ylabel(machine_name.replace(", ", "\n", 1) + "\nour time / time of")
    for axis in axes[-1]:
        axis.set_xlabel("width")
    figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=len(names))
    figure.savefig(DOCS / "speed.svg", metadata={"Date": None})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=5, help="epochs of each trainer in each case")
    args = parser.parse_args()

    core = max(os.sched_getaffinity(0))
    workers = {name: Worker(name, core) for name in TRAINERS if name != "torch_compile"}
    parts = []
    for width, batch, depth in itertools.product(WIDTHS, BATCHES, DEPTHS):
        # Whole epochs, of a size that every batch divides; of the widest networks a tenth.
        samples = 54_784 if width < 1024 else 5_376
        settings = mlp.Settings(
            hidden_layers=depth, hidden_size=width, batch_size=batch, learning_rate=0.1, schedule="constant",
            epochs=1,
        )  # fmt: skip
        # Compiling takes far longer than an epoch, so it is timed for one row only.
        headline = {"width": width, "depth": depth, "batch": batch} == HEADLINE
        one = {"torch_compile": Worker("torch_compile", core)} if headline else {}
        parts.append(measure(settings, samples, workers | one, args.turns))
        print(
            in_words(ratios(parts[-1])).to_string(index=False, header=len(parts) == 1 or headline), flush=True
        )
    record(ratios(pd.concat(parts)), PLAIN)
    print(machine())


if __name__ == "__main__":
    main()
