"""A tiny study, and Snakemake as a user runs it."""

import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from tiny import tiny_config, write_idx

pytest_plugins = ["browsing", "easel", "one_run"]
ROOT = Path(__file__).parents[1]


class Project:
    """A copy of the project in a folder of its own, on the tiny data set."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.variables: dict[str, str] = {}  # of the environment of its commands

    @classmethod
    def create(cls, folder: Path) -> "Project":
        names = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT, check=True, capture_output=True, text=True,
        ).stdout.splitlines()  # fmt: skip
        for name in names:
            if (ROOT / name).exists():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name, follow_symlinks=False)
        project = cls(folder)
        project.config = tiny_config(write_idx(folder / "data"))
        return project

    @property
    def config(self) -> dict:
        return yaml.safe_load((self.folder / "config.yaml").read_text())

    @config.setter
    def config(self, value: dict) -> None:
        (self.folder / "config.yaml").write_text(yaml.safe_dump(value, sort_keys=False, allow_unicode=True))

    def copy(self, folder: Path) -> "Project":
        shutil.copytree(self.folder, folder)
        return Project(folder)

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.folder / name).read_text()
        assert old in text, f"{name} no longer has {old!r}"
        (self.folder / name).write_text(text.replace(old, new))

    def environment(self) -> dict[str, str]:
        """With this Python's programs first."""
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        return environment | {"PATH": path} | self.variables

    def run(self, *words: str, expect: int = 0) -> subprocess.CompletedProcess:
        """A command in the project's folder."""
        done = subprocess.run(
            words, cwd=self.folder, env=self.environment(), capture_output=True, text=True, timeout=300
        )
        assert done.returncode == expect, done.stdout + done.stderr
        return done

    def ready_for_make(self) -> None:
        """The environment that runs the tests, as `make` would have set it up."""
        (self.folder / ".venv").mkdir()
        for name in ("bin", "lib", "pyvenv.cfg"):
            (self.folder / ".venv" / name).symlink_to(Path(sys.prefix) / name)
        (self.folder / ".venv/.ready").touch()

    def snakemake(self, *words: str, expect: int = 0) -> subprocess.CompletedProcess:
        return self.run("snakemake", "--cores", "2", *words, expect=expect)

    def plan(self, *words: str) -> dict[str, set[str]]:
        """What a dry run would do: for each rule the wildcards of its jobs."""
        return self.planned(self.snakemake("--dry-run", *words))

    def planned(self, dry_run: subprocess.CompletedProcess) -> dict[str, set[str]]:
        """What a dry run says that it would do."""
        jobs: dict[str, set[str]] = {}
        for rule, block in re.findall(
            r"^(?:local)?(?:rule|checkpoint) (\w+):\n((?:    .*\n)*)", dry_run.stdout, re.MULTILINE
        ):
            wildcards = re.search(r"^    wildcards: (.*)$", block, re.MULTILINE)
            jobs.setdefault(rule, set()).add(wildcards[1] if wildcards else "")
        jobs.pop("all", None)
        return jobs

    def forget(self) -> None:
        """Take Snakemake's memory away, as if the results had been copied here with their times."""
        shutil.rmtree(self.folder / ".snakemake")

    def state(self) -> dict[str, tuple[int, bytes]]:
        """Time and content of every file, but for Snakemake's own notes."""
        return {
            str(path.relative_to(self.folder)): (path.stat().st_mtime_ns, path.read_bytes())
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and ".snakemake" not in path.parts and "__pycache__" not in path.parts
        }

    def results(self) -> dict[str, bytes]:
        """All that the workflow made, but logs and benchmarks."""
        folder = self.folder / "results"
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.relative_to(folder).parts[0] not in ("logs", "benchmarks")
        }


def pytest_configure() -> None:
    # What a shell starts in the background ignores Ctrl-C, and so would every program that a test interrupts.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser) -> None:
    parser.addoption("--fuzz-seconds", type=float, default=2, help="how long to fuzz the reader of IDX files")
    parser.addoption("--faults", type=int, default=2, help="random faults that a study must survive")
    parser.addoption("--first-fault", type=int, default=7, help="the seed of the first of them")
    parser.addoption("--outcomes", help="a table, to which the outcomes of the faults are added")


def pytest_generate_tests(metafunc) -> None:
    if "fault_seed" in metafunc.fixturenames:
        first = metafunc.config.getoption("first_fault")
        metafunc.parametrize("fault_seed", range(first, first + metafunc.config.getoption("faults")))


MadeOnce = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="session")
def made_once(tmp_path_factory) -> MadeOnce:
    """Make a folder by a function: in one of pytest's processes, while the others wait for it."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # of all processes of this session

    def made(name: str, make: Callable[[Path], None]) -> Path:
        folder, done = base / name, base / f"{name}.made"
        with (base / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                make(folder)
                done.touch()
        return folder

    return made


@pytest.fixture(scope="session")
def finished(made_once) -> Project:
    """The tiny study, run to its end. Tests that run something in it take a copy."""
    return Project(made_once("finished", lambda folder: Project.create(folder).snakemake()))


@pytest.fixture
def project(finished, tmp_path) -> Project:
    """A copy of the finished tiny study."""
    return finished.copy(tmp_path / "project")
