"""What the page answers to the exercises of docs/lesson.md is what the lesson says."""

import re

import pytest
from conftest import ROOT

EXERCISES = re.split(r"^### \d\. ", (ROOT / "docs/lesson.md").read_text(), flags=re.MULTILINE)


@pytest.fixture
def page(visit):
    page = visit()
    page.wait_for_selector(".worked:not([hidden])")
    return page


def array(page, name: str) -> list[list[str]]:
    rows = page.locator(f'.stage[data-name={name}][data-mistake=""] [data-role=result] tbody tr')
    return [[cell.get_attribute("title") for cell in row.locator("td").all()] for row in rows.all()]


def test_a_bias_has_the_sum_of_its_column_as_gradient(page):
    sums = [sum(map(float, column)) for column in zip(*array(page, "dZ1"), strict=True)]
    (gradient,) = array(page, "db1")
    assert sums == pytest.approx([float(each) for each in gradient])


def test_another_label_changes_the_loss_and_what_comes_back_from_its_sample(page):
    names = ("Z1", "P", "L", "dZ3", "dW3", "dW1")
    before = {name: array(page, name) for name in names}
    page.locator(".map button[data-name=L]").click()
    page.locator('.stage[data-name=L] [data-array=Y] button:text-is("0")').first.click()
    after = {name: array(page, name) for name in names}
    assert [name for name in names if before[name] != after[name]] == ["L", "dZ3", "dW3", "dW1"]
    assert before["dZ3"][0] != after["dZ3"][0]
    assert before["dZ3"][1] == after["dZ3"][1]


def test_a_break_turns_red_what_the_lesson_says(page):
    wrong = page.locator(".map button[data-check=wrong]")
    assert wrong.count() == 0
    page.locator("[data-mistakes]").select_option(label=named("A forgotten 1/N"))
    assert wrong.count() == page.locator(".map button[data-check]").count()
    page.locator("[data-mistakes]").select_option(label=named("A forgotten ReLU mask"))
    assert {"dW2", "db2", "dW1", "db1"} <= {each.get_attribute("data-name") for each in wrong.all()}
    for right in ("dZ3", "dW3", "db3"):
        assert page.locator(f".map button[data-name={right}]").get_attribute("data-check") == "right"


def named(mistake: str) -> str:
    assert f"*{mistake}*" in EXERCISES[3]
    return mistake


def test_the_learning_rates_have_the_losses_of_the_lesson(page):
    _, *rows = re.findall(r"^\| (.*) \|$", EXERCISES[4], re.MULTILINE)
    assert len(rows) == 3
    for rate, *losses in (row.split(" | ") for row in rows):
        page.get_by_role("button", name="Start again").click()
        page.locator("[data-rate]").fill(rate)
        shown = [page.inner_text("[data-show=loss]")]
        for steps in ("Take the step", "Ten more"):
            page.get_by_role("button", name=steps).click()
            shown.append(page.inner_text("[data-show=loss]"))
        assert shown == losses
