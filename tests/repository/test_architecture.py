"""docs/architecture.md is a map of the files that are there."""

import re
import subprocess

from conftest import ROOT

PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
PAGE = (ROOT / "docs/architecture.md").read_text()
MAP = PAGE.split("## The map\n")[1]


def tracked(*folders: str) -> set[str]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *folders]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return {name for name in names if (ROOT / name).exists()}


def test_every_file_is_on_the_map_and_nothing_on_it_is_missing():
    files, covered = tracked("mlp", "workflow"), set()
    for folder, rows in re.findall(r"^### `([\w/]+/)`.*\n((?:(?!###).*\n?)*)", MAP, re.MULTILINE):
        for name in re.findall(r"^\| `(\S+)` \|", rows, re.MULTILINE):
            place = folder + name
            found = {file for file in files if file == place or (place[-1] == "/" and file.startswith(place))}
            assert found, f"{place} is on the map and does not exist"
            covered |= found
    assert files - covered == set(), "not on the map"


def test_every_file_that_the_pages_name_exists():
    for page in PAGES:
        text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
        for name in re.findall(r"`((?:mlp|workflow|tests|docs|profiles|benchmarks)/[\w./-]*)`", text):
            assert "NAME" in name or (ROOT / name).exists(), f"{page.relative_to(ROOT)}: {name}"
        for name in re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", text):
            assert (page.parent / name).exists(), f"{page.relative_to(ROOT)}: {name}"


def test_every_make_target_that_the_pages_name_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    text = "".join(page.read_text() for page in PAGES)
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE))
    assert len(named) > 5
    assert named - targets == set()
