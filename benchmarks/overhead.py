"""Run the whole study of config.yaml from nothing, and write what it costs beyond training.

The overhead is (wall seconds × cores) / (sum of the seconds of training), from the first command to
the finished report. The four data files are read from results/data/idx.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.pages import write_measured

ROOT = Path(__file__).parents[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cores", type=int, default=len(os.sched_getaffinity(0)))
    args = parser.parse_args()

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        shutil.copy(ROOT / "config.yaml", folder)
        (folder / "data").symlink_to(ROOT / "results/data/idx")
        snakemake = str(Path(sys.executable).with_name("snakemake"))
        here = ("--snakefile", str(ROOT / "Snakefile"), "--profile", str(ROOT / "profiles/default"))
        begin = time.perf_counter()
        subprocess.run(
            [snakemake, *here, "--cores", str(args.cores), "--quiet", "all"], cwd=folder, check=True
        )
        wall = time.perf_counter() - begin
        logs = [path.read_text() for path in (folder / "results/logs/train").iterdir()]
        tables = [path.read_text() for path in sorted((folder / "results/tables").glob("*.md"))]
    training = sum(float(re.findall(r"seconds of training: ([\d.]+)", log)[0]) for log in logs)
    text = (
        f"{len(logs)} runs on {args.cores} cores: {wall:.0f} s in all, {training:.0f} s of training; "
        f"overhead {wall * args.cores / training:.3f}.\n"
    )
    print("\n".join(tables) + text)
    write_measured(ROOT / "docs/costs/overhead.md", text)


if __name__ == "__main__":
    main()
