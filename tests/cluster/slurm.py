"""A real Slurm on this machine: munge, a controller and nodes on loopback, in a folder of its own.

As a program: run a command under it, as in ``python tests/cluster/slurm.py sinfo``. It needs root and
Debian's packages slurmctld, slurmd, slurm-client and munge; no database, control groups or systemd.

Every daemon has a keeper above it (:data:`KEEPER`), to which all that the daemon starts returns when
its parent dies. The keeper ends that tree, and nothing else, as soon as its standard input closes: at
:meth:`Slurm.stop`, and also when the process that holds the other end is killed.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

CONFIGURATION = Path("/etc/slurm/slurm.conf")  # a job step looks for it there and nowhere else
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
TEXT = """
ClusterName=loopback
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller}
SlurmUser=root
SlurmdUser=root
AuthInfo=socket={folder}/munge/socket,cred_expire=5
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerParameters=bf_interval=5,sched_min_interval=0,batch_sched_delay=0,sched_interval=1
SlurmdParameters=config_overrides
ReturnToService=2
SlurmctldTimeout=10
SlurmdTimeout=10
KillWait=2
MinJobAge=3600
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=task=1
JobAcctGatherParams=OverMemoryKill
AccountingStorageType=accounting_storage/none
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/%n.log
{nodes}
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


class Slurm:
    """A cluster of nodes of one CPU. Files, logs and state lie in ``folder``.

    ``partitions`` has the nodes of each partition; the first is the default.
    """

    def __init__(self, folder: Path, partitions: dict[str, list[str]]) -> None:
        self.folder, self.partitions = folder, partitions
        self.nodes = [node for nodes in partitions.values() for node in nodes]
        self.keepers: dict[str, subprocess.Popen[str]] = {}
        self.pids: dict[str, int] = {}

    def start(self) -> None:
        """Start every daemon and wait until the nodes are idle.

        Raises:
            RuntimeError: the machine has a Slurm already.
            TimeoutError: a daemon does not answer; its log is in the folder.
        """
        left_by_a_test = CONFIGURATION.is_symlink() and "UP" not in answer("scontrol", "ping")
        if CONFIGURATION.exists() and not left_by_a_test:
            raise RuntimeError(f"{CONFIGURATION} exists: expected a machine without Slurm")
        munge = self.folder / "munge"
        munge.mkdir(mode=0o700)
        (self.folder / "state").mkdir()
        subprocess.run(["mungekey", "-c", "-k", munge / "key-file"], check=True)
        controller, *ports = free_ports(1 + len(self.nodes))
        host = socket.gethostname()
        lines = [
            f"NodeName={node} NodeHostname={host} NodeAddr=127.0.0.1 Port={port} CPUs=1 RealMemory=16000"
            for node, port in zip(self.nodes, ports, strict=True)
        ]
        for n, (name, nodes) in enumerate(self.partitions.items()):
            lines.append(f"PartitionName={name} Nodes={','.join(nodes)} Default={'NO' if n else 'YES'}")
        text = TEXT.format(folder=self.folder, host=host, controller=controller, nodes="\n".join(lines))
        (self.folder / "slurm.conf").write_text(text)
        CONFIGURATION.parent.mkdir(exist_ok=True)
        CONFIGURATION.unlink(missing_ok=True)
        CONFIGURATION.symlink_to(self.folder / "slurm.conf")

        options = [f"--{name}={munge / name}" for name in ("key-file", "pid-file", "seed-file", "socket")]
        # By force, as its folder is nobody else's and a socket should be everyone's.
        self.keep("munged", "munged", "--foreground", "--force", *options)
        wait_until(lambda: "MUNGE" in answer("munge", "-n", "-S", str(munge / "socket")), "munge")
        self.keep("slurmctld", "slurmctld", "-D")
        wait_until(lambda: "UP" in answer("scontrol", "ping"), "the controller")
        for node in self.nodes:
            self.start_node(node)
        wait_until(lambda: set(self.states().values()) == {"idle"}, "idle nodes")

    def stop(self) -> None:
        """End every process that was started, and take the configuration away."""
        for name in list(self.keepers):
            self.kill(name)
        if CONFIGURATION.is_symlink() and CONFIGURATION.readlink() == self.folder / "slurm.conf":
            CONFIGURATION.unlink()

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

    def start_node(self, node: str) -> None:
        self.keep(node, "slurmd", "-D", "-N", node)

    def states(self) -> dict[str, str]:
        """The state of each node, such as idle, mixed or down*."""
        return dict(line.split() for line in answer("sinfo", "-N", "-h", "-o", "%N %t").splitlines())


@contextmanager
def slurm(folder: Path, **partitions: list[str]) -> Iterator[Slurm]:
    """A cluster that lasts as long as the block."""
    cluster = Slurm(folder, partitions)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="slurm"))
    try:
        with slurm(folder, main=["n1", "n2"]):
            return subprocess.run(sys.argv[1:] or ["sinfo"]).returncode
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
