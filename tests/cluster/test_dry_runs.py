"""Every profile of a cluster is one that Snakemake reads, and by which it plans the study."""

from pathlib import Path

import pytest
import yaml
from conftest import ROOT, Project

CLUSTERS = sorted(
    path.parent.name
    for path in ROOT.glob("profiles/*/config.yaml")
    if "executor" in yaml.safe_load(path.read_text())
)


@pytest.mark.parametrize("name", CLUSTERS)
def test_a_profile_plans_the_study(tmp_path: Path, name: str) -> None:
    plan = Project.create(tmp_path / "project").plan("--profile", f"profiles/{name}")
    assert {"train", "report", "manifest"} <= set(plan)
