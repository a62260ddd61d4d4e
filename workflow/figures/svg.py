"""What an SVG has for the page: its words in every language, its words in place, the data of its lines."""

import html
import json
import re
from collections.abc import Mapping
from typing import Any

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from workflow.tables.words import LANGUAGES, Text

TEXT = re.compile(r'<text style="([^"]*)"([^>]*)>([^<]*)</text>')


def completed(svg: str, said: Mapping[str, Text], lines: list[dict[str, Any]]) -> str:
    """An SVG of Matplotlib's with ``data-en`` and ``data-zh`` on each text, and ``lines`` in its metadata."""

    def complete(match: re.Match[str]) -> str:
        style, place, content = match.groups()
        words = html.unescape(content)
        if "text-anchor" not in style:
            # One of several lines, which begins where it does in Matplotlib's font: fix its middle instead.
            size = FontProperties(size=float(re.findall(r"font-size: ([\d.]+)px", style)[0]))
            width, _, _ = text_to_path.get_text_width_height_descent(words, size, False)
            style, place = f"{style}; text-anchor: middle", f' x="{width / 2:.2f}"{place}'
        each = said.get(words, {})
        translated = "".join(f' data-{tag}="{html.escape(each[tag])}"' for tag in LANGUAGES if each)
        return f'<text style="{style}"{place}{translated}>{content}</text>'

    svg = TEXT.sub(complete, svg)
    if lines:
        data = json.dumps(lines, ensure_ascii=False, separators=(",", ":"))
        # So that it is the same as text of XML, of HTML and of a script.
        data = data.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
        svg = svg.replace("</svg>", f'<metadata id="lines">{data}</metadata>\n</svg>')
    return svg
