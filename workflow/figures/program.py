"""Turn a function that draws a figure into a program that saves it."""

import argparse
import sys
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from workflow.base.errors import user_errors_as_one_line
from workflow.base.files import atomic_writes
from workflow.figures.language import SPEECH, speaking
from workflow.figures.live import LINES
from workflow.figures.svg import completed
from workflow.tables.words import LANGUAGES

# Arguments that several figures take.
TABLE = {"type": Path, "help": "the experiment's table, in CSV"}
CURVES = {"type": Path, "help": "the experiment's curves, in Parquet"}
TRIALS = {"type": Path, "help": "the table of what a search tried, in CSV"}
PREDICTIONS = {"type": Path, "help": "one row per test image, in Parquet"}
TEST = {"type": Path, "help": "the test part, in Parquet"}
CLASSES = {"type": Path, "help": "the names of the classes, in JSON"}


def program(draw: Callable[..., Figure], **arguments: dict[str, Any]) -> Callable[..., None]:
    """Return a ``main`` that calls ``draw`` with its command line and saves the figure.

    Args:
        draw: draws the figure; the first line of its module's docstring describes the program.
        arguments: for each parameter of ``draw``, in order, the options of ``argparse`` for it.
    """

    def main(argv: Sequence[str] | None = None) -> None:
        parser = argparse.ArgumentParser(
            description=str(sys.modules[draw.__module__].__doc__).splitlines()[0]
        )
        for name, options in arguments.items():
            parser.add_argument(name, **options)
        parser.add_argument("figures", type=Path, nargs="+", help="files to write: .svg, .pdf, .png")
        parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the words in them")
        values = vars(parser.parse_args(argv))
        paths, language = values.pop("figures"), values.pop("language")
        with user_errors_as_one_line(), speaking(language):
            figure = draw(**values)
            save(figure, paths)
            plt.close(figure)

    return main


def save(figure: Figure, paths: Sequence[Path]) -> None:
    """Write a figure to each path, in the format of its suffix. The same figure gives the same bytes."""
    metadata = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}, ".png": {}}
    with atomic_writes(*paths) as temporaries:
        for path, temporary in zip(paths, temporaries, strict=True):
            # Through memory, because Matplotlib's writers report a full disk in more than one line.
            content = BytesIO()
            figure.savefig(content, format=path.suffix[1:], metadata=metadata[path.suffix])
            written = content.getvalue()
            if path.suffix == ".svg":
                written = completed(written.decode(), SPEECH.said, LINES.get(figure, [])).encode()
            temporary.write_bytes(written)
