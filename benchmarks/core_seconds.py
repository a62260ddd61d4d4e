"""The CPU time that a command takes with everything that it starts, as it goes along."""

import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import psutil

from benchmarks.timing import environment

INTERVAL = 0.25  # seconds between two looks


class Spent(NamedTuple):
    """Core-seconds, user and system, by the time of day: of a command and all its descendants."""

    clock: list[float]
    seconds: list[float]

    def at(self, clock: float) -> float:
        """The core-seconds that had been spent at a time of day."""
        return float(np.interp(clock, self.clock, self.seconds))


def spend(command: Sequence[str], folder: Path, budget: float = float("inf")) -> Spent:
    """Run a command on one thread a process, until it ends or has spent the budget, and is stopped then."""
    before = of_children()
    spent = Spent([time.time()], [0.0])
    log = folder / "log.txt"
    with log.open("w") as file:
        process = psutil.Popen(command, cwd=folder, env=environment(), stdout=file, stderr=subprocess.STDOUT)
        while process.poll() is None and spent.seconds[-1] < budget:
            time.sleep(INTERVAL)
            spent.clock.append(time.time())
            spent.seconds.append(max(spent.seconds[-1], of_tree(process)))
        if stopped := process.poll() is None:
            stop(process)
        process.wait()
    if not stopped:
        if process.returncode:
            sys.exit(f"error: {' '.join(command)}: exit status {process.returncode}\n{log.read_text()}")
        spent.clock.append(time.time())
        spent.seconds.append(of_children() - before)  # with what passed since the last look
    return spent


def of_children() -> float:
    """Core-seconds of all processes that this one has started and waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def of_tree(process: psutil.Process) -> float:
    """Core-seconds of a process, those that it has waited for, and its descendants that are running.

    A parent is read before its children. So what ends in between is missed until the next look, and
    nothing is counted twice.
    """
    total = 0.0
    try:
        for each in (process, *process.children(recursive=True)):
            try:
                times = each.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += times.user + times.system + times.children_user + times.children_system
    except psutil.NoSuchProcess:
        pass
    return total


def stop(process: psutil.Process) -> None:
    """Kill a process and its descendants."""
    for each in (process, *process.children(recursive=True)):
        try:
            each.kill()
        except psutil.NoSuchProcess:
            continue
