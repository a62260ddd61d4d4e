"""The language of a figure's words, and the same words in the other languages."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from matplotlib import pyplot as plt

from workflow.figures.fonts import fonts_of
from workflow.figures.style import FONT
from workflow.tables.words import LANGUAGES, Text, catalogue, filled, name_of


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


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything in this language, in a font that has it."""
    fonts = fonts_of(language)
    # Matplotlib embeds PostScript outlines, which Noto's are, as if they were TrueType: readers complain.
    fonttype = 3 if fonts else 42
    SPEECH.language = language
    SPEECH.said.clear()
    try:
        with plt.rc_context({"font.family": [FONT, *fonts, "sans-serif"], "pdf.fonttype": fonttype}):
            yield
    finally:
        SPEECH.language = "en"


def spoken(text: Text) -> str:
    """A text in the language of the figure."""
    for lines in zip(*(text[language].split("\n") for language in LANGUAGES), strict=True):
        in_each = dict(zip(LANGUAGES, lines, strict=True))
        SPEECH.said[in_each[SPEECH.language]] = in_each
    return text[SPEECH.language]


def words(key: str, **values: Text | str | int) -> Text:
    """One of the texts of figures."""
    return filled(catalogue()["figures"], key, values)


def say(key: str, **values: Text | str | int) -> str:
    """One of them in the language of the figure."""
    return spoken(words(key, **values))


def name(kind: str, value: Any) -> str:
    """A name in the language of the figure."""
    return spoken(name_of(kind, value))
