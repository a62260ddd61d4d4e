"""A program's fingerprint changes with what it does, and with nothing else."""

import pytest

from workflow.base import fingerprint as module

PROGRAM = '''"""A program."""
import math
from lib.used import helper, unused

LIMIT = 3  # of something


class Image:
    width: int = 4
    """In pixels."""


def main(x):
    """Do it."""
    # why
    return helper(x, LIMIT) + math.sqrt(x) * Image.width


if __name__ == "__main__":
    main(1)
'''
HELPER = """CONSTANT = 1
OTHER = 2


def helper(a, b):
    return f"{a + CONSTANT} {b}"


def unused():
    return OTHER
"""


def forget():
    module.read.cache_clear()
    module.reached_by.cache_clear()
    module.path_of.cache_clear()


@pytest.fixture
def fingerprint(tmp_path, monkeypatch):
    """The fingerprint of a small project, with some text of its two modules replaced."""
    monkeypatch.setattr(module, "ROOT", tmp_path)
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/__init__.py").write_text("")

    def of(*replacements, files=()):
        program, helper = PROGRAM, HELPER
        for old, new in replacements:
            assert old in program + helper
            program, helper = program.replace(old, new), helper.replace(old, new)
        (tmp_path / "program.py").write_text(program)
        (tmp_path / "lib/used.py").write_text(helper)
        forget()
        return module.fingerprint("program", *files)

    yield of
    forget()


@pytest.mark.parametrize(
    "replacement",
    [
        ("# why", "# because"),
        ("  # of something", ""),
        ('"""Do it."""', '"""Do it well.\n\n    At length."""'),
        ('    """Do it."""\n', ""),
        ('"""In pixels."""', '"""Number of pixels per row."""'),
        ("(x, LIMIT)", "(\n        x,\n        LIMIT\n    )"),
        ("\n\n\ndef main", "\n\ndef main"),
        ("    return helper", "  # another\n    return helper"),
        ("OTHER = 2", "OTHER = 99"),
        ("return OTHER", "return -OTHER"),
        ("import math\nfrom lib.used import helper, unused", "from lib.used import helper\nimport math"),
    ],
)
def test_what_changes_no_meaning_changes_no_fingerprint(fingerprint, replacement):
    assert fingerprint(replacement) == fingerprint()


@pytest.mark.parametrize(
    "replacement",
    [
        ("LIMIT = 3", "LIMIT = 4"),
        ("width: int = 4", "width: int = 5"),
        ("+ math", "- math"),
        ("CONSTANT = 1", "CONSTANT = 2"),
        ("a + CONSTANT", "a - CONSTANT"),
        ('{b}"', '{b}!"'),
        ("main(1)", "main(2)"),
        ("import math", "import cmath as math"),
        ("OTHER = 2", "OTHER = 2\nprint(OTHER)"),
        ("    return helper(x", "    if x:\n        return 0\n    return helper(x"),
        ("import helper, unused", "import unused as helper"),
    ],
)
def test_what_changes_the_meaning_changes_the_fingerprint(fingerprint, replacement):
    assert fingerprint(replacement) != fingerprint()


def test_block_structure_counts(fingerprint):
    body = "    if x:\n        x += 1\n{}x += 2\n    return helper(x"
    inside, outside = (
        fingerprint(("    return helper(x", body.format(indent))) for indent in ("        ", "    ")
    )
    assert inside != outside


def test_files_that_a_program_reads_count(fingerprint, tmp_path):
    absent = fingerprint(files=["data.csv"])
    (tmp_path / "data.csv").write_text("1")
    one = fingerprint(files=["data.csv"])
    (tmp_path / "data.csv").write_text("2")
    assert len({absent, one, fingerprint(files=["data.csv"])}) == 3


def test_a_module_of_another_project_is_refused():
    with pytest.raises(ValueError, match="not a module of this project"):
        module.fingerprint("numpy")


def test_every_statement_that_a_program_reaches_has_a_name():
    found = module.statements("workflow.runs.train")
    assert {"mlp/loss.py: softmax_cross_entropy", "workflow/runs/train.py: main"} <= set(found)
    assert "mlp/network.py: mlp" not in found  # imports have no line of their own
    assert list(found) == sorted(found)  # a rule takes them as a parameter, in their order
