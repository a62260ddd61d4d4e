"""The figures of the report in a browser: they answer to pointing and to keys, in both languages."""

import re

import pandas as pd
import pytest
from browsing import faults

CURVES, HEAT_MAP = "depth-test_accuracy", "tuning-heat_map"


class Shown:
    """A figure on the page."""

    def __init__(self, page, name: str) -> None:
        self.page, self.name = page, name
        self.all = page.locator(f"[data-name={name}]")
        self.drawing = self.all.locator(".drawing")

    def press(self, *keys: str) -> str:
        """What is said after these keys."""
        self.drawing.focus()
        for key in keys:
            self.page.keyboard.press(key)
        return self.said()

    def said(self) -> str:
        return self.all.locator(".readout").inner_text()

    def line(self, number: int):
        return self.page.locator(f"#{self.name}-line-{number}-0")

    def key(self, number: int):
        return self.page.locator(f"#{self.name}-key-{number}")

    def visible(self) -> list[bool]:
        """Of each line; one that runs level has no height, and for Playwright nothing to see."""
        shown = "lines => lines.map(line => getComputedStyle(line).display !== 'none')"
        return self.all.locator("[id$='-0'].line").evaluate_all(shown)

    def point_at_the_end_of(self, number: int) -> None:
        x, y = self.line(number).evaluate(
            """line => {
                const path = line.querySelector(":scope > path");
                const point = path.getPointAtLength(path.getTotalLength());
                const { x, y } = point.matrixTransform(path.getScreenCTM());
                return [x, y];
            }"""
        )
        self.page.mouse.move(x, y)


@pytest.fixture
def tables(report):
    return report.parent / "tables"


def test_arrow_keys_read_the_values_of_the_table(visit, tables):
    rows = pd.read_csv(tables / "depth.csv")
    curves = pd.read_parquet(tables / "depth-curves.parquet")
    means = 100 * curves.groupby(["row", "epoch"])["test_accuracy"].mean()
    figure = Shown(visit(), CURVES)
    for row, configuration in rows.iterrows():
        said = figure.press("ArrowDown", "End")
        assert said.startswith(f"hidden layers {configuration.hidden_layers}; epoch {means[row].index[-1]}: ")
        assert f": {configuration.test_accuracy:.2f} %" in said
        before = figure.press("ArrowLeft")
        assert f": {means[row].iloc[-2]:.2f} %" in before
        assert f": {means[row].iloc[0]:.2f} %" in figure.press("Home")
    assert figure.press("ArrowDown", "Home", "ArrowLeft") == figure.said()  # there is no further
    assert figure.press("ArrowUp").startswith(f"hidden layers {rows.hidden_layers.iloc[-2]}")


def test_pointing_reads_the_same_and_lets_the_line_stand_out(visit):
    figure = Shown(visit(), CURVES)
    figure.all.scroll_into_view_if_needed()
    figure.key(1).dblclick()  # so that no other line is as near
    figure.point_at_the_end_of(1)
    pointed = figure.said()
    assert "on" in figure.line(1).get_attribute("class").split()
    figure.page.mouse.move(0, 0)
    assert "on" not in figure.line(1).get_attribute("class").split()
    assert pointed == figure.press("End")


def test_the_legend_hides_a_line_and_singles_it_out(visit):
    figure = Shown(visit(), CURVES)
    everything = figure.visible()
    assert all(everything)
    assert len(everything) > 1
    alone = [n == 1 for n in range(len(everything))]
    first, second = figure.key(0), figure.key(1)
    assert (first.get_attribute("role"), first.get_attribute("aria-pressed")) == ("button", "true")
    first.click()
    assert figure.visible() == [False, *everything[1:]]
    assert first.get_attribute("aria-pressed") == "false"
    assert not figure.page.locator(f"#{CURVES}-line-0-1").is_visible()  # its band
    assert not figure.press("ArrowDown").startswith("hidden layers 1;")  # keys pass it by
    first.click()
    assert figure.visible() == everything
    second.dblclick()
    assert figure.visible() == alone
    second.dblclick()
    assert figure.visible() == everything
    for keys, expected in (
        ("Shift+Enter", alone),
        ("Shift+Enter", everything),
        ("Enter", [not each for each in alone]),
    ):
        second.focus()
        figure.page.keyboard.press(keys)
        assert figure.visible() == expected


def cell(row) -> str:
    return f"{row.validation_accuracy:.2f} ± {row.validation_interval:.2f}; {row.verdict}"


def test_the_cells_of_a_heat_map_are_read_by_key_and_by_pointing(visit, tables):
    everything = pd.read_csv(tables / "tuning.csv")
    rows = everything.dropna(subset="validation_accuracy")
    figure = Shown(visit(), HEAT_MAP)
    figure.all.scroll_into_view_if_needed()
    found = set()
    for _ in figure.visible():
        found.add(figure.press("ArrowDown", "Home"))
        found |= {figure.press("ArrowRight") for _ in everything["learning_rate"].unique()}
    assert {cell(row) for row in rows.itertuples()} <= {said.split(": ")[1] for said in found}
    assert figure.said().startswith("test accuracy, %; hidden size ")
    box = figure.page.locator(f"#{HEAT_MAP}-line-0-0").bounding_box()
    figure.page.mouse.move(box["x"] + box["width"] - 3, box["y"] + 3)  # in its corner, too
    first = next(rows.itertuples())
    assert figure.said().startswith(f"validation accuracy, %; hidden size {first.hidden_size}; ")
    assert figure.said().endswith(f"learning rate {first.learning_rate:g}: {cell(first)}")


def test_a_line_of_a_search_says_its_configuration_and_both_accuracies(visit, tables):
    table, curves = pd.read_csv(tables / "tuning.csv"), pd.read_parquet(tables / "tuning-curves.parquet")
    final = curves[curves["row"].isin(table.index[table["diverged"] == 0])]
    final = final.sort_values("epoch").groupby(["row", "seed"]).tail(1) * 100
    figure = Shown(visit(), "tuning-parallel")
    said = figure.press("ArrowDown", *["ArrowDown"] * len(final))  # the last is the best
    best = final.loc[final["validation_accuracy"].idxmax()]
    assert f": validation {best.validation_accuracy:.2f} %, test " in said
    assert re.match(r"hidden size \d+, learning rate [\d.]+.*; seed \d+: validation", said)


def test_the_table_view_has_the_numbers_of_the_figure(visit, tables):
    rows = pd.read_csv(tables / "depth.csv")
    page = visit()
    for name in (CURVES, HEAT_MAP):
        page.locator(f"[data-name={name}] summary").click()
    shown = page.locator(f"[data-name={CURVES}] .numbers tbody tr")
    for n, configuration in rows.iterrows():
        assert shown.nth(n).locator("th").inner_text() == f"hidden layers {configuration.hidden_layers}"
        last = shown.nth(n).locator("td").last.inner_text().replace("\xa0", " ")
        assert last.startswith(f"{configuration.test_accuracy:.2f} %")
    epochs = page.locator(f"[data-name={CURVES}] .numbers thead th").all_inner_texts()
    assert (epochs[:2], len(epochs) <= 9) == (["epoch", "1"], True)
    cells = page.locator(f"[data-name={HEAT_MAP}] .numbers").inner_text().replace("\xa0", " ")
    for row in pd.read_csv(tables / "tuning.csv").dropna(subset="validation_accuracy").itertuples():
        assert cell(row) in cells
        assert f"{row.test_accuracy:.2f} ± {row.test_interval:.2f}" in cells
    assert faults(page, f"[data-name={CURVES}]") == []


def test_the_words_of_the_figures_switch_with_the_page_and_are_found(visit):
    page = visit()
    figure = Shown(page, "depth-validation_loss")
    figure.press("ArrowDown")
    found = "words => { getSelection().removeAllRanges(); return find(words, false, false, true); }"
    english, chinese = ("validation loss", "best of its experiment"), ("验证损失", "所在实验中最佳")
    for words, said, others in (
        (english, "hidden layers 1; epoch 1: ", chinese),
        (chinese, "隐藏层数 1；训练轮数 1：", english),
    ):
        texts = page.locator("svg text").all_text_contents()
        assert set(words) <= set(texts)
        assert not set(others) & set(texts)
        assert page.evaluate(found, words[1])
        assert figure.said().startswith(said)
        page.click("#language")


def test_in_print_the_figures_are_whole_and_nothing_waits_for_a_hand(visit):
    figure = Shown(visit(), CURVES)
    figure.key(0).click()
    figure.page.emulate_media(media="print")
    assert all(figure.visible())
    assert not figure.all.locator(".readout").is_visible()
    assert not figure.all.locator("details").is_visible()
