"""Texts and formulas as HTML."""

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
from latex2mathml.converter import convert
from markupsafe import Markup, escape

from workflow.report.catalogue import say
from workflow.report.pictures import drawing
from workflow.tables.words import LANGUAGES, Text, joined, name_of

TEMPLATES = Path(__file__).parent / "templates"
SCRIPTS = Path(__file__).parent / "scripts"


def environment() -> jinja2.Environment:
    """The templates, with the functions that they call."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    functions = (
        import_map,
        math,
        in_all_languages,
        t,
        drawing,
        in_attributes,
        say,
        name_of,
        joined,
    )
    made.globals |= {function.__name__: function for function in functions}
    made.filters["thousands"] = "{:,}".format
    return made


def import_map() -> Markup:
    """Every script as a module inside the page, under the name by which the others import it."""
    urls = {
        f"#{path.stem}": f"data:text/javascript;base64,{base64.b64encode(path.read_bytes()).decode()}"
        for path in sorted(SCRIPTS.glob("*.js"))
    }
    return Markup(json.dumps({"imports": urls}))


def math(latex: str, display: str = "block") -> Markup:
    return Markup(convert(latex, display=display))


def plain(text: str) -> Markup:
    """A text without marks; numbers have a true minus sign, and stay on one line with their ±, % or =."""
    text = re.sub(r"(?<![\w-])-(?=\d)", "\N{MINUS SIGN}", text)
    return escape(re.sub(r"(?<=\d) (?=[±%])|(?<=±) (?=\d)| (?==)|(?<==) ", "\N{NO-BREAK SPACE}", text))


def marked(text: str) -> Markup:
    """A text whose ``$...$`` is a formula and whose `...` is code."""
    parts = []
    for words, latex, mark, code in re.findall(r"([^$`]+)|\$(.+?)\$([^\w\s$`(（]*)|`(.+?)`", text):
        if latex:
            # A browser may break a line after a formula, even before a full stop.
            parts.append(Markup('<span class="whole">{}{}</span>').format(math(latex, "inline"), mark))
        else:
            parts.append(Markup("<code>{}</code>").format(code) if code else plain(words))
    return Markup("").join(parts)


def in_all_languages(text: Text | Any, render: Callable[[str], Markup] = plain) -> Markup:
    """A text in every language, of which the page shows one; what is the same in all is written once."""
    if not isinstance(text, dict):
        return plain(str(text))
    if len(set(text.values())) == 1:
        return render(next(iter(text.values())))
    return Markup("").join(
        Markup('<span lang="{}">{}</span>').format(tag, render(text[language]))
        for language, tag in LANGUAGES.items()
    )


def t(key: str, **values: Any) -> Markup:
    """A text of the catalogue with its marks, filled in with values that have none."""
    return in_all_languages(say(key, **values), marked)


def in_attributes(text: Text) -> Markup:
    """A text for where no element is allowed, such as a tooltip: the page's script shows it from there."""
    return Markup(' data-en="{}" data-zh="{}"').format(text["en"], text["zh"])
