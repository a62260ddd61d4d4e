"""The language of the figures and the report: what it changes in a study, and that no word is left behind."""

import json
import re

import pytest
import yaml
from conftest import ROOT
from drawings import needs_font, texts

SAME = r"L2|γ|Dropout|\d+e[+-]\d+"  # in both languages


@pytest.fixture(params=["tiny", "full"])
def folder(request):
    """That of a finished study."""
    if request.param == "tiny":
        return request.getfixturevalue("finished").folder
    if not (ROOT / "results/report.html").exists():
        pytest.skip("results/ does not hold the full study: make report")
    return ROOT


def test_every_text_of_every_figure_has_a_counterpart(folder):
    config = yaml.safe_load((folder / "config.yaml").read_text())
    own = {*json.loads((folder / "results/data/classes.json").read_text())}
    own |= {experiment["title"] for experiment in config["experiments"].values()}
    figures = list((folder / "results/figures").glob("*.svg"))
    assert len(figures) > 10
    for figure in figures:
        for words, said in texts(figure.read_text()):
            if re.search(r"[^\W\d_]", re.sub(SAME, "", words)):
                assert said, f"{figure.name}: {words}"
                assert said["en"] == words
                kept = {words, words.removeprefix("→ ")} & own
                assert kept or re.search(r"[\u4e00-\u9fff（）]", said["zh"]), f"{figure.name}: {words}"


@needs_font
def test_the_language_draws_the_figures_and_builds_the_report_again_and_nothing_else(project):
    english = (project.folder / "results/figures/depth-validation_loss.svg").read_text()
    project.config = project.config | {"language": "zh"}
    assert {rule for rule in project.plan() if not rule.startswith("plot_")} == {"report", "manifest"}
    assert len(project.plan()) > 10
    project.snakemake("results/report.html", "results/figures/depth-validation_loss.svg")
    chinese = (project.folder / "results/figures/depth-validation_loss.svg").read_text()
    assert ">验证损失</text>" in chinese
    assert ">validation loss</text>" not in chinese
    page = (project.folder / "results/report.html").read_text()
    assert '<html lang="zh-Hans">' in page
    project.config = project.config | {"language": "en"}
    project.snakemake("results/figures/depth-validation_loss.svg")
    assert (project.folder / "results/figures/depth-validation_loss.svg").read_text() == english


def test_a_machine_without_a_font_is_told_before_anything_runs(project):
    project.config = project.config | {"language": "zh"}
    project.edit("workflow/figures/fonts.py", '"zh": CHINESE', '"zh": ("A font that nobody has",)')
    done = project.snakemake("--dry-run", expect=1)
    (line,) = (line for line in (done.stdout + done.stderr).splitlines() if "specific profile" not in line)
    assert line.startswith("error: no font of this machine has the characters of language: zh; install one, ")
