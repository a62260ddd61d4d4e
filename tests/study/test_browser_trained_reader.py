"""The best network in the page for its reader: by finger and by key, explained, in Chinese and on paper."""

import re

import numpy as np
import pytest
from browsing import DESK, PHONE, faults
from easel import PIXELS, corner, drag, opened

from workflow.runs.weights import load


@pytest.fixture
def page(visit):
    return opened(visit())


def test_a_finger_draws(visit):
    page = opened(visit(PHONE, has_touch=True))
    page.locator("#trained-clear").tap()
    x, y, size = corner(page)
    page.touchscreen.tap(x + 3.5 * size, y + 2.5 * size)
    width = page.locator("#trained-picture").evaluate("canvas => canvas.width")
    assert page.evaluate(PIXELS)[2 * width + 3] > 200


def test_the_keyboard_alone_chooses_draws_and_explains(page, test_set):
    width = test_set.shape[1]
    page.locator(".gallery input").first.focus()
    first = page.evaluate(PIXELS)
    page.keyboard.press("ArrowRight")
    second = page.evaluate(PIXELS)
    assert second != first
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "trained-picture"
    sentence = page.inner_text("#trained-pixel")
    row, column = (int(number) for number in re.findall(r"\d+", sentence)[:2])
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    assert page.inner_text("#trained-pixel").startswith(f"Row {row - 1}, column {column - 1}: ")
    assert page.evaluate(PIXELS) == second  # the frame moves, not the picture
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")  # from the pen to the eraser
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    assert page.evaluate(PIXELS)[(row - 2) * width + column - 2] < 50
    for _ in range(40):  # at the edge the frame stays
        page.keyboard.press("ArrowUp")
    assert page.inner_text("#trained-pixel").startswith(f"Row 1, column {column - 1}: ")


def signed(sentence: str) -> list[float]:
    return [float(each.replace("−", "-")) for each in re.findall(r"[+−]\d+\.\d+", sentence)]


def test_the_parts_of_a_score_add_up_and_the_score_of_each_class_is_that_of_mlp(
    page, test_set, probabilities
):
    scores = []
    for k in ["", *range(test_set.classes)]:
        page.select_option("#trained-explained", str(k))
        *parts, score = signed(page.inner_text("#trained-sum"))
        assert len(parts) == 3
        assert sum(parts) == pytest.approx(score, abs=0.02)  # each with two decimals
        x, gradient, share = signed(page.inner_text("#trained-pixel"))
        assert x * gradient == pytest.approx(share, abs=0.0001 * (1 + abs(x) + abs(gradient)))
        scores.append(score)
    # A logit less the mean of all is the logarithm of a probability less the mean of all logarithms.
    P = probabilities([page.evaluate(PIXELS)])[0]
    assert scores[1:] == pytest.approx(np.log(P) - np.log(P).mean(), abs=0.1)
    assert scores[0] == scores[1 + P.argmax()]


def test_the_activity_of_each_layer_is_said_in_numbers(page, report, test_set):
    network, scale = load(report.parent / "best/weights.safetensors", test_set)
    X = scale.apply(np.array([page.evaluate(PIXELS)], np.uint8))
    captions = page.locator("#trained .layer figcaption").all_inner_texts()
    assert len(captions) == len(network.sizes) - 2
    for caption, W, b in zip(captions, network.weights, network.biases, strict=False):
        X = np.maximum(X @ W + b, 0)
        active, units = (int(each) for each in re.findall(r"\d+", caption)[1:3])
        assert units == len(b)
        # Rounded weights may switch a unit that is hardly active.
        assert abs(active - (X > 0).sum()) <= (np.abs(X) < 0.02).sum()
        assert active > 0


def test_the_gallery_shows_what_one_looks_for(page):
    images = page.evaluate("JSON.parse(document.querySelector('#trained-data').text).images")
    wrong = [true != predicted for true, predicted in zip(images["true"], images["predicted"], strict=True)]
    visible = page.locator(".gallery label:visible")
    assert visible.count() == len(wrong)
    page.select_option("#trained-kind", "wrong")
    assert visible.count() == sum(wrong) == page.locator(".gallery .mistake").count()
    page.select_option("#trained-kind", "right")
    page.select_option("#trained-labelled", "1")
    expected = [true for true, mistake in zip(images["true"], wrong, strict=True) if not mistake]
    assert visible.count() == expected.count(1)


def test_it_speaks_the_language_of_the_page(page):
    count = page.locator(".gallery label").count()
    english = page.inner_text("#trained")
    page.click("#language")
    chinese = page.inner_text("#trained")
    assert page.locator(".gallery label").count() == count
    assert page.locator(".gallery input").first.get_attribute("aria-label").count("网络认为是“") == 1
    for text, words in ((english, ["The score of", "units active"]), (chinese, ["的得分", "个活跃"])):
        assert [word for word in words if word not in text] == []
        assert not re.search(r"\{\w+\}|undefined|NaN", text)


def test_on_paper_some_images_stand_with_their_probabilities(page, test_set):
    page.emulate_media(media="print")
    assert not page.locator("#trained :is(canvas, button, select, input)").locator("visible=true").count()
    figures = page.locator("#trained .paper figure:visible")
    assert figures.count() >= 3
    shares = re.findall(r"([\d.]+)\s%", figures.first.inner_text())
    assert [float(each) for each in shares] == sorted(map(float, shares), reverse=True)
    assert len(shares) == min(3, test_set.classes)


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "dark"), (DESK, "light")])
def test_it_fits_and_excludes_nobody_after_a_drawing_as_before(visit, size, scheme):
    page = opened(visit(size, color_scheme=scheme))
    page.click("#trained-clear")
    drag(page, (1, 1), (5, 5))
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert faults(page, "#trained") == []
