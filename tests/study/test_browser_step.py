"""One training step in a browser: moved through, changed, broken and taken, as a reader would."""

import math
import re

import numpy as np
import pytest
from browsing import DESK, PHONE, faults

import mlp
from workflow.report import worked
from workflow.report.excerpts import PLACES, excerpts
from workflow.report.markup import environment

LAYERS = worked.LAYERS
PARAMETERS = [f"{letter}{n}" for n in LAYERS for letter in "Wb"]
STAGES = list(worked.stages())
ARRAYS = worked.arrays()
# Where each array can be changed: as it is, and transposed.
SHOWS = {"X": "Z1", "Y": "L", "XT": "dW1", "W2T": "dA1", "W3T": "dA2"}
SHOWS |= {name: f"Z{name[1]}" for name in PARAMETERS}
SECTION = """{% extends "layout.html.j2" %}
{% block main %}{% include "step.html.j2" %}{% endblock %}
{% block data %}
<script type="application/json" id="step-data">{{ worked.data | tojson }}</script>
{% endblock %}
{% block scripts %}{{ super() }} import "#step";{% endblock %}"""


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """The section alone, as it is in the study of the reference report's data."""
    values = {"title": {"en": "A step", "zh": "一步"}, "excerpts": excerpts(), "places": PLACES}
    page = (
        environment()
        .from_string(SECTION)
        .render(worked=worked.worked(reference=True), language="en", **values)
    )
    path = tmp_path_factory.mktemp("step") / "step.html"
    path.write_text(page, encoding="utf-8")
    return path


def network_of(given: dict) -> mlp.Network:
    network = mlp.Network([3, 4, 3, 2], np.random.default_rng(0), np.float64)
    for n, W, b in zip(LAYERS, network.weights, network.biases, strict=True):
        W[:], b[:] = given[f"W{n}"], given[f"b{n}"][0]
    return network


def shown(page) -> dict[str, np.ndarray]:
    """Every array of the page, by its name, to the last digit."""
    arrays = page.evaluate("""() => Object.fromEntries(
        [...document.querySelectorAll('.stage[data-mistake=""] [data-role=result]')].map((table) =>
            [table.dataset.array, [...table.tBodies[0].rows].map((row) =>
                [...row.cells].slice(1).map((cell) => Number(cell.title)))]))""")
    return {name: np.array(rows) for name, rows in arrays.items()}


def number(text: str) -> float:
    return float(text.replace("−", "-"))


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


def broken() -> dict[str, dict[str, np.ndarray]]:
    """By mistake, the gradients that it changes."""
    a = {name: array.copy() for name, array in ARRAYS.items()}

    def back(dZ3, masked: bool = True) -> dict[str, np.ndarray]:
        made = {"dZ3": dZ3}
        for n in (3, 2, 1):
            dZ, A = made[f"dZ{n}"], a[f"A{n - 1}"] if n > 1 else a["X"]
            made |= {f"dW{n}": A.T @ dZ, f"db{n}": dZ.sum(axis=0, keepdims=True)}
            if n > 1:
                made[f"dA{n - 1}"] = dA = dZ @ a[f"W{n}"].T
                made[f"dZ{n - 1}"] = dA * (a[f"Z{n - 1}"] > 0) if masked else dA
        return made

    right = back(a["dZ3"])
    assert all(np.allclose(right[name], a[name], rtol=1e-12) for name in right)
    return {
        "transposed": right | {"dW3": a["A2"].T @ a["dZ3"].T},
        "mean": back(a["P"] - a["Y"]),
        "mask": back(a["dZ3"], masked=False),
        "label": right | {"dW1": np.repeat(right["db1"], 3, axis=0), "db1": np.zeros((1, 4))},
    }


@pytest.mark.parametrize("mistake", worked.MISTAKES)
def test_a_mistake_turns_the_check_red_where_it_does_harm_and_nowhere_else(visit, mistake):
    page = visit()
    assert page.is_visible(".right")
    assert not page.is_visible(".wrong")
    page.select_option("[data-mistakes]", mistake)
    gradients = broken()[mistake]
    expected = {
        name: [[abs(value) > 1e-6 for value in row] for row in gradients[name] - ARRAYS[name]]
        for name in gradients
    }
    harmed = {name for name, wrong in expected.items() if np.any(wrong)}
    assert harmed
    assert harmed >= {stage.name for stage in worked.MISTAKES[mistake]}
    assert page.is_visible(".wrong")
    assert not page.is_visible(".right")
    assert page.inner_text("[data-show=count]") == str(sum(np.sum(wrong) for wrong in expected.values()))
    listed = page.inner_text("[data-show=wrong]").split(", ")
    assert len(listed) == len(harmed)
    assert {
        name for name in gradients if page.get_attribute(f".map [data-name={name}]", "data-check") == "wrong"
    } == harmed
    # The page has gone to the mistake, and shows its formula and its numbers.
    assert page.locator(".stage:visible").get_attribute("data-mistake") == mistake
    for name in gradients:
        page.click(f".map [data-name={name}]")
        cells = page.locator(f".stage:visible [data-array={name}] td:not(thead td)")
        texts = np.array(cells.all_inner_texts()).reshape(gradients[name].shape)
        for place, text in np.ndenumerate(texts):
            value, difference = text.split("\n")[0], text.split("\n")[-1]
            assert number(value) == pytest.approx(gradients[name][place], abs=6e-4)
            assert number(difference.rstrip("✗")) == pytest.approx(ARRAYS[name][place], abs=6e-4)
            # Not by colour alone: a mark stands beside it.
            assert difference.endswith("✗") == expected[name][place[0]][place[1]]
    page.select_option("[data-mistakes]", "")
    assert page.is_visible(".right")


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
