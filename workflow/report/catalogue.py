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
"""The same in each language, by its key."""


@functools.cache
def catalogue() -> dict[str, Any]:
    files = sorted(CATALOGUE.glob("*.yaml"))
    return {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in files}


def say(key: str, **values: Any) -> Text:
    """The text of a key such as ``findings.best``, each ``{value}`` in it filled in, in the same language.

    Raises:
        KeyError: the catalogue has no such text, or the text a place for which there is no value.
    """
    entry = catalogue()
    for part in key.split("."):
        entry = entry[part]
    if not values:
        return {language: entry[language] for language in LANGUAGES}
    return {
        language: entry[language].format(
            **{name: value[language] if isinstance(value, dict) else value for name, value in values.items()}
        )
        for language in LANGUAGES
    }


def name_of(kind: str, name: Any) -> Text:
    """A setting, one of its values, a class, a title: what the catalogue does not know keeps its name.

    Titles and classes are a person's own words, and stay as they are.
    """
    known = catalogue()["names"][kind].get(name, {}) if isinstance(name, str) else {}
    usual = name if kind in ("titles", "classes") else in_words(name)
    return {language: known.get(language, usual) for language in LANGUAGES}


def joined(texts: Iterable[Text], between: str = "comma") -> Text:
    """Texts in a row, with the catalogue's own separators."""
    texts = list(texts)
    return {
        language: catalogue()["names"]["separators"][between][language].join(text[language] for text in texts)
        for language in LANGUAGES
    }
