"""The rooms of the workflow, and which may import which: docs/architecture.md."""

import ast
import re
from pathlib import Path

import pytest
from conftest import ROOT

# Each room may import those of the rows above its own, and itself.
LAYERS = [
    {"mlp", "base"}, {"configuration"}, {"data"}, {"runs"}, {"tables"}, {"search"}, {"figures", "report"},
    {"benchmarks"},
]  # fmt: skip
FLOOR = {room: floor for floor, rooms in enumerate(LAYERS) for room in rooms}
FILES = sorted(path for top in ("mlp", "workflow", "benchmarks") for path in (ROOT / top).rglob("*.py"))


def room(module: str) -> str:
    top, *rest = module.split(".")
    return rest[0] if top == "workflow" and rest else top


def imports(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text())))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_down_one_way(path):
    own = room(".".join(path.relative_to(ROOT).with_suffix("").parts))
    if own == "progress":  # Snakemake's plugin: it imports nothing of the project
        return
    others = {room(module) for module in imports(path)} & FLOOR.keys() - {own}
    assert {other for other in others if FLOOR[other] >= FLOOR[own]} == set()


@pytest.mark.parametrize("path", [path for path in FILES if "benchmarks" not in path.parts], ids=str)
def test_a_file_is_short_enough_to_read(path):
    assert len(path.read_text().splitlines()) <= 200


TESTS = [
    path
    for path in sorted((ROOT / "tests").rglob("test_*.py"))
    if path.parent.name not in ("study", "cluster")
]


@pytest.mark.parametrize("path", TESTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_test_that_needs_a_workflow_is_in_the_folder_that_make_check_leaves_out(path):
    nodes = list(ast.walk(ast.parse(path.read_text())))
    taken = {node.arg for node in nodes if isinstance(node, ast.arg)}
    called = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    assert not taken & {"finished", "project"}
    assert not called & {"snakemake", "plan"}


def test_the_page_of_the_architecture_has_the_same_layers():
    text = (ROOT / "docs/architecture.md").read_text()
    (order,) = re.findall(r"^(mlp, base < .*)$", text, re.MULTILINE)
    assert [set(re.split(r", | \| ", rooms)) for rooms in order.split(" < ")] == LAYERS
