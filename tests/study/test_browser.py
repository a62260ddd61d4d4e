"""The report in a browser: quiet, alone, in both languages, on a phone and on a desk, for everybody."""

import pandas as pd
import pytest
from browsing import DESK, PHONE, faults, language


def test_the_page_is_small_and_waits_for_nothing(report, visit):
    assert report.stat().st_size < 3_500_000
    page = visit()
    assert (
        page.evaluate("performance.getEntriesByType('resource').filter(e => !e.name.startsWith('data:'))")
        == []
    )


def test_the_language_is_switched_on_the_page(visit):
    page = visit()
    assert language(page) == "en"
    assert "Summary" in page.inner_text("main")
    assert "摘要" not in page.inner_text("main")
    for title, heading, other, tag in (
        ("全连接网络", "摘要", "Summary", "zh-Hans"),
        ("Fully", "Summary", "摘要", "en"),
    ):
        page.click("#language")
        assert language(page) == tag
        assert heading in page.inner_text("main")
        assert other not in page.inner_text("main")
        assert page.title().startswith(title)
    page.reload()
    assert language(page) == "en"


def test_a_reader_of_chinese_sees_chinese_first(visit):
    assert language(visit(locale="zh-CN")) == "zh-Hans"


def cells(page, column: int) -> list[str]:
    rows = page.locator("#experiment-tuning .sortable tbody tr:visible")
    return [rows.nth(i).locator("td").nth(column).inner_text() for i in range(rows.count())]


def test_the_table_of_the_search_is_sorted_by_a_click(report, visit):
    page = visit()
    before = cells(page, 0)
    column = page.locator("#experiment-tuning .sortable th").filter(has_text="validation accuracy")
    index = column.evaluate("th => th.cellIndex")
    table = pd.read_csv(report.parent / "tables/tuning.csv")
    expected = table["validation_accuracy"].dropna().sort_values()
    for order, values in (("descending", expected[::-1]), ("ascending", expected)):
        column.get_by_role("button").click()
        assert column.get_attribute("aria-sort") == order
        shown = [float(cell.split()[0]) for cell in cells(page, index) if cell]
        assert shown == [float(f"{value:.2f}") for value in values]
        # What was not measured stands last, whichever way.
        assert cells(page, index)[len(expected) :] == [""] * (len(table) - len(expected))
    assert sorted(cells(page, 0)) == sorted(before)


def test_a_filter_hides_rows_and_the_lines_of_their_runs(visit):
    page = visit()
    lines = page.locator("[data-name=tuning-parallel] .line")
    everything = lines.count()
    assert everything > 0
    select = page.locator("#experiment-tuning .filter select").first
    value = select.locator("option").nth(1).get_attribute("value")
    select.select_option(value)
    assert set(cells(page, 0)) == {value}
    assert 0 < page.locator("[data-name=tuning-parallel] .line:not(.off)").count() < everything
    select.select_option("")
    assert page.locator("[data-name=tuning-parallel] .line:not(.off)").count() == everything


# Every pair of two of the three settings.
@pytest.mark.parametrize(
    ("size", "scheme", "spoken"),
    [
        (PHONE, "light", "English"),
        (PHONE, "dark", "Chinese"),
        (DESK, "light", "Chinese"),
        (DESK, "dark", "English"),
    ],
)
def test_it_fits_the_screen_and_excludes_nobody(visit, size, scheme, spoken):
    page = visit(size, color_scheme=scheme)
    if spoken == "Chinese":
        page.click("#language")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    dark = scheme == "dark"
    assert (page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)") == dark
    assert faults(page) == []


def test_it_prints(visit, tmp_path):
    page = visit()
    page.emulate_media(media="print")
    assert not page.locator("#language").is_visible()
    assert not page.locator("nav").is_visible()
    page.pdf(path=tmp_path / "report.pdf", format="A4")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
