"""What sentences of the report say, in each language."""

from workflow.report.catalogue import LANGUAGES

TIE = "not distinguishable"
NAN = float("nan")


def spoken(texts, language: str) -> str:
    return " ".join(text[language] for text in texts)


def check(texts, said, unsaid) -> None:
    """``said`` and ``unsaid``: for each language parts that the text must have and must not have."""
    for language in LANGUAGES:
        text = spoken(texts, language)
        assert [part for part in said[language] if part not in text] == [], text
        assert [part for part in unsaid[language] if part in text] == [], text
