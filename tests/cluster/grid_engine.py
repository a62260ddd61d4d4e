"""A real Grid Engine on this machine: a master and one node on loopback, in a folder of its own.

As a program: run a command under it, as in ``python tests/cluster/grid_engine.py qhost``. It needs root and
Debian's packages gridengine-master, gridengine-exec and gridengine-client, whose own cell is not touched.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from daemons import Daemons, answer, free_ports, run_under, wait_until

DEBIAN = Path("/var/lib/gridengine")
BOOTSTRAP = """
admin_user none
default_domain none
ignore_fqdn false
spooling_method berkeleydb
spooling_lib libspoolb
spooling_params {folder}/spool
binary_path /usr/sbin
qmaster_spool_dir {folder}/qmaster
security_mode none
listener_threads 2
worker_threads 2
scheduler_threads 1
"""
# What differs from Debian's defaults: root may submit, and everything happens within a second.
CLUSTER = {
    "min_uid": "0",
    "min_gid": "0",
    "execd_spool_dir": "{folder}/node",
    "load_report_time": "00:00:01",
    "reporting_params": "accounting=true reporting=false flush_time=00:00:01 joblog=false sharelog=00:00:00",
}
SCHEDULER = {"schedule_interval": "0:0:1", "flush_submit_sec": "1", "flush_finish_sec": "1"}
ENVIRONMENT = {
    "pe_name": "smp",
    "slots": "999",
    "user_lists": "NONE",
    "xuser_lists": "NONE",
    "start_proc_args": "NONE",
    "stop_proc_args": "NONE",
    "allocation_rule": "$pe_slots",
    "control_slaves": "FALSE",
    "job_is_first_task": "TRUE",
    "urgency_slots": "min",
    "accounting_summary": "FALSE",
    "qsort_args": "NONE",
}
QUEUE = {
    "qname": "main.q",
    "hostlist": "{host}",
    "pe_list": "smp",
    "slots": "{slots}",
    "shell": "/bin/sh",
    "load_thresholds": "NONE",  # a test's machine is busy
}


class GridEngine(Daemons):
    """A cluster of one node with so many slots."""

    def __init__(self, folder: Path, slots: int) -> None:
        super().__init__(folder)
        self.words = {"folder": str(folder), "host": socket.gethostname(), "slots": str(slots)}

    def start(self) -> None:
        """Start both daemons and wait until the node answers.

        Raises:
            TimeoutError: a daemon does not answer; its output is in the folder.
        """
        common = self.folder / "default/common"
        for folder in (common, self.folder / "spool", self.folder / "qmaster", self.folder / "node"):
            folder.mkdir(parents=True)
        for name in ("bin", "lib", "util", "utilbin"):
            (self.folder / name).symlink_to(DEBIAN / name)
        (common / "bootstrap").write_text(BOOTSTRAP.format(**self.words).lstrip())
        (common / "act_qmaster").write_text(self.words["host"] + "\n")
        # 127.0.0.1 is localhost on most machines, whose own name is what Grid Engine goes by.
        (common / "host_aliases").write_text(f"{self.words['host']} localhost\n")
        subprocess.run(
            [
                "/usr/share/gridengine/scripts/init_cluster",
                self.folder,
                "default",
                self.folder / "spool",
                "root",
            ],
            check=True,
            capture_output=True,
        )
        self.keep("master", "sge_qmaster")
        wait_until(lambda: "qname" in answer("qconf", "-sq"), "the master")
        answer("qconf", "-as", self.words["host"])
        self.configure("-Mconf", "global", answer("qconf", "-sconf"), CLUSTER)
        self.configure("-Msconf", "scheduler", answer("qconf", "-ssconf"), SCHEDULER)
        self.configure("-Ap", "smp", "", ENVIRONMENT)
        self.configure("-Aq", "queue", answer("qconf", "-sq"), QUEUE)
        self.keep("node", "sge_execd")
        wait_until(lambda: "lx-amd64 " in answer("qstat", "-f"), "the node")

    def configure(self, option: str, name: str, text: str, changes: dict[str, str]) -> None:
        """Give the master a text of names and values, some of which are changed or new."""
        lines = text.replace("\\\n", " ").splitlines()
        values = dict(line.split(maxsplit=1) for line in lines if line and not line.startswith("#"))
        values |= {key: value.format(**self.words) for key, value in changes.items()}
        path = self.folder / name
        path.write_text("".join(f"{key} {value}\n" for key, value in values.items()))
        subprocess.run(["qconf", option, path], check=True, capture_output=True)


@contextmanager
def grid_engine(folder: Path, slots: int) -> Iterator[GridEngine]:
    """A cluster that lasts as long as the block; its commands find it by the environment."""
    cluster = GridEngine(folder, slots)
    master, node = free_ports(2)
    settings = {
        "SGE_ROOT": str(folder),
        "SGE_CELL": "default",
        "SGE_QMASTER_PORT": str(master),
        "SGE_EXECD_PORT": str(node),
        "SGE_ND": "1",  # daemons stay in the foreground
    }
    with patch.dict(os.environ, settings):
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()


if __name__ == "__main__":
    sys.exit(run_under(lambda folder: grid_engine(folder, slots=2), sys.argv[1:] or ["qhost"]))
