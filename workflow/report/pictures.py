"""Figures as part of the page: SVG whose texts switch with its language, with the numbers that it shows."""

import json
import re
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup

from workflow.base.integrity import checked
from workflow.tables.words import Text

COLUMNS = 8  # of a table of numbers, at most: of more points, some from the first to the last
LINES = re.compile(r'<metadata id="lines">(.*?)</metadata>\n?', re.DOTALL)
# What Matplotlib writes for an SVG that stands alone: about itself, a style for all elements, its own font.
ALONE = re.compile(r'<metadata>.*?</metadata>|<style.*?</style>|font-family: [^;"]*;? ?', re.DOTALL)
Words = Text | str


class Table(NamedTuple):
    """Values of lines over an axis."""

    axis: Words
    places: list[Words]
    rows: list[tuple[Words, list[Words]]]  # the name of a line, and its value at each place


class Drawing(NamedTuple):
    """A figure, for the page."""

    name: str
    svg: Markup
    data: Markup  # its lines, as JSON
    axes: bool  # whether each of their points is on an axis of its own
    tables: list[Table]  # the same for those who do not see it


def drawing(path: Path) -> Drawing:
    """The figure in an SVG that workflow/figures/svg.py completed."""
    svg = checked(path).read_text(encoding="utf-8")
    data = "".join(LINES.findall(svg))
    svg = ALONE.sub("", LINES.sub("", svg[svg.index("<svg") :]))
    svg = re.sub(r'(\bid="|href="#|url\(#)', rf"\1{path.stem}-", svg)  # no id twice in the page
    lines: list[dict[str, Any]] = json.loads(data or "[]")
    groups = groupby(lines, lambda line: line.get("axis", ""))
    tables = [table(axis, list(group)) for axis, group in groups]
    axes = any("axes" in line for line in lines)
    return Drawing(path.stem, Markup(svg), Markup(data), axes, tables)


def table(axis: Words, lines: list[dict[str, Any]]) -> Table:
    """The values of lines over an axis, at a few of its places where there are many."""
    values = [{json.dumps(at): value for at, value in line["points"]} for line in lines]
    places = list(dict.fromkeys(at for row in values for at in row))
    if len(places) > COLUMNS:
        places = [places[round(n * (len(places) - 1) / (COLUMNS - 1))] for n in range(COLUMNS)]
    rows = [
        (line["name"], [row.get(at, "") for at in places]) for line, row in zip(lines, values, strict=True)
    ]
    return Table(axis, [json.loads(at) for at in places], rows)
