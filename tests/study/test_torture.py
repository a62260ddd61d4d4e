"""Whatever happens to a study, the same command again ends it with the same bytes, or says what is wrong.

A fault is drawn from its seed, the number in the test's name. `make torture FAULTS=1000 FROM=0` draws them
and records what became of each: docs/findings/torture.md.
"""

import csv
import random
from collections.abc import Callable, Mapping

import psutil
import pytest
from conftest import Project
from faults import KINDS
from tortured import Unclear, again, damaged_files, jobs, one_more_seed, remove, study

from benchmarks.torture import SAID, SAME

Expected = Callable[[bool], dict[str, bytes]]
"""What results from the study, or from the one with one more seed."""


def idle(name: str, found: Mapping[str, bytes]) -> bool:
    """Whether nothing needs this file any more: it is checked, or made if missing, when something does."""
    return name.startswith("checkpoints/") or (name.startswith("rungs/") and name not in found)


def survive(project: Project, kind: str, rng: random.Random, expected: Expected) -> tuple[str, str]:
    """A fault of a kind, and its outcome: a failure if it is neither of the two good ones."""
    fault, before = "", project.results()

    def wrong() -> set[str]:
        """The files that are not as wanted."""
        found, wanted = project.results(), expected(fault.endswith("one more seed"))
        # With one more seed, a table of the last round before is no part of the study any more, and may stay.
        wanted = {name: content for name, content in before.items() if name in found} | wanted
        differ = {name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name)}
        return {
            name for name in differ if not (kind == "flipped bit" and name in fault and idle(name, found))
        }

    try:
        fault, targets = KINDS[kind](project, rng)
        said = again(project, *targets)
        psutil.wait_procs(jobs(project), timeout=300)
        said |= again(project)
        names = damaged_files(project) if kind == "flipped bit" else set()
        if not (unsaid := wrong() - names) and names:
            remove(*(project.folder / "results" / name for name in names))
            said = again(project) or True
            unsaid = wrong()
    except Unclear as error:
        return fault, f"failed: {error}"
    if unsaid:
        return fault, f"failed: not the same: {', '.join(sorted(unsaid))}"
    return fault, SAID if said else SAME


@pytest.fixture
def tortured(made_once, tmp_path) -> Project:
    """A copy of the study, finished."""
    return Project(made_once("tortured", lambda folder: study(folder).snakemake())).copy(tmp_path / "project")


@pytest.fixture
def expected(made_once, tortured):
    """What results from the study, or from the one with one more seed."""

    def make(folder) -> None:
        project = study(folder)
        one_more_seed(project)
        project.snakemake()

    undisturbed = tortured.results()
    return lambda more: Project(made_once("one_more_seed", make)).results() if more else undisturbed


def test_a_random_fault_changes_no_byte_unsaid(fault_seed, tortured, expected, pytestconfig):
    kind = list(KINDS)[fault_seed % len(KINDS)]
    fault, outcome = survive(tortured, kind, random.Random(fault_seed), expected)
    if record := pytestconfig.getoption("outcomes"):
        with open(record, "a", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerow([fault_seed, kind, fault, outcome.split(":")[0]])
    assert outcome in (SAME, SAID), f"seed {fault_seed}: {kind}: {fault}"
