"""The pages of docs/ whose last part a program writes."""

from pathlib import Path

MEASURED = "<!-- measured -->"


def with_measured(text: str, measured: str) -> str:
    """A page with what was measured in the place of all that it has below its mark."""
    return f"{text.partition(MEASURED)[0]}{MEASURED}\n\n{measured}"


def write_measured(page: Path, measured: str) -> None:
    """Do that in a file."""
    page.write_text(with_measured(page.read_text(encoding="utf-8"), measured), encoding="utf-8")
