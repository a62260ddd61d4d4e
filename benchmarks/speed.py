"""Time an epoch of the same training by every trainer, side by side, and write docs/costs/speed.*.

Each trainer is a process of its own, on one core and one thread. For each case they take turns, so
that a machine that slows down slows them all. What counts are ratios within a turn: their median
and range. The losses after the epoch must agree, or the arithmetic was not the same.

All measurements are in docs/costs/speed.csv, several kinds of machine beside each other. Measuring
again replaces those of this kind; the figure and the page's tables are made from the file.
"""

import argparse
import itertools
import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import pandas as pd
from matplotlib import pyplot as plt

import mlp
from benchmarks.trainers import TRAINERS
from workflow.figures.style import lines
from workflow.runs.names import name_of
from workflow.tables.frames import frame_to_markdown

WIDTHS, BATCHES, DEPTHS = (64, 128, 256, 1024), (32, 64, 128, 256), (1, 3, 5)
HEADLINE = {"width": 128, "depth": 3, "batch": 128}  # the study's network
CASE = ["width", "depth", "batch"]
PEERS = [name for name in TRAINERS if name != "ours"]
DOCS = Path("docs/costs")
PLAIN, CHAMPION = "plain", "champion"
# Sums in another order, in float32, over hundreds of steps: the losses agree to about 0.1 %.
AGREEMENT = 0.01
ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "JAX_PLATFORMS": "cpu",
}
PINNED_KERNELS = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
# The kernels that OpenBLAS chose, and the fastest of many products of 512 × 512 float32 matrices.
PROBE = """
import time, numpy, threadpoolctl
A = numpy.ones((512, 512), numpy.float32)
def seconds():
    begin = time.perf_counter()
    A @ A
    return time.perf_counter() - begin
gflops = 2 * 512**3 / min(seconds() for _ in range(500)) / 1e9
print(threadpoolctl.threadpool_info()[0]["architecture"], gflops)
"""


def environment() -> dict[str, str]:
    """One thread, and the kernels that each library chooses for this processor by itself."""
    return {key: value for key, value in os.environ.items() if key not in PINNED_KERNELS} | ONE_THREAD


def machine() -> dict[str, str | int]:
    """What a measurement depends on: the processor, its speed in a product on one core, the software."""
    info = Path("/proc/cpuinfo")
    fields = (
        dict(re.findall(r"^(\w[\w ]*?)\s*: (.*)$", info.read_text(), re.MULTILINE)) if info.exists() else {}
    )
    processor = fields.get("model name", platform.processor() or platform.machine())
    if "cpu family" in fields:
        processor += f", family {fields['cpu family']}, model {fields['model']}"
    probe = subprocess.run(
        [sys.executable, "-c", PROBE], env=environment(), capture_output=True, text=True, check=True
    )
    kernels, gflops = probe.stdout.split()
    versions = ", ".join(f"{name} {version(name)}" for name in ("numpy", "torch", "jax", "scikit-learn"))
    software = f"OpenBLAS kernels {kernels}; Python {platform.python_version()}, {versions}"
    return {"machine": processor, "gflops": round(float(gflops)), "software": software}


class Worker:
    """A trainer's process."""

    def __init__(self, name: str, core: int) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.trainers", name],
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: os.sched_setaffinity(0, {core}),
        )

    def send(self, line: str) -> None:
        """Send a case, or an empty line for an epoch of it."""
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def epoch(self) -> dict[str, float]:
        """Seconds and loss of one epoch of the case that was sent last."""
        assert self.process.stdout
        self.send("")
        answer: dict[str, float] = json.loads(self.process.stdout.readline())
        return answer


def measure(
    settings: mlp.Settings,
    samples: int,
    workers: dict[str, Worker],
    turns: int,
    agreement: float = AGREEMENT,
) -> pd.DataFrame:
    """Time epochs of so many samples: one row per trainer and turn."""
    for worker in workers.values():
        worker.send(json.dumps({"run": name_of(settings), "samples": samples}))
        worker.epoch()  # waits until it is ready, so that no preparation disturbs another's turn
    rows = []
    for turn in range(turns):
        for name, worker in workers.items():
            rows.append({"trainer": name, "turn": turn, **worker.epoch()})
    result = pd.DataFrame(rows)
    losses = result.groupby("trainer")["loss"].first().dropna()
    if losses.max() > losses.min() * (1 + agreement):
        sys.exit(f"error: {name_of(settings)}: not the same arithmetic, losses: {losses.to_dict()}")
    return result.assign(width=settings.hidden_size, depth=settings.hidden_layers, batch=settings.batch_size)


def ratios(times: pd.DataFrame) -> pd.DataFrame:
    """Our time divided by each other trainer's, turn by turn: median, lowest and highest."""
    wide = times.pivot_table(index=[*CASE, "turn"], columns="trainer", values="seconds")
    relative = wide.rdiv(wide["ours"], axis=0).drop(columns="ours")
    summary = relative.groupby(CASE).agg(["median", "min", "max"])
    summary.columns = ["_".join(column) for column in summary.columns]
    seconds = wide["ours"].groupby(CASE).median().rename("ours_seconds")
    return pd.concat([seconds, summary], axis=1).reset_index()


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
    return text.split("<!-- measured -->")[0] + "<!-- measured -->\n" + "".join(sections(table))


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
