"""A value of the configuration is data in every step, whatever it holds."""

import csv
import html
import json

from conftest import Project

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
    assert report.count("<script") == 1  # the page's own
    assert project.plan() == {}
