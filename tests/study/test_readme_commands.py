"""Every command of the README works, and the files that it names are there."""

import os
import re

import pytest
from conftest import ROOT, Project

README = (ROOT / "README.md").read_text()


def test_every_command_works_and_the_bytes_are_those_of_another_folder_and_number_of_cores(tmp_path):
    project = Project.create(tmp_path / "一个 $folder'")
    config = project.config
    config["seeds"] = [0]
    config["experiments"] = {"depth": config["experiments"]["depth"]}
    project.config = config
    (project.folder / "quick.yaml").write_text("experiments: {depth: {title: A first look}}\n")
    project.ready_for_make()
    fresh = tmp_path / "另 一个 $folder'"  # where `make verify` makes the study again
    fresh.mkdir()
    project.variables["TMPDIR"] = str(fresh)
    one_core = ["taskset", "--cpu-list", str(min(os.sched_getaffinity(0)))]
    report = project.folder / "results/report.html"
    ran, said = [], ""
    for block in re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL):
        # `make test` and `make check` are what runs this test.
        lines = [line for line in block.splitlines() if not re.match("make (test|check)", line)]
        # The study is first made on one core, and later by `make verify` on all.
        words = [*([] if report.exists() else one_core), "bash", "-euo", "pipefail", "-c", "\n".join(lines)]
        said += project.run(*words).stdout
        ran += lines
        if lines[0].startswith("make quick"):
            assert "A first look" in report.read_text()
    assert len(ran) == 10
    assert "A first look" not in report.read_text()
    manifest = (project.folder / "results/MANIFEST.sha256").read_text()
    assert f"every file is the same: {len(manifest.splitlines())} of them" in said


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_every_file_that_it_names_exists(finished, name):
    text = (ROOT / name).read_text()
    names = set(re.findall(r"`([\w./]+\.(?:md|py|yaml|yml|cff)|[\w/]+/)`", text))
    names |= set(re.findall(r"\]\(([^)]+)\)", text))
    assert len(names) > 20
    for name in names - {"data/"}:
        if name.startswith("https://"):
            continue
        base = finished.folder if name.startswith("results/") else ROOT
        assert (base / name).exists(), name
    for name in re.findall(r"`(results/[\w./]+)`", text):
        assert (finished.folder / name).exists(), name
