"""What the report says, in each of its languages, from one catalogue: workflow/report/texts/*.yaml."""

import functools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from workflow.tables.frames import in_words

LANGUAGES = {"en": "en", "zh": "zh-Hans"}  # key in the catalogue → language tag in the page
CATALOGUE = Path(__file__).parent / "texts"

Text = dict[str, str]
"""The same in each language, by the language's key."""


class Count(int):
    """A number that chooses words in a text: ``{n:# run|# runs}`` is "1 run" or "5 runs".

    Between the form for one and the form for many there may be one for two, such as "both".
    """

    def __format__(self, words: str) -> str:
        if not words:
            return str(self)
        one, *two, many = words.split("|")
        return (one if self == 1 else two[0] if two and self == 2 else many).replace("#", str(self))


@functools.cache
def catalogue() -> dict[str, Any]:
    files = sorted(CATALOGUE.glob("*.yaml"))
    return {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in files}


def say(key: str, **values: Text | str | int) -> Text:
    """The text of a key such as ``findings.best`` with its places filled in, each in the same language.

    Raises:
        KeyError: the catalogue has no such text, or the text has a place without a value.
    """
    entry = catalogue()
    for part in key.split("."):
        entry = entry[part]
    said = {}
    for language in LANGUAGES:
        here = {
            name: value[language]
            if isinstance(value, dict)
            else Count(value)
            if isinstance(value, int)
            else value
            for name, value in values.items()
        }
        said[language] = entry[language].format(**here) if values else entry[language]
    return said


def name_of(kind: str, name: Any) -> Text:
    """A hyper-parameter, one of its values, a class or a title; what the catalogue lacks keeps its name.

    Titles and classes are a person's own words, which stay as they are.
    """
    usual = name if kind in ("titles", "classes") else in_words(name)
    known = catalogue()["names"][kind].get(name if isinstance(name, str) else usual, {})
    return {language: known.get(language, usual) for language in LANGUAGES}


def joined(texts: Iterable[Text], between: str = "comma") -> Text:
    """Texts in a row, with a separator of the catalogue."""
    texts = list(texts)
    return {
        language: catalogue()["names"]["separators"][between][language].join(text[language] for text in texts)
        for language in LANGUAGES
    }


def listed(texts: Iterable[Text]) -> Text:
    """Texts as a list within a sentence: "a, b and c"."""
    *first, last = texts
    return joined([joined(first), last], "and") if first else last
