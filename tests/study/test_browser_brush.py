"""Ranges on the parallel axes in a browser: by dragging and by keys, on several axes, cleared again."""

import pandas as pd
import pytest
from browsing import faults
from searched import page_of_search

NAME, ACCURACY = "x-trials", "validation accuracy, %"


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """The page of a search, instead of that of a study."""
    return page_of_search(tmp_path_factory.mktemp("search") / "results")


class Axes:
    """The figure with the parallel axes on a page, and the configurations that its lines are."""

    def __init__(self, page, tables) -> None:
        self.page = page
        self.all = page.locator(f"[data-name={NAME}]")
        self.button = self.all.locator(".unbrush")
        rows = pd.read_csv(tables / "x-trials.csv")
        rows["accuracy"] = rows["after_20"].fillna(rows["after_6"]).fillna(rows["after_2"])
        rows["finished"] = rows["dropped_after"].isna()
        # In the order of the lines.
        self.tried = rows.sort_values(["finished", "accuracy"], kind="stable").reset_index(drop=True)
        self.all.scroll_into_view_if_needed()

    def axis(self, name: str):
        return self.all.locator(f"[role=slider][aria-label='{name}']")

    def left(self) -> list[bool]:
        """Of each line, whether it is not faint."""
        faint = "lines => lines.map(line => getComputedStyle(line).opacity !== '0.07')"
        return self.all.locator("g.line").evaluate_all(faint)

    def press(self, name: str, *keys: str) -> None:
        self.axis(name).focus()
        for key in keys:
            self.page.keyboard.press(key)

    def drag(self, name: str, start: float, end: float) -> None:
        """Along an axis, from one share of its height to another."""
        box = self.axis(name).bounding_box()
        x = box["x"] + box["width"] / 2
        for share in (start, (start + end) / 2, end):
            self.page.mouse.move(x, box["y"] + share * box["height"])
            if share == start:
                self.page.mouse.down()
        self.page.mouse.up()

    def said(self) -> str:
        return self.all.locator(".readout").inner_text()


@pytest.fixture
def axes(visit, report):
    return Axes(visit(), report.parent / "tables")


def test_keys_keep_the_lines_in_a_range_and_ranges_combine(axes):
    size, schedule = axes.tried["hidden_size"], axes.tried["schedule"]
    assert all(axes.left())
    assert not axes.button.is_visible()
    axes.press("hidden size", "ArrowDown")  # from above: the largest
    assert axes.left() == list(size == 256)
    assert axes.said() == f"hidden size: 256. Lines left: {sum(size == 256)} of 40."
    assert axes.axis("hidden size").get_attribute("aria-valuetext") == "256"
    axes.press("hidden size", "Shift+ArrowDown")
    assert axes.left() == list(size >= 128)
    assert axes.said().startswith("hidden size: 128 – 256. ")
    axes.press("schedule", "ArrowUp")  # from below: the first of the names
    both = list((size >= 128) & (schedule == "constant"))
    assert axes.left() == both
    # What is faint is passed by.
    axes.all.locator(".drawing").focus()
    axes.page.keyboard.press("ArrowDown")
    first = axes.tried[both].iloc[0]
    assert axes.said().startswith(f"hidden size {first.hidden_size}, learning rate {first.learning_rate:g}, ")
    axes.press("hidden size", "Delete")
    assert axes.left() == list(schedule == "constant")
    assert axes.said().startswith("hidden size: everything. Lines left: ")


def test_an_axis_of_many_values_is_gone_through_from_end_to_end(axes):
    rate = axes.tried["learning_rate"]
    axes.press("learning rate", "Home")
    top = axes.left()
    assert 0 < sum(top) < len(top) / 4
    assert rate[top].max() == rate.max()
    axes.press("learning rate", "Shift+End")
    assert all(axes.left())


def test_dragging_keeps_a_range_and_a_click_on_the_axis_takes_it_back(axes):
    axes.drag(ACCURACY, 0.02, 0.3)
    accuracy, left = axes.tried["accuracy"], axes.left()
    assert 0 < sum(left) < len(left)
    assert accuracy[left].min() > accuracy[[not each for each in left]].max()
    assert axes.said().startswith(f"{ACCURACY}: ")
    assert axes.said().endswith(f"– {accuracy.max():.2f}. Lines left: {sum(left)} of 40.")
    axes.axis(ACCURACY).click()
    assert all(axes.left())


@pytest.mark.parametrize("way", ["button", "axis", ".drawing"])
def test_a_button_and_escape_show_all_again(axes, way):
    axes.press("hidden size", "ArrowDown")
    axes.press("epochs", "ArrowDown")
    assert axes.left() == list((axes.tried["hidden_size"] == 256) & axes.tried["finished"])
    assert axes.button.is_visible()
    if way == "button":
        axes.button.click()
    else:
        (axes.axis("hidden size") if way == "axis" else axes.all.locator(way)).focus()
        axes.page.keyboard.press("Escape")
    assert all(axes.left())
    assert not axes.button.is_visible()
    assert axes.axis("hidden size").get_attribute("aria-valuetext") == "everything"
    assert axes.all.locator(".drawing").evaluate("drawing => drawing === document.activeElement")


def test_ranges_speak_both_languages(axes):
    axes.press("hidden size", "ArrowDown")
    axes.page.click("#language")
    n = sum(axes.tried["hidden_size"] == 256)
    assert axes.said() == f"每层单元数：256。保留 {n} 条，共 40 条。"
    assert axes.button.inner_text() == "显示全部折线"
    assert axes.axis("每层单元数").get_attribute("aria-valuetext") == "256"


def test_the_filter_of_the_table_and_a_range_combine(axes):
    axes.press("hidden size", "ArrowDown")
    axes.page.locator(".filter select").nth(2).select_option(value="cosine")
    shown = "lines => lines.map(line => getComputedStyle(line).display !== 'none')"
    # It hides rows of the table, which are the configurations that were trained to the end.
    hidden = axes.tried["finished"] & (axes.tried["schedule"] != "cosine")
    assert axes.all.locator("g.line").evaluate_all(shown) == list(~hidden)
    assert axes.left() == list(axes.tried["hidden_size"] == 256)


def test_in_print_every_line_is_whole_and_axe_finds_nothing(axes):
    axes.press("hidden size", "ArrowDown")
    assert faults(axes.page, f"[data-name={NAME}]") == []
    axes.page.emulate_media(media="print")
    assert all(axes.left())
    assert not axes.button.is_visible()
    assert not axes.all.locator(".range").first.is_visible()


def test_the_other_figures_of_a_search_answer(axes):
    for name, keys, said in (
        ("x-progress", ["ArrowDown", "End"], "best so far; epochs of training, all seeds together "),
        ("x-importance", ["ArrowDown", "Home"], "importance; hyper-parameter "),
        ("x-dependence", ["ArrowDown"], "validation accuracy to expect, %; learning rate 0.01"),
        ("x-rungs", ["ArrowDown"], "hidden size "),
    ):
        figure = axes.page.locator(f"[data-name={name}]")
        figure.locator(".drawing").focus()
        for key in keys:
            axes.page.keyboard.press(key)
        assert figure.locator(".readout").inner_text().startswith(said)
        assert faults(axes.page, f"[data-name={name}]") == []
