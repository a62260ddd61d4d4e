"""Time planning and aggregation as a study grows, beside a bare Snakefile with as many trivial jobs.

The runs are not trained: this program writes their files, as large as training makes them. It measures
a dry run of the whole study with nothing made yet, with `ours / bare` turn by turn; the aggregation of
the study's table; and the same command when there is nothing to do. Figures are wall seconds and peak
memory of the whole process, Snakemake's start included.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import yaml

import mlp
from benchmarks.pages import write_measured
from workflow.base.files import READ, atomic_writes
from workflow.base.fingerprint import fingerprint
from workflow.base.integrity import checked
from workflow.configuration.experiments import canonical, configurations
from workflow.data.samples import PARTS
from workflow.runs.columns import RUN_FILES, SUMMARY
from workflow.runs.names import name_of
from workflow.runs.train import columns
from workflow.tables.aggregate import ENSEMBLES
from workflow.tables.frames import frame_to_markdown

ROOT = Path(__file__).parents[1]
SEEDS = 10
BARE = """
rule all:
    input: expand("results/runs/{{run}}/{{file}}", run=range({n}), file=["a", "b", "c"])
rule train:
    output: "results/runs/{{run}}/a", "results/runs/{{run}}/b", "results/runs/{{run}}/c"
    shell: "touch {{output}}"
"""


def timed(folder: Path, *command: str) -> tuple[float, float]:
    """Wall seconds and peak MB of a command that must succeed."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    if status:
        sys.exit(f"error: {' '.join(command)}: exit status {os.waitstatus_to_exitcode(status)}\n{errors}")
    return seconds, usage.ru_maxrss / 1024


def study(folder: Path, n: int) -> dict[str, object]:
    """Write a configuration of n runs and return its experiment."""
    config = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    rates = [round(1e-4 * (i + 1), 6) for i in range(n // SEEDS)]
    config["seeds"] = list(range(SEEDS))
    config["experiments"] = {
        "growth": {"title": "Growth", "figure": "curves", "grid": {"learning_rate": rates}}
    }
    (folder / "config.yaml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    return {"defaults": config["defaults"], "seeds": config["seeds"], "grid": {"learning_rate": rates}}


@contextmanager
def as_program(module: str | None, *arguments: str) -> Iterator[None]:
    """Record what is written in the block as the files of a program that a rule has started."""
    code = fingerprint(module) if module else ""
    command = patch.object(sys, "orig_argv", [sys.executable, "-m", module, *arguments])
    # Nothing is lost in a power failure: thousands of files need not wait for the disk.
    with command, patch.dict(os.environ, CODE=code), patch("os.fsync"):
        yield


def fake_runs(folder: Path, experiment: dict[str, object]) -> None:
    """Write the files of every run, their evaluation, and an empty data set, as if they had been made."""
    results = folder / "results"
    data = yaml.safe_load((folder / "config.yaml").read_text(encoding="utf-8"))["data"]
    sources = canonical(data["files"])
    with as_program(None, sources):
        for file in data["files"].values():
            with atomic_writes(results / "data/idx" / file["name"]) as (path,):
                path.touch()
    words = [f"--{key}={data[key.replace('-', '_')]}" for key in ("validation-size", "validation-seed")]
    parts = [results / f"data/{part}.parquet" for part in PARTS]
    words = [sources, f"--classes={len(data['classes'])}", *words]
    with (
        as_program("workflow.data.parse", *words),
        atomic_writes(*parts, results / "data/manifest.json") as (*paths, manifest),
    ):
        for path in paths:
            path.touch()
        manifest.write_text(json.dumps({part: {"sources": {}, "samples": 1000} for part in PARTS}))
    rng = np.random.default_rng(0)
    fields = (*mlp.EpochRecord._fields, "test_loss", "test_accuracy")
    with as_program("workflow.runs.train"), patch.dict(READ):
        for path in parts:
            checked(path)  # so that each run has them in its record
        for name in (name_of(settings) for row in configurations(experiment) for settings in row.runs):
            history = [
                dict(zip(fields, rng.random(len(fields)), strict=True)) | {"epoch": e} for e in range(1, 21)
            ]
            summary = {"run": name, "outcome": "completed", "inputs": 784, "final": history[-1]}
            written = [results / "runs" / name / file for file in RUN_FILES]
            with atomic_writes(*written) as (table, weights, run):
                pq.write_table(columns(history), table)
                weights.touch()
                run.write_text(json.dumps(dict.fromkeys(SUMMARY) | summary))
    ensembles = pd.DataFrame(0.0, range(len(configurations(experiment))), ENSEMBLES)
    written = [results / f"tables/growth-{name}" for name in ("images.parquet", "ensembles.csv")]
    with (
        as_program("workflow.tables.evaluate", canonical(experiment), "--shift", "0"),
        atomic_writes(*written) as (images, table),
    ):
        images.touch()
        ensembles.to_csv(table, index=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", type=int, nargs="*", default=[100, 1_000, 10_000], help="numbers of runs")
    parser.add_argument("--turns", type=int, default=3, help="dry runs of each of the two")
    args = parser.parse_args()

    snakemake = str(Path(sys.executable).with_name("snakemake"))
    rows = []
    for n in args.sizes:
        with tempfile.TemporaryDirectory() as scratch:
            ours, bare = Path(scratch, "ours"), Path(scratch, "bare")
            ours.mkdir()
            bare.mkdir()
            experiment = study(ours, n)
            (bare / "Snakefile").write_text(BARE.format(n=n), encoding="utf-8")
            plan = (snakemake, "--dry-run", "--quiet", "all")
            here = ("--snakefile", str(ROOT / "Snakefile"))
            turns = [(timed(ours, *plan, *here), timed(bare, *plan)) for _ in range(args.turns)]
            fake_runs(ours, experiment)
            table = ("results/tables/growth.csv", "--quiet", "all", "--cores", "1", *here)
            through_snakemake, _ = timed(ours, snakemake, *table)
            nothing, _ = timed(ours, snakemake, *table)
            outputs = ("--csv", "a.csv", "--markdown", "a.md", "--curves", "a.parquet", "--variance", "v.csv")
            options = ("--classes", "10", "--margin", "0.5")
            written = "results/tables/growth"
            evaluated = [f"--images={written}-images.parquet", f"--ensembles={written}-ensembles.csv"]
            text = json.dumps(experiment)
            words = ("results/runs", "growth", text, "results/data/manifest.json")
            program = (sys.executable, "-m", "workflow.tables.aggregate", *words)
            os.environ["PYTHONPATH"] = str(ROOT)
            alone, memory = timed(ours, *program, *options, *evaluated, *outputs)
        ratios = sorted(a[0] / b[0] for a, b in turns)
        rows.append(
            {
                "runs": f"{n:,}",
                "dry run, s": f"{np.median([a[0] for a, _ in turns]):.1f}",
                "ours / bare": f"{np.median(ratios):.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f})",
                "dry run, MB": f"{max(a[1] for a, _ in turns):.0f}",
                "bare, MB": f"{max(b[1] for _, b in turns):.0f}",
                "aggregation, s": f"{alone:.1f}",
                "aggregation, MB": f"{memory:.0f}",
                "with Snakemake, s": f"{through_snakemake:.1f}",
                "nothing to do, s": f"{nothing:.1f}",
            }
        )
        print(rows[-1], flush=True)
    write_measured(ROOT / "docs/costs/growth.md", frame_to_markdown(pd.DataFrame(rows)))


if __name__ == "__main__":
    main()
