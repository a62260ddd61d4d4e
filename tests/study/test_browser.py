"""The report in a browser: quiet, alone, in both languages, on a phone and on a desk, for everybody.

Needs `make browser` and Chromium. On the tiny study, and on the full one where results/ has it.
"""

import os
import shutil

import pandas as pd
import pytest
from conftest import ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if not os.environ.get("CI") and not CHROMIUM:
    pytest.skip("Chromium is not on this machine: install it, and make browser", allow_module_level=True)
reason = "not installed: make browser"
sync_api = pytest.importorskip("playwright.sync_api", reason=reason)
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason=reason)

PHONE, DESK = (390, 844), (1440, 900)
DATA = ("file:", "data:")


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module", params=["tiny", "full"])
def report(request):
    if request.param == "tiny":
        return request.getfixturevalue("finished").folder / "results/report.html"
    report = ROOT / "results/report.html"
    if not report.exists():
        pytest.skip("results/ does not hold the full study: make report")
    return report


@pytest.fixture
def visit(browser, report):
    """Open the report; at the end, nothing was said on the console, and nothing asked of anyone."""
    said, asked, contexts = [], [], []

    def visit(size=DESK, **options):
        width, height = size
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(report.as_uri())
        return page

    yield visit
    for context in contexts:
        context.close()
    assert said == []
    assert [url[:80] for url in asked if not url.startswith(DATA)] == []


def language(page) -> str:
    return page.evaluate("document.documentElement.lang")


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


def test_a_reader_of_chinese_sees_chinese_first(browser, report):
    page = browser.new_page(locale="zh-CN")
    page.goto(report.as_uri())
    assert language(page) == "zh-Hans"
    page.close()


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
    ("size", "scheme", "language"),
    [
        (PHONE, "light", "English"),
        (PHONE, "dark", "Chinese"),
        (DESK, "light", "Chinese"),
        (DESK, "dark", "English"),
    ],
)
def test_it_fits_the_screen_and_excludes_nobody(visit, size, scheme, language):
    page = visit(size, color_scheme=scheme)
    if language == "Chinese":
        page.click("#language")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    dark = scheme == "dark"
    assert (page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)") == dark
    faults = axe.Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in faults if fault["impact"] != "minor"] == []


def test_it_prints(visit, tmp_path):
    page = visit()
    page.emulate_media(media="print")
    assert not page.locator("#language").is_visible()
    assert not page.locator("nav").is_visible()
    page.pdf(path=tmp_path / "report.pdf", format="A4")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
