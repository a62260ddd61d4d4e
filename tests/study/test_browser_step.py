"""One training step in a browser: moved through from the keyboard, seen, read in Chinese and on paper."""

import math
import re

import numpy as np
import pytest
from browsing import DESK, PHONE, faults
from step_page import ARRAYS, STAGES, number, write_page

from workflow.report import worked


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return write_page(tmp_path_factory.mktemp("step"))


def worked_out(formula: str) -> float:
    """What the formula with its numbers comes to, for one who works it out by hand."""
    text = formula.translate(str.maketrans("−×[]", "-*()"))
    text = re.sub(r"log ([\d.]+)", r"log(\1)", text)
    return eval(text, {"exp": math.exp, "log": math.log, "max": max})


def test_from_the_keyboard_alone_to_the_end(visit):
    page = visit()
    while not page.evaluate("!!document.activeElement.closest('.worked')"):
        page.keyboard.press("Tab")
    for stage in STAGES:
        values = ARRAYS[stage.name]
        for row, column in np.ndindex(values.shape):
            said = page.text_content("[data-show=said]")
            label, *formula, result = page.inner_text("[data-show=sum]").split(" = ")
            assert said == f"{label} = {result}"
            assert label == "L" or label.endswith(f"[{row + 1}, {column + 1}]")
            # mlp's number, to the digits that are shown; and what the formula comes to, from rounded numbers
            assert number(result) == pytest.approx(values[row, column], abs=6e-4)
            assert worked_out(formula[0]) == pytest.approx(number(result), abs=6e-3), said
            lit = page.locator(f".stage:visible [data-array={stage.name}] .lit")
            assert number(lit.first.locator("span").inner_text()) == number(result)
            page.keyboard.press("ArrowRight")
    assert page.get_attribute("[data-go=next]", "aria-disabled") == "true"
    assert page.inner_text("[data-show=at]").split(" / ")[0] == str(sum(ARRAYS[s.name].size for s in STAGES))
    for key, label in [
        ("Home", "Z₁[1, 1]"), ("ArrowDown", "A₁[1, 1]"), ("ArrowRight", "A₁[1, 2]"), ("ArrowUp", "A₁[1, 1]"),
        ("ArrowUp", "Z₁[1, 1]"), ("ArrowLeft", "Z₁[1, 1]"), ("End", "b₃⁺[1, 2]"), ("ArrowDown", "b₃⁺[1, 1]"),
    ]:  # fmt: skip
        page.keyboard.press(key)
        assert page.text_content("[data-show=said]").startswith(f"{label} = "), key


def test_the_forward_pass_is_exact_to_the_logits(visit):
    """The page rounds to three decimals: the numbers are chosen so that nothing is rounded before softmax."""
    page = visit()
    page.click(".map [data-name=Z1]")
    while not (said := page.inner_text("[data-show=sum]")).startswith("P"):
        _, formula, result = said.split(" = ")
        assert worked_out(formula) == number(result)
        page.click("[data-go=next]")


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESK, "dark")])
@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_every_stage_fits_the_screen_and_excludes_nobody(visit, size, scheme, locale):
    page = visit(size, color_scheme=scheme, locale=locale)
    page.select_option("[data-mistakes]", "mask")
    for stage in STAGES:
        page.click(f".map [data-name={stage.name}]")
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        wide = page.evaluate("""[...document.querySelectorAll('.arrays')]
            .filter((each) => each.scrollWidth > each.clientWidth)
            .map((each) => each.parentElement.dataset.name)""")
        assert wide == []
    for name in ("Z1", "L", "dW3", "dZ2"):
        page.click(f".map [data-name={name}]")
        assert faults(page) == []


def test_on_paper_it_is_a_table(visit):
    page = visit()
    assert not page.is_visible(".printed")
    page.emulate_media(media="print")
    assert not page.is_visible(".worked")
    rows = page.locator(".printed tbody tr")
    assert rows.nth(len(worked.GIVEN)).locator("td").all_text_contents() == ["η", str(worked.RATE)]
    shown_rows = [*rows.all()[: len(worked.GIVEN)], *rows.all()[len(worked.GIVEN) + 1 :]]
    for row, name in zip(shown_rows, [*worked.GIVEN, *(stage.name for stage in STAGES)], strict=True):
        numbers = row.locator("td").nth(1).locator("mtr").all()
        found = [
            [number("".join(cell.text_content().split())) for cell in line.locator("mtd").all()]
            for line in numbers
        ]
        assert np.abs(np.array(found) - ARRAYS[name]).max() < 6e-4


def test_in_chinese_every_word_is_chinese(visit):
    page = visit(locale="zh-CN")
    texts = [page.inner_text(".map, .pace"), page.inner_text(".pace"), page.inner_text(".bench")]
    for stage in STAGES:
        page.click(f".map [data-name={stage.name}]")
        texts += page.locator(".stage:visible").locator("h3, .told > p").all_inner_texts()
    words = set(re.findall(r"[A-Za-z]{2,}", " ".join(texts)))
    assert words <= {"ReLU", "Softmax", "logits", "Home", "End", "log"}
