"""The report in a browser, for the tests that need Chromium and `make browser`."""

import os
import shutil

import pytest
from conftest import ROOT

PHONE, DESK = (390, 844), (1440, 900)
DATA = ("file:", "data:")


def needed(module: str):
    return pytest.importorskip(module, reason="not installed: make browser")


@pytest.fixture(scope="module")
def browser():
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not os.environ.get("CI") and not chromium:
        pytest.skip("Chromium is not on this machine: install it, and make browser")
    with needed("playwright.sync_api").sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module", params=["tiny", "full"])
def report(request):
    """The page of the tiny study, and of the full one where results/ has it."""
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
        options = {"locale": "en-GB"} | options
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
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


def faults(page, within: str | None = None) -> list[tuple[str, str]]:
    """What axe finds, but what it calls minor; in the whole page or within a selector."""
    violations = (
        needed("axe_playwright_python.sync_playwright").Axe().run(page, within).response["violations"]
    )
    return [(each["id"], each["nodes"][0]["html"]) for each in violations if each["impact"] != "minor"]
