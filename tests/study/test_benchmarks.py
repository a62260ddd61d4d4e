"""The benchmarks run; what they measure is in docs/, and no test."""

import importlib.util
import json
import sys

import pandas as pd
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


def test_searches_are_measured_once_and_their_page_written(tmp_path):
    project = Project.create(tmp_path / "project")
    project.snakemake("results/data/manifest.json")
    docs = project.folder / "docs/findings"
    head = (docs / "time_to_quality.md").read_text().split("<!-- measured -->")[0]
    methods = ["random", "halving"]
    if importlib.util.find_spec("torch"):
        methods.append("optuna_hyperband")
    command = [sys.executable, "-m", "benchmarks.search", "--budget", "10", "--repetitions", "1"]
    project.run(*command, "random")
    first = project.folder / "results/benchmarks/time_to_quality/random-0.csv"
    before = first.stat().st_mtime_ns
    project.run(*command, *methods)
    assert first.stat().st_mtime_ns == before
    same, measured = (docs / "time_to_quality.md").read_text().split("<!-- measured -->")
    assert same == head
    assert "Budget: 10 core-seconds. Repetitions: 1." in measured
    assert (docs / "time_to_quality.svg").exists()
    traces = pd.read_csv(docs / "time_to_quality.csv")
    assert set(traces["method"]) == set(methods)
    # What ended at last may have ended after the budget: it is kept, and not counted.
    assert traces["core_seconds"].between(0, 60).all()
    assert traces["validation_accuracy"].dropna().between(0, 100).all()
    for method, trace in traces.groupby("method"):
        assert trace["core_seconds"].is_monotonic_increasing
        assert set(trace["epochs"]) <= {1, 3, 9}
        assert (trace["epochs"] == 9).all() or method != "random"
    costs = json.loads((docs / "time_to_quality.json").read_text())["costs"]
    assert min(costs["start"], costs["job"]) > 0
    other = project.run(*command, "--budget", "11", expect=1)
    assert "measured with budget 10.0, now 11.0" in other.stderr
