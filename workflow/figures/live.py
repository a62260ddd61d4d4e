"""What brings a figure to life in the report: its lines with the exact values of their points."""

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.legend import Legend

from workflow.tables.words import Text

Words = Text | str
"""A number needs no translation."""

LINES: WeakKeyDictionary[Figure, list[dict[str, Any]]] = WeakKeyDictionary()


def enliven(
    figure: Figure,
    artists: Sequence[Artist],
    points: Sequence[tuple[Words, Words]],
    **about: Words | int,
) -> None:
    """Give a line its values.

    Args:
        figure: on which it is drawn.
        artists: the line, whose vertices are the points, and what is shown and hidden with it; or of a row of
            cells one artist for each point.
        points: the place on the axis and the value of each.
        about: ``name``; ``axis``, the name of that; ``row``, of the experiment's table; ``key``, its number
            in the legend; ``said``, what is said of the whole line instead of one point; ``cells``, whether
            it is a row of them; ``axes``, whether each of its points is on an axis of its own.
    """
    lines = LINES.setdefault(figure, [])
    for number, artist in enumerate(artists):
        artist.set_gid(f"line-{len(lines)}-{number}")
    lines.append(about | {"parts": len(artists), "points": points})


def with_keys(legend: Legend) -> None:
    """Let the page find the entries of a legend."""
    for number, (handle, text) in enumerate(zip(legend.legend_handles, legend.get_texts(), strict=True)):
        text.set_gid(f"key-{number}")
        if handle:
            handle.set_gid(f"key-{number}-mark")
