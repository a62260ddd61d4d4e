"""Whatever the configuration and the working folder hold: values are data, and a mistake is one line."""

import csv
import html
import json
from contextlib import chdir
from pathlib import Path

import pytest
from conftest import Project
from hypothesis import HealthCheck, given, settings
from random_configurations import configs, plan, write

from workflow.base.errors import InputError

WILD = """'; touch pwned1; echo ' "$(touch pwned2)" `touch pwned3` {run} {experiment} {params.files}
{wildcards} {{ 7 * 7 }} {% for %} <script>alert(1)</script> $x_1$ $\\frac{ \\n %s &amp; 衣服"""
CLASSES = [
    """'; touch pwned4; echo ' "$(touch pwned5)", `touch pwned6` \\frac{ $ $ $""",
    "{run} {wildcards.run} {params} {{ 7 }}\n<b>,",
    "true",
]


def test_a_value_of_the_configuration_is_data_in_every_step(tmp_path):
    project = Project.create(tmp_path / "project")
    config = project.config
    folder = """da'ta; $(touch pwned7) `touch pwned8` {run} {wildcards} "数据" &"""
    (project.folder / "data").rename(project.folder / folder)
    config["data"] |= {"sources": [{"folder": folder}], "classes": CLASSES}
    config["seeds"] = [0]
    config["experiments"] = {
        "depth": {"title": WILD, "halving": {"rungs": [1, 3]}, "grid": {"hidden_layers": [1, 2]}},
    }
    project.config = config
    project.snakemake()
    assert list(tmp_path.rglob("pwned*")) == []
    results = project.folder / "results"
    assert json.loads((results / "data/classes.json").read_text()) == CLASSES
    rows = list(csv.reader((results / "tables/confusion.csv").read_text().splitlines(keepends=True)))
    assert rows[0] == ["true", *CLASSES]
    assert [row[0] for row in rows[1:]] == CLASSES
    report = (results / "report.html").read_text()
    assert WILD in html.unescape(report)
    assert 'id="experiment-depth"' in report
    assert "<script>" not in report  # the page's own have a type
    assert project.plan() == {}


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Project:
    """The project, with nothing made yet."""
    return Project.create(tmp_path_factory.mktemp("empty") / "project")


def said(project: Project, *words: str, expect: int) -> list[str]:
    """What a command says of its own, besides Snakemake's note of the profile."""
    done = project.run(*words, expect=expect)
    return [line for line in (done.stdout + done.stderr).splitlines() if "specific profile" not in line]


@settings(
    max_examples=5, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(config=configs())
def test_snakemake_says_of_random_configurations_what_is_planned_of_them_here(empty, config):
    write(config, empty.folder / "config.yaml")
    with chdir(empty.folder):
        try:
            plan(Path("config.yaml"))
            expected = None
        except InputError as error:
            expected = f"error: {error}"
    lines = said(empty, "snakemake", "--dry-run", expect=1 if expected else 0)
    assert expected is None or "\n".join(lines) == expected


def test_results_that_are_no_folder_are_one_line(tmp_path):
    project = Project.create(tmp_path / "project")
    (project.folder / "results").write_text("not a folder")
    for option in ("--dry-run", "--cores=1"):
        (line,) = said(project, "snakemake", option, expect=1)
        assert line == "error: results: expected a folder, found a file or a broken link; move it away"
    assert (project.folder / "results").read_text() == "not a folder"


def test_a_folder_that_cannot_be_written_to_is_one_line_though_a_file_in_it_is_damaged(tmp_path):
    project = Project.create(tmp_path / "project")
    for folder in ("results", ".snakemake"):
        (project.folder / folder).mkdir()
    (project.folder / "results/a.csv").write_text("cut")
    (project.folder / "results/.a.csv.sums").write_text('{"a.csv": {"bytes": 9, "sha256": "0"}}')

    def read_only(command: str, expect: int) -> list[str]:
        mount = 'mount --bind . . && mount -o remount,ro,bind . && cd "$PWD" && ' + command
        return said(project, "unshare", "--map-root-user", "--mount", "sh", "-c", mount, expect=expect)

    try:
        read_only("! touch x 2> /dev/null", 0)
    except (AssertionError, FileNotFoundError):
        pytest.skip("this machine lets no user mount a folder")
    for option in ("--dry-run", "--cores=1"):
        # Snakemake says first that it cannot keep a log.
        *_, line = lines = read_only(f"snakemake {option}", 1)
        assert len(lines) <= 2
        assert line == (
            f"error: {project.folder}/.snakemake: expected a folder for Snakemake's records, found one that "
            "cannot be written to; name another working folder with --directory"
        )
