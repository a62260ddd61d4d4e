"""The best network in the page says what `mlp` says: of every image, moved, drawn or erased, at once."""

import numpy as np
import pytest
from easel import PIXELS, SAID, agrees, choose, corner, drag, opened

MOVES = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, -1), "ArrowDown": (0, 1)}


@pytest.fixture
def page(visit):
    return opened(visit())


def test_of_every_image_in_the_page_it_says_what_mlp_says(page, test_set, probabilities):
    images = page.evaluate("JSON.parse(document.querySelector('#trained-data').text).images")
    said = page.evaluate(
        f"""() => [...document.querySelectorAll(".gallery input")].map((input) => {{
          input.click();
          return {{ ...({SAID})(), pixels: ({PIXELS})() }};
        }})"""
    )
    assert len(said) == len(images["number"]) == min(200, len(test_set.labels))
    assert (np.array([each["pixels"] for each in said]) == test_set.pixels[images["number"]]).all()
    P = probabilities(test_set.pixels[images["number"]])
    shown = np.array([each["shares"] for each in said]) / 100
    assert np.abs(shown - P).max() <= 0.01
    assert [each["predicted"] for each in said] == P.argmax(axis=1).tolist()
    assert [each["label"] for each in said] == test_set.labels[images["number"]].tolist()


def test_a_picture_moved_by_a_pixel_is_what_mlp_says_of_the_moved_image(page, test_set, probabilities):
    height, width = test_set.shape
    before = np.array(page.evaluate(PIXELS)).reshape(height, width)
    for key, (right, down) in MOVES.items():
        y, x = np.mgrid[:height, :width] - np.array([down, right])[:, None, None]
        inside = (y >= 0) & (y < height) & (x >= 0) & (x < width)
        expected = np.where(inside, before[y % height, x % width], 0)
        for by_key in (False, True):
            if by_key:
                choose(page, "move")
                page.locator("#trained-picture").press(key)
            else:
                page.locator(f"#trained button[data-key={key}]").click()
            assert page.evaluate(PIXELS) == expected.ravel().tolist()
            agrees(page, probabilities([expected.ravel()])[0])
            page.click("#trained-undo")
    assert page.evaluate(PIXELS) == before.ravel().tolist()
    drag(page, (2, 2), (3.2, 2), (4.1, 1.4))  # two to the right: whole pixels only
    moved = np.hstack([np.zeros((height, 2), int), before[:, :-2]])
    assert page.evaluate(PIXELS) == moved.ravel().tolist()


def test_what_is_drawn_and_erased_is_answered_as_mlp_answers_it(page, test_set, probabilities):
    height, width = test_set.shape
    page.click("#trained-clear")
    assert set(page.evaluate(PIXELS)) == {0}
    assert page.evaluate(SAID)["label"] == -1
    agrees(page, probabilities(np.zeros((1, height * width)))[0])
    drag(page, (1, height / 2), (width - 1, height / 2))
    drawn = np.array(page.evaluate(PIXELS)).reshape(height, width)
    assert (drawn[height // 2, 2:-2] > 200).all()
    assert not drawn[:2].any()
    agrees(page, probabilities([drawn.ravel()])[0])
    choose(page, "eraser")
    drag(page, (width / 2, 0), (width / 2, height))
    erased = np.array(page.evaluate(PIXELS)).reshape(height, width)
    assert erased[height // 2, width // 2] < 50
    assert (erased[height // 2, [2, -3]] > 200).all()
    agrees(page, probabilities([erased.ravel()])[0])
    page.locator(".gallery input").first.dispatch_event("click")
    assert page.evaluate(SAID)["label"] >= 0


def test_the_answer_is_there_before_the_event_of_the_pointer_has_ended(page):
    page.click("#trained-clear")
    corner(page)
    page.evaluate(
        f"""() => {{
          const now = () => JSON.stringify([({SAID})(), document.querySelector("#trained-sum").textContent]);
          let before;
          window.changes = [];
          addEventListener("pointerdown", () => (before = now()), true);
          addEventListener("pointerdown", () => window.changes.push(before !== now()));
        }}"""
    )
    drag(page, (4, 4), (4, 4))
    assert page.evaluate("changes") == [True]
