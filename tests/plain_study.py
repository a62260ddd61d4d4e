"""A tiny study made by the programs, and what its networks say by plain NumPy."""

import json
import math
import re
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from plain import Model, Part
from programs import program

from workflow.configuration.experiments import configurations
from workflow.runs.names import name_of

SEEDS, EPOCHS = 4, 5


EXPERIMENT = {
    "defaults": {"hidden_size": 16, "epochs": EPOCHS, "batch_size": 50},
    "seeds": list(range(SEEDS)),
    "grid": {"hidden_layers": [0, 1], "learning_rate": [0.002, 0.05]},
}


MARGIN = 60.0  # points: with so few samples and seeds, rows scatter


PARTS = ("validation", "test")


class Study:
    """Some trained runs, what they say by plain NumPy, and the programs that make tables of them."""

    def __init__(self, data: Path, folder: Path) -> None:
        self.data, self.runs = data, folder / "runs"
        self.names = [[name_of(run) for run in row.runs] for row in configurations(EXPERIMENT)]
        for run in chain(*self.names):
            call("runs.train", run, data, self.runs, folder / "checkpoints")
        self.parts = {part: Part.read(data / f"{part}.parquet") for part in PARTS}
        self.models = [
            [Model.read(self.runs / run / "weights.safetensors") for run in row] for row in self.names
        ]
        # Of each part: (row, seed, image, class)
        self.P = {
            name: np.array([[model.probabilities(part.pixels) for model in row] for row in self.models])
            for name, part in self.parts.items()
        }
        self.right = {name: self.P[name].argmax(axis=-1) == part.labels for name, part in self.parts.items()}

    def moved(self, part: str, shift: int) -> NDArray[np.float64]:
        """Probabilities (row, seed, image, class), averaged over copies moved by up to so many pixels."""
        pixels = self.parts[part].pixels
        size = math.isqrt(pixels.shape[1])
        wide = np.pad(pixels.reshape(-1, size, size), ((0, 0), (shift, shift), (shift, shift)))
        steps = range(2 * shift + 1)
        copies = [wide[:, y : y + size, x : x + size].reshape(pixels.shape) for y in steps for x in steps]
        return np.array(
            [[np.mean([model.probabilities(X) for X in copies], 0) for model in row] for row in self.models]
        )

    def evaluate(self, folder: Path, shift: int = 0) -> None:
        parts = [self.data / f"{part}.parquet" for part in PARTS]
        call(
            "tables.evaluate", self.runs, json.dumps(EXPERIMENT), *parts, "--images",
            folder / "tiny-images.parquet", "--ensembles", folder / "ensembles.csv", "--shift", shift,
        )  # fmt: skip

    def aggregate(self, folder: Path, shift: int = 0) -> pd.DataFrame:
        self.evaluate(folder, shift)
        call(
            "tables.aggregate", self.runs, "tiny", json.dumps(EXPERIMENT), self.data / "manifest.json",
            "--classes", 3, "--margin", MARGIN, "--shift", shift,
            "--images", folder / "tiny-images.parquet", "--ensembles", folder / "ensembles.csv",
            "--csv", folder / "table.csv", "--markdown", folder / "table.md",
            "--variance", folder / "variance.csv", "--curves", folder / "curves.parquet",
        )  # fmt: skip
        return pd.read_csv(folder / "table.csv")

    def collect(self, folder: Path) -> None:
        call(
            "tables.collect", self.runs, json.dumps({"tiny": EXPERIMENT}),
            "--parquet", folder / "runs.parquet", "--csv", folder / "runs.csv",
        )  # fmt: skip


def call(name: str, *words) -> None:
    done = program(name, *words)
    assert done.returncode == 0, done.stderr


def to_four_decimals(path: Path) -> bool:
    """Whether the numbers in a table have four decimals at most, and some of them have four."""
    longest = max(len(decimals) for decimals in re.findall(r"\.(\d+)", path.read_text()))
    return longest == 4
