"""Time an epoch of the same training by every trainer, side by side, and write docs/speed.*.

Each trainer is a process of its own, on one core and one thread; for each case they take turns, so
that a machine that slows down slows them all. What counts are ratios within a turn: their median
and range. The losses after the epoch must agree, or the arithmetic was not the same.
"""

import argparse
import itertools
import json
import os
import platform
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pandas as pd
from matplotlib import pyplot as plt

import mlp
from benchmarks.trainers import TRAINERS
from workflow.figures.style import lines, save
from workflow.runs.names import name_of
from workflow.tables.frames import frame_to_markdown

WIDTHS, BATCHES, DEPTHS = (64, 128, 256, 1024), (32, 64, 128, 256), (1, 3, 5)
DOCS = Path("docs")
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


def environment() -> dict[str, str]:
    """One thread, and kernels that each library chooses for this processor by itself."""
    return {key: value for key, value in os.environ.items() if key not in PINNED_KERNELS} | ONE_THREAD


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
        """A case, or an empty line for an epoch of it."""
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
    """A row a trainer and turn, of an epoch of so many samples."""
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
    """Ours over each other trainer, turn by turn: median, lowest and highest."""
    keys = ["width", "depth", "batch"]
    wide = times.pivot_table(index=[*keys, "turn"], columns="trainer", values="seconds")
    relative = wide.rdiv(wide["ours"], axis=0).drop(columns="ours")
    summary = relative.groupby(keys).agg(["median", "min", "max"])
    summary.columns = ["_".join(column) for column in summary.columns]
    seconds = wide["ours"].groupby(keys).median().rename("ours_seconds")
    return pd.concat([seconds, summary], axis=1).reset_index()


def in_words(summary: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """The summary for people: a cell a ratio, with its range."""
    result = summary[["width", "depth", "batch"]].astype(str)
    result["ours, s"] = [f"{seconds:.3f}" for seconds in summary["ours_seconds"]]
    for name in names:
        columns = (summary[f"{name}_{part}"] for part in ("median", "min", "max"))
        result[f"ours / {name}"] = [
            "" if pd.isna(median) else f"{median:.2f} ({low:.2f}–{high:.2f})"
            for median, low, high in zip(*columns, strict=True)
        ]
    return result


def draw(summary: pd.DataFrame, names: list[str]) -> None:
    """Ratios of the three-layer rows over width, a panel a batch size."""
    rows = summary[summary["depth"] == 3]
    figure, axes = plt.subplots(1, rows["batch"].nunique(), figsize=(9, 2.8), sharey=True, squeeze=False)
    for axis, (batch, part) in zip(axes[0], rows.groupby("batch"), strict=True):
        axis.set_prop_cycle(lines(len(names), in_order=False))
        for name in names:
            axis.plot(part["width"], part[f"{name}_median"], label=name, marker="o", markersize=3)
        axis.axhline(1, color="0", linewidth=0.8)
        axis.set(title=f"batch {batch}", xlabel="width", xscale="log", xticks=part["width"])
        axis.set_xticklabels(part["width"])
        axis.minorticks_off()
    axes[0, 0].set(ylabel="time of ours / time of", ylim=(0, None))
    figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=len(names))
    save(figure, [DOCS / "speed.svg"])


def machine() -> str:
    """Processor, kernels and versions, in a line."""
    info = Path("/proc/cpuinfo")
    found = re.search(r"^model name\s*: (.*)$", info.read_text(), re.MULTILINE) if info.exists() else None
    program = "import numpy, threadpoolctl; print(threadpoolctl.threadpool_info()[0]['architecture'])"
    kernels = subprocess.run(
        [sys.executable, "-c", program], env=environment(), capture_output=True, text=True, check=True
    ).stdout.strip()
    versions = ", ".join(f"{name} {version(name)}" for name in ("numpy", "torch", "jax", "scikit-learn"))
    processor = found[1] if found else platform.processor()
    return f"{processor}; OpenBLAS kernels {kernels}; Python {platform.python_version()}, {versions}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=5, help="epochs of each trainer in each case")
    args = parser.parse_args()

    core = max(os.sched_getaffinity(0))
    names = [name for name in TRAINERS if name != "torch_compile"]
    workers = {name: Worker(name, core) for name in names}
    parts = []
    for width, batch, depth in itertools.product(WIDTHS, BATCHES, DEPTHS):
        # Whole epochs, of a size that every batch divides; of the widest networks a tenth.
        samples = 54_784 if width < 1024 else 5_376
        settings = mlp.Settings(
            hidden_layers=depth, hidden_size=width, batch_size=batch, learning_rate=0.1, schedule="constant",
            epochs=1,
        )  # fmt: skip
        # Compiling takes far longer than an epoch, so that one row stands for it.
        one = (
            {"torch_compile": Worker("torch_compile", core)} if (width, batch, depth) == (128, 128, 3) else {}
        )
        parts.append(measure(settings, samples, workers | one, args.turns))
        compared = [*names[1:], *one]
        print(
            in_words(ratios(parts[-1]), compared).to_string(index=False, header=len(parts) == 1 or bool(one)),
            flush=True,
        )
    summary = ratios(pd.concat(parts))
    compared = [name for name in TRAINERS if name != "ours"]
    summary.round(4).to_csv(DOCS / "speed.csv", index=False)
    draw(summary, names[1:])
    head = (DOCS / "speed.md").read_text(encoding="utf-8").split("<!-- measured -->")[0]
    table = frame_to_markdown(in_words(summary, compared))
    (DOCS / "speed.md").write_text(f"{head}<!-- measured -->\n\n{machine()}.\n\n{table}", encoding="utf-8")


if __name__ == "__main__":
    main()
