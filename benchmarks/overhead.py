"""Run the whole study of config.yaml from nothing, and write what it costs beyond training.

The overhead is (wall seconds × cores) / (sum of the seconds of training), from the first command to
the finished report. The four data files are read from results/data/idx. What integrity costs is measured
after the study, on its files: each program's hashing again, in a process of its own.
"""

import argparse
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.pages import write_measured
from workflow.base.files import sha256
from workflow.base.integrity import checked_sha256, read_record, records_below

ROOT = Path(__file__).parents[1]


def hashing(path: Path) -> tuple[int, float]:
    """The bytes that the program of a record has hashed, of what it read and wrote, and the seconds of it."""
    record = read_record(path)
    assert record
    read = [path.parent / name for name in record.read]
    written = [path.parent / name for name in record.files]
    begin = time.perf_counter()
    for file in read:
        checked_sha256(file)
    for file in written:
        sha256(file)
    seconds = time.perf_counter() - begin
    return sum(file.stat().st_size for file in (*read, *written)), seconds


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
        # A new process each, as nothing counts as read in a program that begins.
        with multiprocessing.get_context("fork").Pool(1, maxtasksperchild=1) as pool:
            hashed = pool.map(hashing, records_below(folder / "results"), chunksize=1)
        tables = [path.read_text() for path in sorted((folder / "results/tables").glob("*.md"))]
    training = sum(float(re.findall(r"seconds of training: ([\d.]+)", log)[0]) for log in logs)
    checking = sum(seconds for _, seconds in hashed)
    spent = wall * args.cores
    text = (
        f"{len(logs)} runs on {args.cores} cores: {wall:.0f} s in all, {training:.0f} s of training; "
        f"overhead {spent / training:.3f}.\n\n"
        f"{len(hashed)} programs hashed {sum(size for size, _ in hashed) / 1e9:.1f} GB of what they read and "
        f"wrote, in {checking:.1f} s; without that, the overhead would be "
        f"{(spent - checking) / training:.3f}.\n"
    )
    print("\n".join(tables) + text)
    write_measured(ROOT / "docs/costs/overhead.md", text)


if __name__ == "__main__":
    main()
