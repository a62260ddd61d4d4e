"""Faults that a study must survive, each drawn from its seed, and what became of it.

What is compared is all bytes of ``results/``, the manifest included. A fault either changes nothing, or one
clear line says what to do.
"""

import contextlib
import math
import os
import random
import re
import signal
import time
from pathlib import Path
from typing import NamedTuple

import psutil
from conftest import Project
from tortured import TABLES, Unclear, jobs, one_more_seed, own_mounts, remove, running

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)


class Part(NamedTuple):
    """What a finished study lacks when the command begins that a fault hits."""

    lacks: tuple[str, ...]
    targets: tuple[str, ...]  # of this command: only what is lacking is made again, so that it takes seconds
    jobs: int  # about as many as that takes


EVERYTHING = Part(("results", ".snakemake"), (), 40)
SCIENCE = Part(
    tuple(f"results/{folder}" for folder in ("data", "runs", "rungs", "checkpoints", "tables", "best")),
    TABLES, 21,
)  # fmt: skip
DRAWING = Part(
    ("results/figures/halved-*", "results/figures/errors*", "results/report.html", "results/MANIFEST*"), (), 9
)


class Fault(NamedTuple):
    """What was done, and the targets of the command to repeat."""

    said: str
    targets: tuple[str, ...]


class Moment(NamedTuple):
    """A moment of a command. By jobs, as these take longer when the machine is busy."""

    jobs: int
    seconds: float

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s after the start of {f'job {self.jobs}' if self.jobs else 'the command'}"


def part_missing(project: Project, rng: random.Random) -> Part:
    """Remove a part of a finished study."""
    (part,) = rng.choices([EVERYTHING, SCIENCE, DRAWING], [1, 7, 2])
    for pattern in (*part.lacks, "results/logs"):
        remove(*project.folder.glob(pattern))
    return part


def moment(part: Part, rng: random.Random) -> Moment:
    number = rng.randrange(part.jobs)
    return Moment(number, rng.uniform(0, 1 if number else 3))


def wait(project: Project, main: psutil.Popen, at: Moment) -> None:
    """Until that moment, or until the command ends."""
    logs = project.folder / "results/logs"
    while main.poll() is None and sum(path.is_file() for path in logs.rglob("*.log")) < at.jobs:
        time.sleep(0.02)
    time.sleep(at.seconds)


def main_process(project: Project, rng: random.Random) -> Fault:
    part, number = part_missing(project, rng), rng.choice(SIGNALS)
    at, everyone = moment(part, rng), number == signal.SIGINT and rng.random() < 0.5
    with running(project, *part.targets, cores=rng.choice((1, 2))) as main:
        wait(project, main, at)
        with contextlib.suppress(ProcessLookupError, psutil.NoSuchProcess):
            # Ctrl-C reaches all processes of a terminal; kill only the one that is named.
            os.killpg(main.pid, number) if everyone else main.send_signal(number)
    return Fault(f"{number.name}{' as by Ctrl-C' if everyone else ''}, {at}", part.targets)


def job(project: Project, rng: random.Random) -> Fault:
    part, number = part_missing(project, rng), rng.choice(SIGNALS)
    at, name = moment(part, rng), ""
    with running(project, *part.targets, cores=rng.choice((1, 2))) as main:
        wait(project, main, at)
        while main.poll() is None and not name:
            with contextlib.suppress(psutil.Error, IndexError):
                victim = rng.choice(jobs(project))
                name = victim.cmdline()[2].removeprefix("workflow.")
                victim.send_signal(number)
            time.sleep(0.01)
    return Fault(f"{number.name} to {name or 'no job, as none was left'}, {at}", part.targets)


def machine(project: Project, rng: random.Random) -> Fault:
    part = part_missing(project, rng)
    at = moment(part, rng)
    with running(project, *part.targets, cores=rng.choice((1, 2))) as main:
        wait(project, main, at)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(main.pid, signal.SIGKILL)
    return Fault(f"all processes, {at}", part.targets)


def clock(project: Project, rng: random.Random) -> Fault:
    """The machine stops, and its clock is wrong when it starts again: files are old, or of the future."""
    said, targets = machine(project, rng)
    days = rng.choice((-1, 1)) * math.exp(rng.uniform(math.log(0.05), math.log(4000)))
    share = rng.choice((0.5, 1))
    for folder in ("results", ".snakemake"):
        for path in sorted((project.folder / folder).rglob("*")):
            if rng.random() < share:
                at = path.stat().st_mtime + 86400 * days
                os.utime(path, (at, at))
    return Fault(f"{said}; {'all' if share == 1 else 'half of the'} files {days:+.1f} days away", targets)


def kilobytes(folder: Path) -> int:
    """What the files of a folder take on a disk in memory."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return sum(4 * math.ceil(path.stat().st_size / 4096) for path in files)


def disk(project: Project, rng: random.Random) -> Fault:
    """The disk is full in the midst; then all that is on it moves to a larger one."""
    folder, whole, part = project.folder, kilobytes(project.folder), part_missing(project, rng)
    left = rng.randrange(whole - kilobytes(folder))
    output = own_mounts(
        project,
        'set -e; cd ..; mv "$1" kept; mkdir "$1"; mount -t tmpfs -o "size=$2k" full "$1"; cp -a kept/. "$1"\n'
        'cd "$1"; snakemake "${@:3}" || true; cd ..; rm -r kept; cp -a "$1" larger; umount "$1"; rmdir "$1"\n'
        'mv larger "$1"',
        folder.name, str(kilobytes(folder) + left), "--cores", rng.choice("12"), *part.targets,
    )  # fmt: skip
    # A traceback through the project's code. Where Snakemake cannot log, its own has a rule in it.
    if re.search(rf'File "{re.escape(str(folder))}/[^"]*\.py"', output):
        raise Unclear(output)
    return Fault(f"{left} kB were left", part.targets)


def bit(project: Project, rng: random.Random) -> Fault:
    """A bit flips in a finished study; then something more is asked of it."""
    results = project.folder / "results"
    path = results / rng.choice([name for name, content in project.results().items() if content])
    content, place = bytearray(path.read_bytes()), rng.randrange(8 * path.stat().st_size)
    content[place // 8] ^= 1 << place % 8
    path.write_bytes(content)
    said = f"bit {place} of {path.relative_to(results)}"
    asked = rng.choices(("one more seed", "tables", "report"), (1, 3, 3))[0]
    if asked == "one more seed":
        one_more_seed(project)
        return Fault(f"{said}, {asked}", ())
    rooms = ("data", "runs", "rungs", "tables", "best") if asked == "tables" else ("figures", "report.html")
    gone = rng.choice([name for name in project.results() if name.startswith(rooms)])
    (results / gone).unlink()
    return Fault(f"{said}, {gone} deleted", TABLES if asked == "tables" else ())


KINDS = {
    "main process": main_process,
    "job": job,
    "machine": machine,
    "disk full": disk,
    "clock moved": clock,
    "flipped bit": bit,
}
