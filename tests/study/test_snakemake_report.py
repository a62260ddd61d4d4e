"""Snakemake's own report."""

import json

from conftest import ROOT

# Their captions: this study has no search, tests/study/test_halving.py has one.
OF_SEARCHES = {
    f"{name}.rst"
    for name in (
        "dependence", "explained_dependence", "explained_importance", "importance", "listed_trials",
        "progress",         "rung", "rungs", "trials",
    )
}  # fmt: skip


def test_snakemake_s_own_report_has_every_figure_and_table_with_its_caption(project):
    page = project.folder / "snakemake-report.html"
    project.run("snakemake", "--report", str(page))
    text = page.read_text()
    figures = {path.name for path in (project.folder / "results/figures").glob("*.svg")}
    tables = {"depth.csv", "tuning.csv", "runs.csv", "confusion.csv"}
    assert [name for name in figures | tables | {"report.html"} if f'"name": "{name}"' not in text] == []
    captions = {path.name: path for path in (ROOT / "workflow/report/captions").glob("*.rst")}
    for name in captions.keys() - {*OF_SEARCHES, "seeds.rst"}:
        path = captions[name]
        caption = path.read_text().split("{{")[0].split(":")[0].strip()
        assert json.dumps(caption)[1:-1] in text, path.name
