"""The best network in the page says what `mlp` says: of every image, moved, drawn or erased, at once."""

import re

import numpy as np
import pytest
from browsing import DESK, PHONE, faults

from workflow.data.samples import read_samples
from workflow.runs.weights import load

# What the table says: the probabilities in per cent, and which row is marked as the most probable.
SAID = """() => {
  const rows = [...document.querySelectorAll(".probabilities tbody tr")];
  return {
    shares: rows.map((row) => Number(row.querySelector(".share").textContent)),
    predicted: rows.findIndex((row) => row.classList.contains("predicted")),
    label: rows.findIndex((row) => !row.querySelector(".true").hidden),
  };
}"""
PIXELS = """() => {
  const canvas = document.querySelector("#trained-picture");
  const copy = new OffscreenCanvas(canvas.width, canvas.height)
    .getContext("2d", { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
  return [...data].filter((_, i) => i % 4 === 0);
}"""
MOVES = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, -1), "ArrowDown": (0, 1)}


@pytest.fixture(scope="module")
def test_set(report):
    return read_samples(report.parent / "data/test.parquet")


@pytest.fixture(scope="module")
def probabilities(report, test_set):
    """The probabilities (N, K) of pictures (N, D), by `mlp`."""
    network, scale = load(report.parent / "best/weights.safetensors", test_set)
    return lambda pixels: network.predict_proba(scale.apply(np.asarray(pixels, np.uint8)))


@pytest.fixture
def page(visit):
    return opened(visit())


def opened(page):
    page.wait_for_selector("#trained .gallery label")
    return page


def agrees(page, P) -> None:
    """The table has the probabilities of `mlp` within 0.01, and half a unit of the last digit shown."""
    said = page.evaluate(SAID)
    assert np.abs(np.array(said["shares"]) / 100 - P).max() <= 0.01 + 0.00005
    assert P.argmax() == said["predicted"]


def choose(page, tool: str) -> None:
    page.locator(f"#trained [name=trained-tool][value={tool}]").check()


def corner(page) -> tuple[float, float, float]:
    """Where the picture begins in the window, and the size of one of its pixels."""
    canvas = page.locator("#trained-picture")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    return box["x"], box["y"], box["width"] / canvas.evaluate("canvas => canvas.width")


def drag(page, *points: tuple[float, float]) -> None:
    """Move the mouse, pressed, through points in pixels of the picture."""
    x, y, size = corner(page)
    (first, *others) = [(x + right * size, y + down * size) for right, down in points]
    page.mouse.move(*first)
    page.mouse.down()
    for point in others:
        page.mouse.move(*point, steps=4)
    page.mouse.up()


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
