"""Whatever happens to a study, the same command again ends it with the same bytes, or says what is wrong.

A fault is drawn from its seed, the number in the test's name. `make torture FAULTS=1000 FROM=0` draws them
and records what became of each: docs/findings/torture.md.
"""

import csv
import random

import pytest
from conftest import Project
from faults import KINDS, survive
from tortured import one_more_seed, study

from benchmarks.torture import SAID, SAME


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
