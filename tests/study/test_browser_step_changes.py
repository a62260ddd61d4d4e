"""One training step in a browser: its numbers changed, and the step taken, as `mlp` takes it."""

import numpy as np
import pytest
from step_page import ARRAYS, LAYERS, PARAMETERS, SHOWS, network_of, number, shown, write_page

from workflow.report import worked


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return write_page(tmp_path_factory.mktemp("step"))


def test_twenty_changes_give_the_loss_and_the_gradients_of_mlp(visit):
    page, rng = visit(), np.random.default_rng(16)
    given = {name: np.array(rows, float) for name, rows in worked.GIVEN.items()}
    for shown_as in [*PARAMETERS, *["X", "Y"] * 3, *["XT", "W2T", "W3T", "Y"] * 2]:
        name = shown_as.removesuffix("T")
        row, column = (int(rng.integers(n)) for n in given[name].shape)
        page.click(f".map [data-name={SHOWS[shown_as]}]")
        line, place = (row, column) if name == shown_as else (column, row)
        table = page.locator(f".stage:visible [data-array={shown_as}]")
        cell = table.locator("tbody tr").nth(line).locator("td").nth(place)
        if name == "Y":
            cell.locator("button").click()
            given[name][row] = np.eye(2)[column]
        else:
            value = round(float(rng.normal(0, 1.5)), 2)
            cell.locator("input").fill(str(value))
            given[name][row, column] = value
        network = network_of(given)
        loss = network.loss_and_gradients(given["X"], given["Y"].argmax(axis=1))
        found = shown(page)
        assert found["L"].item() == pytest.approx(loss, abs=1e-6)
        gradients = [found[f"d{letter}{n}"].ravel() for letter in "Wb" for n in LAYERS]
        assert np.abs(np.concatenate(gradients) - network.gradients).max() < 1e-6
        assert page.is_visible(".right")
        assert number(page.inner_text("[data-show=loss]")) == pytest.approx(loss, abs=6e-4)


def test_what_is_no_number_changes_nothing(visit):
    page = visit()
    before = shown(page)
    field = page.locator(".stage:visible [data-array=W1] input").first
    for text in ("", "-", "11"):
        field.fill("")
        page.keyboard.insert_text(text)
        page.keyboard.press("Tab")
        assert field.input_value() == "0.5"
    page.fill("[data-rate]", "")
    page.keyboard.press("Tab")
    assert page.input_value("[data-rate]") == str(worked.RATE)
    after = shown(page)
    assert all((before[name] == after[name]).all() for name in before)


def test_the_loss_falls_as_the_step_is_taken(visit):
    page = visit()
    network = network_of(worked.GIVEN)
    X, labels = np.array(worked.GIVEN["X"]), np.argmax(worked.GIVEN["Y"], axis=1)
    losses = []
    for _ in range(12):
        losses.append(network.loss_and_gradients(X, labels))
        network.parameters -= worked.RATE * network.gradients
    assert losses == sorted(losses, reverse=True)
    for button, taken in (("1", 1), ("10", 11)):
        page.click(f"[data-steps='{button}']")
        assert page.inner_text("[data-show=taken]") == str(taken)
        assert shown(page)["L"].item() == pytest.approx(losses[taken], rel=1e-9)
    history = [number(text) for text in page.inner_text("[data-show=losses]").split(" → ")]
    assert history == pytest.approx(losses[-5:], abs=6e-4)
    assert len(page.get_attribute(".bench polyline", "points").split()) == 12
    page.click("[data-reset]")
    assert page.inner_text("[data-show=taken]") == "0"
    assert all(np.allclose(array, ARRAYS[name], rtol=1e-12) for name, array in shown(page).items())


def fill(page, name: str, row: int, *values: float) -> None:
    page.click(f".map [data-name={SHOWS[name]}]")
    inputs = page.locator(f".stage:visible [data-array={name}] tbody tr").nth(row).locator("input")
    for column, value in enumerate(values):
        inputs.nth(column).fill(str(value))


def test_a_loss_that_diverges_stays_a_number(visit):
    page = visit()
    # Two equal samples of different classes cannot both be right, and dead units go on moving.
    fill(page, "X", 1, 1, -1, 2)
    page.select_option("[data-mistakes]", "mask")
    page.fill("[data-rate]", "10")
    page.click("[data-steps='10']")
    page.click("[data-steps='10']")
    assert np.isfinite(shown(page)["L"]).all()
    assert 0 < int(page.inner_text("[data-show=taken]")) < 20


def test_a_loss_of_nothing_is_shown(visit):
    page = visit()
    page.click(".map [data-name=L]")
    page.locator(".stage:visible [data-array=Y] button").nth(2).click()
    fill(page, "b3", 0, 10, -10)
    fill(page, "W3", 0, 10, -10)
    fill(page, "W3", 1, 10, -0.5)
    fill(page, "W3", 2, 10, -0.5)
    assert shown(page)["L"] == 0
    assert page.inner_text("[data-show=loss]") == "0"
    page.click("[data-steps='1']")


def test_a_kink_is_said(visit):
    page = visit()
    assert not page.is_visible(".kink")
    # Z₁[1, 1] is 4 with a bias of −½.
    page.locator(".stage:visible [data-array=b1] input").first.fill("-4.5")
    assert page.is_visible(".kink")
