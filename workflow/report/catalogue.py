"""What the report says, in each of its languages: its own texts, and the words of the tables."""

from pathlib import Path
from typing import Any

from workflow.tables import words
from workflow.tables.words import Text

HERE = Path(__file__).parent / "texts"


def catalogue() -> dict[str, Any]:
    """Every text that the report may say."""
    return words.catalogue(HERE)


def say(key: str, **values: Text | str | int) -> Text:
    """The text of a key such as ``findings.best`` with its places filled in.

    Raises:
        KeyError: the catalogue has no such text, or the text has a place without a value.
    """
    return words.filled(catalogue(), key, values)
