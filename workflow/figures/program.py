"""Turn a function that draws a figure into a program that saves it."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from workflow.base.errors import user_errors_as_one_line
from workflow.figures.style import save

# Arguments that several figures take.
TABLE = {"type": Path, "help": "the experiment's table, in CSV"}
CURVES = {"type": Path, "help": "the experiment's curves, in Parquet"}
PREDICTIONS = {"type": Path, "help": "one row per test image, in Parquet"}
TEST = {"type": Path, "help": "the test part, in Parquet"}


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
        values = vars(parser.parse_args(argv))
        paths = values.pop("figures")
        with user_errors_as_one_line():
            figure = draw(**values)
            save(figure, paths)
            plt.close(figure)

    return main
