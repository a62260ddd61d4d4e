"""A study of twelve runs on the real data, as users run it on a cluster, and the same at home."""

import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, Project
from daemons import wait_until

SECONDS = 900  # until a study on the cluster is ended by force
STARTED: list[subprocess.Popen] = []


class Study:
    """The study in a folder of its own, by a profile."""

    def __init__(self, project: Project, profile: str) -> None:
        self.project = project
        environment = project.folder / ".venv-cluster"  # as `make` would have set it up
        environment.mkdir()
        (environment / "bin").symlink_to(Path(sys.executable).parent)
        (environment / ".ready").touch()
        (environment / ".plugins").touch()
        self.command = f"make cluster PROFILE=profiles/{profile}"

    def start(self) -> "Study":
        with (self.project.folder / "output.txt").open("w") as output:
            self.process = subprocess.Popen(
                ["timeout", "-k", "5", str(SECONDS), "bash", "-euo", "pipefail", "-c", self.command],
                cwd=self.project.folder,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        STARTED.append(self.process)
        return self

    def start_and_stop_the_last_run(self, setting: str = "") -> None:
        """Start with one run left, whose program is stopped. To be begun early, as its job lasts a minute."""
        run = sorted(self.runs())[0]
        (self.project.folder / f"results/runs/{run}/run.json").unlink()
        self.start()
        self.stop_a_program(setting)

    def finish(self) -> None:
        """Wait until it has ended well."""
        status = self.process.wait()
        assert status == 0, (self.project.folder / "output.txt").read_text()

    def runs(self) -> dict[str, int]:
        """Every run that is done, and when its log was last written to: in its last training."""
        results = self.project.folder / "results"
        names = [path.parent.name for path in results.glob("runs/*/run.json")]
        return {name: (results / f"logs/train/{name}.log").stat().st_mtime_ns for name in names}

    def training(self, setting: str = "") -> list[int]:
        """The programs that train a run of this study now, with this setting in their environment."""
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                words = (path / "cmdline").read_bytes().split(b"\0")
                here = (path / "cwd").resolve() == self.project.folder
                there = setting.encode() in (path / "environ").read_bytes()
                if here and there and words[1:3] == [b"-m", b"workflow.runs.train"]:
                    found.append(int(path.name))
        return found

    def stop_a_program(self, setting: str = "") -> int:
        """Stop one of these programs as soon as there is one, without ending it."""
        found: list[int] = []

        def trains() -> bool:
            found.extend(self.training(setting))
            return bool(found)

        wait_until(trains, "a program that trains", 60)
        os.kill(found[0], signal.SIGSTOP)
        return found[0]


def end_what_is_left() -> None:
    """End the studies that a failed test has left."""
    for process in STARTED:
        process.terminate()
        process.wait()


@pytest.fixture(scope="session")
def home(made_once) -> Project:
    """The study, run without a cluster."""
    return Project(made_once("home", run_at_home))


def run_at_home(folder: Path) -> None:
    project = Project.create(folder)
    config = yaml.safe_load((ROOT / "config.yaml").read_text())
    config["data"]["sources"] = [
        {"folder": str(ROOT / "results/data/idx")},
        {"folder": str(ROOT / "data")},
        *config["data"]["sources"],
    ]
    config["defaults"]["epochs"] = 2
    config["seeds"] = [0, 1]
    sizes = [{"hidden_size": size, "learning_rate": [0.1, 0.2, 0.3]} for size in (64, 128)]
    config["experiments"] = {"tuning": {"title": "Tuning", "figure": "heat_map", "grid": sizes}}
    project.config = config
    project.snakemake()


def manifest(project: Project) -> str:
    """The manifest, having checked that the files are those that it names."""
    project.run("bash", "-c", "cd results && sha256sum --check --quiet MANIFEST.sha256")
    return (project.folder / "results/MANIFEST.sha256").read_text()


def elsewhere(home: Project, folder: Path) -> Project:
    """The study in another folder, nothing made yet."""
    project = Project.create(folder)
    project.config = home.config
    return project


def commands_of_the_readme() -> list[str]:
    """Its commands for a cluster, by Slurm and by Grid Engine."""
    (block,) = re.findall(r"^```bash\n(.*?)^```", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    return [line.split(" #")[0] for line in block.splitlines()]
