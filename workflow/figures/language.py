"""The language of a figure's words, a font for it, and the same words in the other languages."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from matplotlib import font_manager
from matplotlib import pyplot as plt

from workflow.base.errors import InputError
from workflow.figures.style import FONT
from workflow.tables.words import LANGUAGES, TEXTS, Text, catalogue, filled, name_of

# Fonts with simplified Chinese, of Linux, Windows and macOS. Before 3.11 Matplotlib knows of a collection the
# first font alone, which in Noto's is the Japanese one; it has the same characters.
CHINESE = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", "Microsoft YaHei", "SimHei", "PingFang SC", "Hiragino Sans GB", "STHeiti",
    "Heiti SC", "Arial Unicode MS", "Noto Sans CJK JP",
)  # fmt: skip
FONTS: dict[str, Sequence[str]] = {"en": (), "zh": CHINESE}
INSTALL = (
    "install one, such as Noto Sans CJK SC (on Debian: apt-get install fonts-noto-cjk), or set language: en"
)


class Speech:
    """What has been said in this process.

    Attributes:
        language: in which the figure is drawn.
        said: each line of it, as drawn → the same in every language.
    """

    def __init__(self) -> None:
        self.language = "en"
        self.said: dict[str, Text] = {}


SPEECH = Speech()


def fonts_of(language: str) -> list[str]:
    """The font that a language needs besides the usual one, if it needs one.

    Raises:
        InputError: the machine has none.
    """
    wanted = FONTS[language]
    if wanted and not known(wanted):
        # What was installed since Matplotlib listed the fonts.
        old = {entry.fname for entry in font_manager.fontManager.ttflist}
        for path in sorted(set(font_manager.findSystemFonts()) - old):
            with suppress(OSError, RuntimeError):  # no font that Matplotlib can read
                font_manager.fontManager.addfont(path)
        if not known(wanted):
            raise InputError(f"no font of this machine has the characters of language: {language}; {INSTALL}")
    return known(wanted)[:1]


def known(wanted: Sequence[str]) -> list[str]:
    names = {entry.name for entry in font_manager.fontManager.ttflist}
    return [name for name in wanted if name in names]


def speak(language: str) -> None:
    """From now on, say everything in this language."""
    fonts = fonts_of(language)
    plt.rcParams["font.family"] = [FONT, *fonts, "sans-serif"]
    # As TrueType, Matplotlib embeds fonts of PostScript outlines, as those of Noto are, in the wrong place.
    plt.rcParams["pdf.fonttype"] = 3 if fonts else 42
    SPEECH.language = language
    SPEECH.said.clear()


def spoken(text: Text) -> str:
    """A text in the language of the figure."""
    for lines in zip(*(text[language].split("\n") for language in LANGUAGES), strict=True):
        in_each = dict(zip(LANGUAGES, lines, strict=True))
        SPEECH.said[in_each[SPEECH.language]] = in_each
    return text[SPEECH.language]


def words(key: str, **values: Text | str | int) -> Text:
    """One of the texts of figures."""
    return filled(catalogue(TEXTS)["figures"], key, values)


def say(key: str, **values: Text | str | int) -> str:
    """One of them in the language of the figure."""
    return spoken(words(key, **values))


def name(kind: str, value: Any) -> str:
    """A name in the language of the figure."""
    return spoken(name_of(kind, value))
