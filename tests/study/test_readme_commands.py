"""Every command of the README works, and the files that it names are there."""

import re

import pytest
from conftest import ROOT, Project

README = (ROOT / "README.md").read_text()


def test_every_command_works(tmp_path):
    project = Project.create(tmp_path / "project")
    config = project.config
    config["experiments"] = {"depth": config["experiments"]["depth"]}
    project.config = config
    (project.folder / "quick.yaml").write_text("seeds: [0]\n")
    project.ready_for_make()
    ran, said = [], ""
    for block in blocks("sh"):
        # `make test` is what runs this test.
        lines = [line for line in block.splitlines() if not line.startswith("make test")]
        said += project.run("bash", "-euo", "pipefail", "-c", "\n".join(lines)).stdout
        ran += lines
    assert len(ran) == 9
    manifest = (project.folder / "results/MANIFEST.sha256").read_text()
    assert f"every file is the same: {len(manifest.splitlines())} of them" in said
    assert (project.folder / "results/report.html").exists()


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_every_file_that_it_names_exists(finished, name):
    text = (ROOT / name).read_text()
    names = set(re.findall(r"`([\w./]+\.(?:md|py|yaml|yml|cff)|[\w/]+/)`", text))
    assert len(names) > 10
    for name in names - {"data/"}:
        base = finished.folder if name.startswith("results/") else ROOT
        assert (base / name).exists(), name
    for name in re.findall(r"`(results/[\w./]+)`", text):
        assert (finished.folder / name).exists(), name
