"""A real Slurm on this machine: munge, a controller and nodes on loopback, in a folder of its own.

As a program: run a command under it, as in ``python tests/cluster/slurm.py sinfo``. It needs root and
Debian's packages slurmctld, slurmd, slurm-client and munge; no database, control groups or systemd.
"""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from daemons import Daemons, answer, free_ports, run_under, wait_until

CONFIGURATION = Path("/etc/slurm/slurm.conf")  # a job step looks for it there and nowhere else
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


class Slurm(Daemons):
    """A cluster of nodes of one CPU. Files, logs and state lie in ``folder``.

    ``partitions`` has the nodes of each partition; the first is the default.
    """

    def __init__(self, folder: Path, partitions: dict[str, list[str]]) -> None:
        super().__init__(folder)
        self.partitions = partitions
        self.nodes = [node for nodes in partitions.values() for node in nodes]

    def start(self) -> None:
        """Start every daemon and wait until the nodes are idle.

        Raises:
            RuntimeError: the machine has a Slurm already.
            TimeoutError: a daemon does not answer; its log is in the folder.
        """
        left_by_a_test = CONFIGURATION.is_symlink() and "UP" not in answer("scontrol", "ping")
        if CONFIGURATION.exists() and not left_by_a_test:
            raise RuntimeError(f"{CONFIGURATION} exists: expected a machine without Slurm")
        self.folder.mkdir(exist_ok=True)
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
        super().stop()
        if CONFIGURATION.is_symlink() and CONFIGURATION.readlink() == self.folder / "slurm.conf":
            CONFIGURATION.unlink()

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


if __name__ == "__main__":
    sys.exit(run_under(lambda folder: slurm(folder, main=["n1", "n2"]), sys.argv[1:] or ["sinfo"]))
