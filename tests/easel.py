"""The picture of the best network in a browser: what it holds, how it is drawn on, and what is answered."""

import numpy as np
import pytest

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


@pytest.fixture(scope="module")
def test_set(report):
    return read_samples(report.parent / "data/test.parquet")


@pytest.fixture(scope="module")
def probabilities(report, test_set):
    """The probabilities (N, K) of pictures (N, D), by `mlp`."""
    network, scale = load(report.parent / "best/weights.safetensors", test_set)
    return lambda pixels: network.predict_proba(scale.apply(np.asarray(pixels, np.uint8)))


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
