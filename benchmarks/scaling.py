"""Run many tiny runs through a real Slurm on this machine, and count its jobs and files.

The data set is the tests' tiny one, so that nearly all the time is overhead. It needs what the
cluster tests need, and imports from them:
``PYTHONPATH=tests:tests/cluster .venv-cluster/bin/python -m benchmarks.scaling 1000``.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from conftest import ROOT, Project
from daemons import answer
from slurm import slurm

SEEDS = 10


def files(folder: Path) -> str:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return f"{len(sizes):,} files, {sum(sizes) / 1e6:.1f} MB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("runs", type=int, nargs="?", default=1_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        project = Project.create(Path(scratch) / "project")
        rates = [round(1e-3 * (i + 1), 6) for i in range(args.runs // SEEDS)]
        project.config = project.config | {
            "seeds": list(range(SEEDS)),
            "experiments": {
                "growth": {"title": "Growth", "figure": "curves", "grid": {"learning_rate": rates}}
            },
        }
        state = Path(scratch) / "slurm"
        state.mkdir()
        with slurm(state, main=["n1", "n2"]):
            begin = time.perf_counter()
            command = [str(Path(sys.executable).with_name("snakemake")), "--profile", "profiles/slurm"]
            with (project.folder / "output.txt").open("w") as output:
                subprocess.run(
                    command, cwd=project.folder, stdout=output, stderr=subprocess.STDOUT, check=True
                )
            wall = time.perf_counter() - begin
            lines = answer("squeue", "-h", "--states=all", "--sort=i", "-o", "%i %V %S %e").splitlines()
        print(f"{args.runs:,} runs in {len(lines)} jobs: {wall:.0f} s in all")
        print("\n".join(lines))
        for name in ("results/runs", "results/logs/train", "results/benchmarks", ".snakemake/metadata"):
            print(f"{name}: {files(project.folder / name)}")
        print(f"in {ROOT.name}: {(project.folder / 'output.txt').stat().st_size / 1e6:.1f} MB of output")


if __name__ == "__main__":
    main()
