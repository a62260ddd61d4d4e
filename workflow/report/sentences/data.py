"""The data set in words, as far as the configuration has them."""

from typing import Any

from workflow.report.catalogue import say
from workflow.tables.words import LANGUAGES, Text


def title(data: dict[str, Any]) -> Text:
    """The title of the page, with the data set's name if it has one."""
    return say("page.title_of", name=data["name"]) if "name" in data else say("page.title")


def images(data: dict[str, Any]) -> Text:
    """What is classified: in each language images of something, or just images."""
    noun = data.get("noun", {})
    of_noun = say("page.images_of", noun=dict.fromkeys(LANGUAGES, "") | noun)
    return {
        language: of_noun[language] if language in noun else said
        for language, said in say("page.images").items()
    }
