"""One place for the look of the figures, and one way to make them programs."""

import ast
import importlib

import matplotlib
import pytest
from conftest import ROOT
from matplotlib.colors import is_color_like

from workflow.configuration.experiments import FIGURES_OF
from workflow.figures.style import lines

FILES = sorted((ROOT / "workflow/figures").glob("*.py"))
LIBRARIES = ("fonts", "gallery", "language", "live", "parallel_axes", "program", "style", "svg")
PROGRAMS = [path.stem for path in FILES if path.stem not in LIBRARIES]


@pytest.mark.parametrize("path", [path for path in FILES if path.stem != "style"], ids=lambda path: path.stem)
def test_colours_are_named_by_the_style_alone(path):
    literals = {
        node.value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    colours = {word for word in literals if is_color_like(word) or word in matplotlib.colormaps}
    assert colours <= {"none"}  # which is no colour


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_says_what_it_draws_and_what_it_needs(name, capsys):
    module = importlib.import_module(f"workflow.figures.{name}")
    with pytest.raises(SystemExit) as done:
        module.main(["--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert done.value.code == 0
    assert module.__doc__.splitlines()[0] in said
    assert "files to write: .svg, .pdf, .png" in said
    parameters = [name for name in module.draw.__annotations__ if name != "return"]
    assert said.split("[-h] [--language {en,zh}] ")[1].startswith(
        " ".join(
            "{" + ",".join(FIGURES_OF["curves"]) + "}" if each == "quantity" else each for each in parameters
        )
    )


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_figure_has_a_caption(name):
    caption = (ROOT / f"workflow/report/captions/{name}.rst").read_text()
    assert caption.strip().endswith((".", "?"))


def test_no_two_of_twenty_lines_look_alike():
    looks = [(each["color"], str(each["linestyle"])) for each in lines(20, in_order=False)]
    assert len(set(looks)) == 20
