"""One training step in a browser: its gradient broken, which the check of the gradients has to find."""

import numpy as np
import pytest
from step_page import ARRAYS, number, write_page

from workflow.report import worked


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return write_page(tmp_path_factory.mktemp("step"))


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
