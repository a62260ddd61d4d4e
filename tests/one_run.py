"""A study of one run, made by the programs one by one, and how each is called."""

import json
import shutil
from pathlib import Path

import pytest
from conftest import CLASSES, checksums, program, write_idx

RUN = "batch_size=20~epochs=1~hidden_layers=1~hidden_size=4"
PAUSED = RUN.replace("epochs=1", "epochs=2")
DEFAULTS = {"batch_size": 20, "epochs": 1, "hidden_size": 4}
EXPERIMENT = {"defaults": DEFAULTS, "seeds": [0], "grid": {"hidden_layers": [1]}}
HALVING = {"experiment": EXPERIMENT | {"defaults": DEFAULTS | {"epochs": 2}}, "rungs": [1], "factor": 3}
SECTIONS = {"depth": {"title": "Depth", "figure": "curves"}}
IMAGES, LABELS = "idx/train-images-idx3-ubyte.gz", "idx/train-labels-idx1-ubyte.gz"
TEST_IMAGES, TEST_LABELS = "idx/t10k-images-idx3-ubyte.gz", "idx/t10k-labels-idx1-ubyte.gz"
TRAIN, TEST, WEIGHTS = "data/train.parquet", "data/test.parquet", f"runs/{RUN}/weights.safetensors"
SUMMARY, HISTORY = f"runs/{RUN}/run.json", f"runs/{RUN}/history.parquet"
TABLE, CURVES, CONFUSION = "tables/depth.csv", "tables/depth-curves.parquet", "tables/confusion.csv"
PREDICTIONS, PROMOTIONS = "tables/predictions.parquet", "tables/depth-rungs-1.csv"
RUNG = f"rungs/1/{PAUSED}.json"

WORDS = {
    "parse": ["idx", "out", "--files", "FILES", "--classes", json.dumps(CLASSES), "--validation-size", "60",
              "--validation-seed", "0"],
    "train": [RUN, "data", "out", "checkpoints"],
    "pause": [PAUSED, "1", "data", "runs", "checkpoints", f"out/{PAUSED}.json"],
    "promote": ["rungs", json.dumps(HALVING), "out/depth-rungs-1.csv"],
    "collect": ["runs", json.dumps({"depth": EXPERIMENT}), "--parquet", "out/runs.parquet", "--csv",
                "out/runs.csv"],
    "aggregate": ["runs", "depth", json.dumps(EXPERIMENT), "--csv", "out/depth.csv", "--markdown",
                  "out/depth.md", "--curves", "out/depth-curves.parquet"],
    "select": ["tables/runs.parquet", "runs", TEST, "--model", "out/run.json", "--weights",
               "out/weights.safetensors", "--confusion", "out/confusion.csv", "--predictions",
               "out/predictions.parquet"],
    "plot_dataset": [TRAIN, "out/f.svg"],
    "plot_curves": [TABLE, CURVES, "test_accuracy", "out/f.svg"],
    "plot_heat_map": [TABLE, "out/f.svg"],
    "plot_confusion": [CONFUSION, "out/f.svg"],
    "plot_calibration": [PREDICTIONS, "out/f.svg"],
    "plot_errors": [PREDICTIONS, TEST, "out/f.svg"],
    "plot_effects": [TABLE, CURVES, "out/f.svg"],
    "plot_parallel": [TABLE, CURVES, "out/f.svg"],
    "plot_cost": [TABLE, CURVES, "out/f.svg"],
    "plot_rungs": [PROMOTIONS, TABLE, "2", "out/f.svg"],
    "plot_selection": [TABLE, "out/f.svg"],
    "plot_summary": ["tables", json.dumps({"depth": "Depth"}), "out/f.svg"],
    "plot_workflow": [json.dumps({"fetch": [], "parse": ["fetch"]}), "out/f.svg"],
    "plot_weights": [WEIGHTS, TEST, "out/f.svg"],
    "report": [".", json.dumps(SECTIONS), "out/report.html"],
}  # fmt: skip


@pytest.fixture(scope="session")
def good(tmp_path_factory) -> Path:
    """A study of one run, made by the programs one by one, in a folder with spaces and Chinese characters."""
    folder = tmp_path_factory.mktemp("good") / "一个 study 'of' $HOME"
    write_idx(folder / "idx")
    for name, place in (("parse", "data"), ("train", "runs"), ("pause", "rungs/1"), ("promote", "tables"),
                        ("collect", "tables"), ("aggregate", "tables"),
                        ("select", "best"), ("plot_confusion", "tables"), ("plot_weights", "figures"),
                        ("plot_curves", "figures"), ("plot_dataset", "figures")):  # fmt: skip
        done = call(name, folder)
        assert done.returncode == 0, done.stderr
        shutil.copytree(folder / "out", folder / place, dirs_exist_ok=True)
        if name == "select":
            for table in ("confusion.csv", "predictions.parquet"):
                shutil.copy(folder / "out" / table, folder / "tables")
        shutil.rmtree(folder / "out")
    return folder


def call(name: str, folder: Path, words: dict[str, str] | None = None):
    """A program with its usual words, some of them exchanged."""
    absent = dict.fromkeys((Path(file).name for file in (IMAGES, LABELS, TEST_IMAGES, TEST_LABELS)), "0" * 64)
    changed = {"FILES": json.dumps(absent | checksums(folder / "idx"))} | (words or {})
    return program(name, *(changed.get(word, word) for word in WORDS[name]), folder=folder)


def content(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
