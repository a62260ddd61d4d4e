"""The layout of the report in a browser: what is in view on a desk, on a phone and on paper."""

import pytest
from browsing import DESK, PHONE, language

LANGUAGES = [("en-GB", "en"), ("zh-CN", "zh-Hans")]
FOLD = DESK[1]


@pytest.fixture(params=LANGUAGES, ids=["en", "zh"])
def opened(request, visit):
    locale, tag = request.param

    def opened(size):
        page = visit(size, locale=locale)
        assert language(page) == tag
        return page

    return opened


def box(page, selector: str) -> dict[str, float]:
    return page.locator(selector).evaluate("element => element.getBoundingClientRect().toJSON()")


def too_wide(page) -> list[str]:
    """The code that is cut off: what is wider than its box."""
    return page.locator("pre").evaluate_all(
        "boxes => boxes.filter(box => box.scrollWidth > box.clientWidth).map(box => box.textContent)"
    )


def test_the_summary_is_on_the_first_screen(opened):
    page = opened(DESK)
    summary = box(page, "#summary")
    assert summary["height"] > 300
    assert summary["bottom"] <= FOLD
    figure, text = box(page, "#summary figure"), box(page, "#summary .figure")
    assert figure["left"] > text["right"]  # beside it


def test_the_contents_stay_in_view_and_mark_what_is_read(opened):
    page = opened(DESK)
    links = page.locator("nav a")
    marked = page.locator("nav a[aria-current]")
    assert marked.evaluate_all("links => links.map(link => link.hash)") == ["#summary"]
    page.keyboard.press("End")
    page.wait_for_function("document.querySelector('nav a[aria-current]').hash == '#provenance'")
    assert page.evaluate("scrollY") > FOLD
    for link in links.all():
        assert link.evaluate("link => { const { top, bottom } = link.getBoundingClientRect();"
                             " return top >= 0 && bottom <= innerHeight; }")  # fmt: skip
    hashes = links.evaluate_all("links => links.map(link => link.hash)")
    assert len(hashes) == len(set(hashes)) > 8
    for link, target in zip(links.all(), hashes, strict=True):
        link.click()
        page.locator(f'nav a[href="{target}"][aria-current]').wait_for(timeout=5000)
        assert marked.count() == 1
        heading = page.locator(f"{target} h2").or_(page.locator(f"h3{target}")).first
        assert heading.evaluate("heading => heading.getBoundingClientRect().top") < FOLD


def test_every_part_of_the_page_is_in_the_contents(visit):
    page = visit()
    parts = page.locator("main > section").evaluate_all("parts => parts.map(part => `#${part.id}`)")
    assert [part for part in parts if not page.locator(f'nav a[href="{part}"]').count()] == []


@pytest.mark.parametrize("size", [DESK, (1024, 768), PHONE])
def test_code_is_never_cut_off_and_the_page_never_scrolls_sideways(opened, size):
    page = opened(size)
    assert page.locator("pre").count() > 10
    assert too_wide(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_figures_stand_beside_their_sentences(opened):
    page = opened(DESK)
    for section in ("data", "experiment-depth", "experiment-tuning", "best", "together"):
        figure = box(page, f"#{section} .beside figure >> nth=0")
        sentence = box(page, f"#{section} .beside > :first-child")
        assert figure["left"] >= sentence["right"]
        assert abs(figure["top"] - sentence["top"]) < 60


def test_on_a_phone_all_is_one_column_with_the_contents_on_top(opened):
    page = opened(PHONE)
    contents, main = box(page, "nav"), box(page, "main")
    assert contents["bottom"] <= main["top"]
    assert contents["bottom"] < PHONE[1]
    for section in ("summary", "experiment-depth"):
        figure = box(page, f"#{section} figure >> nth=0")
        assert figure["top"] >= box(page, f"#{section} .beside > :first-child")["bottom"]


def test_on_paper_nothing_waits_for_a_hand(opened):
    page = opened(DESK)
    page.emulate_media(media="print")
    # A heading's button sorts, and an entry of a legend hides its line; on paper they are heading and legend.
    controls = page.locator(
        ":is(button, input, select, textarea, canvas, summary, [role=slider], [role=button])"
        ":not(th button, .entry)"
    )
    assert controls.count() > 1
    assert [
        control.evaluate("element => element.outerHTML") for control in controls.all() if control.is_visible()
    ] == []
    assert not page.locator("nav").is_visible()
    assert too_wide(page) == []
