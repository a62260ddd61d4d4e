"""Trainers that take turns at an epoch, each in a process of its own, on one core and one thread."""

import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pandas as pd

import mlp
from workflow.runs.names import name_of

CASE = ["width", "depth", "batch"]
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


def versions(names: Sequence[str]) -> str:
    """The versions of those of the packages that are installed."""
    found = []
    for name in names:
        with suppress(PackageNotFoundError):
            found.append(f"{name} {version(name)}")
    return ", ".join(found)


def machine(packages: Sequence[str] = ("numpy", "torch", "jax", "scikit-learn")) -> dict[str, str | int]:
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
    software = f"OpenBLAS kernels {kernels}; Python {platform.python_version()}, {versions(packages)}"
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
