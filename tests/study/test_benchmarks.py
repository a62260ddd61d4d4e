"""The benchmarks run; what they measure is in docs/, and no test."""

import sys

from conftest import Project


def test_growth_is_measured_and_its_page_written(tmp_path):
    project = Project.create(tmp_path / "project")
    page = project.folder / "docs/costs/growth.md"
    head, before = page.read_text().split("<!-- measured -->")
    project.run(sys.executable, "-m", "benchmarks.growth", "20", "--turns", "1")
    same, after = page.read_text().split("<!-- measured -->")
    assert same == head
    columns, _, row = after.strip().splitlines()
    assert columns.split() == before.strip().splitlines()[0].split()
    assert row.startswith("| 20 ")
