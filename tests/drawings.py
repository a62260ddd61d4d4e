"""Tables of experiments to draw, and what is in a figure."""

import html
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from workflow.base.errors import InputError
from workflow.configuration.experiments import configurations
from workflow.figures.fonts import fonts_of
from workflow.figures.live import LINES
from workflow.tables.comparison import AS_GOOD, BEST, OPEN, WORSE

SEEDS, EPOCHS = (0, 1), 3
SWITCH = {"hidden_size": [3, 4], "flip": [False, True]}
THREE = {"flip": [False, True], "schedule": ["constant", "cosine_restarts"], "hidden_size": [3, 4]}
LEFT_OUT = [{"hidden_size": [3, 4]}, {"hidden_size": [3, 4], "flip": [True, False]}]
WHOLE_PANEL_LEFT_OUT = [{"hidden_size": [3, 4], "l2": [0, 0.1], **more} for more in ({}, {"dropout": 0.5})]
try:
    CHINESE = fonts_of("zh")
except InputError:
    CHINESE = []
needs_font = pytest.mark.skipif(not CHINESE, reason="no Chinese font on this machine: fonts-noto-cjk")


def write_experiment(
    folder: Path, grid: dict | list[dict], diverged: tuple[int, ...] = (), name: str = "x"
) -> tuple[Path, Path]:
    """Write the table and the curves of an experiment, where each row is 1 % better than the one before.

    The one before the best is as good, the one before that is open, the others are worse.
    """
    varied = [row.varied for row in configurations({"defaults": {}, "seeds": SEEDS, "grid": grid})]
    numbers = range(len(varied))
    kept = [row for row in numbers if row not in diverged]
    table, curves = pd.DataFrame(varied), []
    for part, first in (("validation", 80.0), ("test", 70.0)):
        table[f"{part}_accuracy"] = [first + row if row in kept else np.nan for row in numbers]
        table[f"{part}_interval"] = [0.25 if row in kept else np.nan for row in numbers]
    table["seeds"] = len(SEEDS)
    table["diverged"] = [0 if row in kept else len(SEEDS) for row in numbers]
    verdicts = dict(zip(kept[::-1], [BEST, AS_GOOD, OPEN, *[WORSE] * len(kept)], strict=False))
    table["verdict"] = [verdicts.get(row) for row in numbers]
    below = [max((other for other in kept if other != row), default=np.nan) - row for row in numbers]
    for column, shift in (("below_best", 0), ("below_best_low", -0.75), ("below_best_high", 0.5)):
        table[column] = [each + shift if row in kept else np.nan for row, each in enumerate(below)]
    for row in numbers:
        for seed in SEEDS:
            for epoch in range(1, EPOCHS + 1 if row in kept else 2):
                gain = (row + seed - 0.5 + epoch - EPOCHS) / 100
                curves.append(
                    {"row": row, "seed": seed, "epoch": epoch, "learning_rate": 0.1,
                     "training_loss": 1 / epoch, "validation_loss": 2 / epoch,
                     "validation_accuracy": 0.8 + gain, "test_accuracy": 0.7 + gain}
                )  # fmt: skip
    paths = folder / f"{name}.csv", folder / f"{name}-curves.parquet"
    table.convert_dtypes().to_csv(paths[0], index=False)
    pd.DataFrame(curves).to_parquet(paths[1], index=False)
    return paths


def ticks(axis, direction: str = "x") -> list[str]:
    """Also those that a panel leaves to the one below it."""
    marks = getattr(axis, f"{direction}axis")
    return [marks.get_major_formatter()(place) for place in marks.get_ticklocs()]


def cells(axis) -> dict[tuple[str, str], str]:
    """What a heat map says, by the words beside and below each cell."""
    across, down = ticks(axis), ticks(axis, "y")
    places = [(text.get_position(), text.get_text()) for text in axis.texts]
    found = {(down[round(y)], across[round(x)]): text for (x, y), text in places}
    assert len(found) == len(places)  # no two of them on top of each other
    return found


def legend(figure) -> list[str]:
    (found,) = figure.legends
    return [text.get_text() for text in found.get_texts()]


def images(figure) -> list[np.ma.MaskedArray]:
    return [axis.images[0].get_array() for axis in figure.axes if axis.images]


def texts(svg: str) -> list[tuple[str, dict[str, str]]]:
    """Each text with what it is in each language."""
    found = re.findall(r"<text ([^>]*)>([^<]*)</text>", svg)
    said = [re.findall(r'data-(\w+)="([^"]*)"', attributes) for attributes, _ in found]
    return [
        (html.unescape(words), {language: html.unescape(text) for language, text in each})
        for (_, words), each in zip(found, said, strict=True)
    ]


def said(figure, number: int, language: str = "en") -> list:
    """What a line says: its points in a language, or itself."""
    line = LINES[figure][number]
    in_words = [
        [each[language] if isinstance(each, dict) else each for each in pair] for pair in line["points"]
    ]
    return [line["said"][language]] if "said" in line else in_words


def drawn(program, path, folder, *options: str) -> str:
    program.main([str(path), *(str(folder / f"f.{suffix}") for suffix in ("svg", "pdf", "png")), *options])
    return (folder / "f.svg").read_text()


def untranslated(program, path: Path, folder: Path) -> list[str]:
    """The words in a figure, drawn in each language, that are not in that language or are in no other."""
    return [
        words
        for language in ("en", "zh")
        for words, each in texts(drawn(program, path, folder, "--language", language))
        if each.get(language, words) != words or (not each and not re.fullmatch(r"[−\d.]+", words))
    ]
