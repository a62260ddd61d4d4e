"""The words of the figures, in both languages, and the font that one of them needs."""

import re

import pytest
from drawings import CHINESE, SWITCH, needs_font, texts, write_experiment
from matplotlib import font_manager

from workflow.figures import curves, heat_map, parallel
from workflow.figures.fonts import fonts_of


def draw(tmp_path, *options: str):
    table, epochs = write_experiment(tmp_path, SWITCH, diverged=(1,))
    for name, program, arguments in (
        ("curves", curves, [table, epochs, "validation_loss"]),
        ("heat_map", heat_map, [table]),
        ("parallel", parallel, [table, epochs]),
    ):
        files = [str(tmp_path / f"{name}.{suffix}") for suffix in ("svg", "pdf", "png")]
        program.main([*map(str, arguments), *files, *options])
    return {name: (tmp_path / f"{name}.svg").read_text() for name in ("curves", "heat_map", "parallel")}


@needs_font
def test_files_are_in_the_language_that_is_asked_for_and_hold_the_other(tmp_path):
    drawn = {language: draw(tmp_path, "--language", language) for language in ("en", "zh")}
    for name, (english, chinese) in {
        "curves": ("validation loss", "验证损失"),
        "heat_map": ("2 diverged", "2 次发散"),
        "parallel": ("validation accuracy, %", "验证准确率（%）"),
    }.items():
        for language, words in (("en", english), ("zh", chinese)):
            assert (words, {"en": english, "zh": chinese}) in texts(drawn[language][name])
    assert "font-family: 'DejaVu Sans', sans-serif" in drawn["en"]["curves"]
    assert f"'{CHINESE[0]}', sans-serif" in drawn["zh"]["curves"]


@needs_font
def test_a_pdf_in_chinese_embeds_its_font(tmp_path):
    draw(tmp_path, "--language", "zh")
    pdf = (tmp_path / "curves.pdf").read_bytes()
    assert re.search(rb"/FontName /[A-Z]{6}\+(?!DejaVu)", pdf)
    # A glyph that no font has would have been a warning, which pytest takes for an error.


@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=needs_font)])
def test_a_text_of_several_lines_is_centred_in_every_font(tmp_path, language):
    drawn = draw(tmp_path, "--language", language)["heat_map"]
    (verdict,) = {match[0] for match in re.finditer(r'<text [^>]*data-en="open"[^>]*>', drawn)}
    assert "text-anchor: middle" in verdict
    assert float(re.findall(r' x="([\d.]+)"', verdict)[0]) > 5  # half its width


def test_without_a_font_one_line_says_what_to_install_and_nothing_is_drawn(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(font_manager.fontManager, "ttflist", font_manager.fontManager.ttflist[:0])
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [])
    with pytest.raises(SystemExit) as ended:
        draw(tmp_path, "--language", "zh")
    line = str(ended.value.code)
    assert line.startswith("error: no font of this machine has the characters of language: zh; install ")
    assert line.count("\n") == 0
    assert list(tmp_path.glob("*.svg")) == []


@needs_font
def test_a_font_installed_after_matplotlib_listed_them_is_found(monkeypatch):
    listed = font_manager.fontManager.ttflist
    path = next(entry.fname for entry in listed if entry.name == CHINESE[0])
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [])
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: ["/no/font.ttf", path])
    assert fonts_of("zh") == CHINESE
