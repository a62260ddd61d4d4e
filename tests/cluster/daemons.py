"""Start daemons so that nothing is left of them when the process that started them ends, however it ends.

Every daemon has a keeper above it (:data:`KEEPER`), to which all that the daemon starts returns when
its parent dies. The keeper ends that tree, and nothing else, as soon as its standard input closes: at
:meth:`Daemons.stop`, and also when the process that holds the other end is killed.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory

KEEPER = """
import ctypes, os, signal, subprocess, sys

PR_SET_CHILD_SUBREAPER = 36
ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
print(subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, start_new_session=True).pid, flush=True)
sys.stdin.read()
while True:
    try:
        for child in open(f"/proc/self/task/{os.getpid()}/children").read().split():
            os.kill(int(child), signal.SIGKILL)  # its own children become ours
        os.wait()
    except ProcessLookupError:
        pass
    except ChildProcessError:
        break
"""


def free_ports(n: int) -> list[int]:
    """Ports of loopback that nobody listens to."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(n)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def wait_until(true: Callable[[], bool], what: str, seconds: float = 30) -> None:
    """Ask again and again; raise TimeoutError saying what was waited for."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds:.0f} s for {what}")
        time.sleep(0.1)


def answer(*words: str) -> str:
    """What a command prints; nothing if it fails."""
    return subprocess.run(words, capture_output=True, text=True).stdout


class Daemons:
    """Daemons whose files, logs and state lie in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keepers: dict[str, subprocess.Popen[str]] = {}
        self.pids: dict[str, int] = {}

    def keep(self, name: str, *command: str) -> None:
        """Start a daemon under a keeper."""
        with (self.folder / f"{name}.out").open("a") as log:
            keeper = subprocess.Popen(
                [sys.executable, "-c", KEEPER, *command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        assert keeper.stdout
        self.keepers[name], self.pids[name] = keeper, int(keeper.stdout.readline())

    def kill(self, name: str) -> None:
        """End a daemon and all that it started, at once: a node whose power is cut."""
        keeper = self.keepers.pop(name)
        keeper.communicate(timeout=30)  # closes its input

    def kill_daemon_only(self, name: str) -> None:
        """End a daemon and leave the jobs that it started as orphans."""
        os.kill(self.pids[name], signal.SIGKILL)

    def stop(self) -> None:
        """End every process that was started."""
        for name in list(self.keepers):
            self.kill(name)


def run_under(start: Callable[[Path], AbstractContextManager[object]], words: list[str]) -> int:
    """Run a command under a cluster in a folder for the while; its exit status."""
    with TemporaryDirectory() as folder, start(Path(folder, "cluster")):
        return subprocess.run(words).returncode
