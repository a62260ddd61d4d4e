"""Words in every language, for figures and report: names, and texts with places to fill in."""

import functools
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from workflow.tables.frames import in_words
from workflow.tables.variance import BETWEEN, SEEDS

LANGUAGES = {"en": "en", "zh": "zh-Hans"}  # key in a catalogue → language tag in the page
TEXTS = Path(__file__).parent / "texts"

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
def catalogue(*folders: Path) -> dict[str, Any]:
    """The texts of ``TEXTS`` and of other folders, by the name of their file and their keys in it."""
    files = sorted(file for folder in (TEXTS, *folders) for file in folder.glob("*.yaml"))
    return {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in files}


def filled(texts: dict[str, Any], key: str, values: Mapping[str, Text | str | int]) -> Text:
    """The text of a key such as ``findings.best`` with its places filled in, each in the same language.

    Raises:
        KeyError: there is no such text, or it has a place without a value.
    """
    entry: Any = texts
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


def label(varied: Mapping[str, Any]) -> Text:
    """A configuration in a few words: its hyper-parameters by name and value, a value in words by itself."""
    words = [
        name_of("values", value)
        if isinstance(value, str)
        else joined([name_of("hyper_parameters", name), name_of("values", value)], "space")
        for name, value in varied.items()
        if not pd.isna(value)
    ]
    return joined(words) if words else unvaried(varied)


def unvaried(varied: Mapping[str, Any]) -> Text:
    """A configuration without a value to name: the baseline, or one that leaves every hyper-parameter out."""
    return name_of("values", None if varied else "the baseline")


def source_name(source: str) -> Text:
    """A source of variance by the names of its hyper-parameters."""
    if source == SEEDS:
        return name_of("sources", SEEDS)
    return joined((name_of("hyper_parameters", name) for name in source.split(BETWEEN)), "times")
