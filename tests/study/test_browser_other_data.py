"""The page of a study of other data, 16 × 16 pixels in 7 classes, and of other experiments, in a browser."""

import pytest
from browsing import DESK, PHONE, faults
from conftest import Project
from tiny import by_role, checksums, write_staves

CLASSES = [f"note {n}" for n in range(7)]


@pytest.fixture(scope="module")
def report(made_once):
    def make(folder):
        project = Project.create(folder)
        write_staves(project.folder / "data")
        config = project.config
        config["data"] |= {"name": "Staves", "noun": {"en": "notes", "zh": "音符"}, "classes": CLASSES}
        config["data"] |= {"files": by_role(checksums(project.folder / "data")), "validation_size": 35}
        grid = {"flip": [False, True], "batch_norm": [False, True]}
        config["experiments"] = {"switches": {"title": "Switches", "figure": "heat_map", "grid": grid}}
        project.config = config
        project.snakemake()

    return made_once("staves", make) / "results/report.html"


@pytest.mark.parametrize(("size", "scheme", "locale"), [(PHONE, "dark", "zh-CN"), (DESK, "light", "en-GB")])
def test_every_part_works_as_for_the_study_of_the_readme(visit, size, scheme, locale):
    page = visit(size, color_scheme=scheme, locale=locale)
    links = page.locator("nav a").evaluate_all("links => links.map(link => link.hash)")
    assert "#experiment-switches" in links
    assert [link for link in links if page.locator(link).count() != 1] == []
    # The figure of the search answers.
    figure = page.locator('[data-name="switches-heat_map"]')
    before = figure.locator(".readout").inner_text()
    figure.locator(".drawing").focus()
    page.keyboard.press("ArrowRight")
    said = figure.locator(".readout").inner_text()
    assert "±" in said
    assert said != before
    # The network in the page has these pixels and these classes.
    page.wait_for_selector("#trained .gallery label")
    picture = page.locator("#trained-picture")
    assert picture.evaluate("canvas => [canvas.width, canvas.height]") == [16, 16]
    assert page.locator("#trained").get_by_text("note 6", exact=True).count() > 0
    # So does the step, whose network is always the same.
    assert page.locator("#step").get_by_text("1 / 147").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert faults(page) == []
