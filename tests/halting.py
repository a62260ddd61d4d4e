"""The training program, started, halted and killed, as a person or a machine would."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from conftest import ROOT

# With everything that training keeps from one step to the next.
RUN = "batch_norm=true~batch_size=20~dropout=0.1~ema=0.9~epochs=400~hidden_size=6~momentum=0.5~shift=1"

# The program, halted until somebody lets it go on or ends it.
HALTED = """
import os, runpy, signal
from workflow.runs.checkpoint import Checkpoint
saved = []
def save(self, snapshot, save=Checkpoint.save):
    save(self, snapshot)
    saved.append(snapshot)
    if len(saved) == 2:
        os.kill(os.getpid(), signal.SIGSTOP)
Checkpoint.save = save
runpy.run_module("workflow.runs.train", run_name="__main__", alter_sys=True)
"""


class Training:
    """The training program, as a person calls it, in a folder with a copy of the code."""

    def __init__(self, folder: Path, data: Path, code: Path = ROOT) -> None:
        self.folder, self.data, self.code = folder, data, code

    def start(self, run: str = RUN, program=("-m", "workflow.runs.train"), **options) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, *program, run, self.data, "runs", "checkpoints"],
            cwd=self.folder, env=os.environ | {"PYTHONPATH": str(self.code)},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options,
        )  # fmt: skip

    def finish(self, run: str = RUN) -> str:
        process = self.start(run)
        output, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
        assert not list((self.folder / "checkpoints").iterdir())
        return output

    def kill(self, number: signal.Signals = signal.SIGKILL) -> Path:
        """End a run in its midst, when it has saved its checkpoint a second time; its checkpoint."""
        process = self.start(program=["-c", HALTED])
        os.waitpid(process.pid, os.WUNTRACED)
        process.send_signal(number)
        process.send_signal(signal.SIGCONT)
        assert process.communicate(timeout=60)[1] == ""
        assert process.returncode != 0
        assert not (self.folder / "runs").exists()
        return self.folder / "checkpoints" / RUN

    def files(self, run: str = RUN) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (self.folder / "runs" / run).iterdir()}
