"""A study of one run, made by the programs one by one, and how each is called."""

import json
import shutil
from pathlib import Path

import pytest
from programs import program
from tiny import CLASSES, by_role, checksums, write_idx
from tried import by_hand

RUN = "batch_size=20~epochs=1~hidden_layers=1~hidden_size=4"
PAUSED = RUN.replace("epochs=1", "epochs=2")
DEFAULTS = {"batch_size": 20, "epochs": 1, "hidden_size": 4}
EXPERIMENT = {"defaults": DEFAULTS, "seeds": [0], "grid": {"hidden_layers": [1]}}
HALVING = {
    "experiment": EXPERIMENT | {"defaults": DEFAULTS | {"epochs": 2}},
    "rungs": [1],
    "factor": 3,
    "within": [],
}
TRIED = {
    "experiment": EXPERIMENT,
    "halving": {"factor": 3, "within": []},
    "parts": [{"generation": 1, "rows": [0], "rungs": []}],
}
SEARCH = {
    "sample": {"space": {"hidden_layers": [1, 2]}, "n": 1},
    "method": "tpe",
    "generation": 2,
    "n": 1,
}
NEED = {"experiment": EXPERIMENT | {"counts": [1]}, "rounds": [1], "seeds": 1, "margin": 0.5}
SECTIONS = {"depth": {"title": "Depth", "figure": "curves", "margin": 0.5}}
IMAGES, LABELS = "idx/train-images-idx3-ubyte.gz", "idx/train-labels-idx1-ubyte.gz"
TEST_IMAGES, TEST_LABELS = "idx/t10k-images-idx3-ubyte.gz", "idx/t10k-labels-idx1-ubyte.gz"
CLASS_NAMES = "data/classes.json"
TRAIN, TEST, WEIGHTS = "data/train.parquet", "data/test.parquet", f"runs/{RUN}/weights.safetensors"
SUMMARY, HISTORY = f"runs/{RUN}/run.json", f"runs/{RUN}/history.parquet"
TABLE, CURVES, CONFUSION = "tables/depth.csv", "tables/depth-curves.parquet", "tables/confusion.csv"
PREDICTIONS, TRIALS = "tables/predictions.parquet", "tables/depth-trials.csv"
IMPORTANCE, DEPENDENCE = "tables/depth-importance.csv", "tables/depth-dependence.csv"
VALIDATION, PREDICTED = "data/validation.parquet", "tables/depth-images.parquet"
NEVER_RIGHT = "tables/never_right.csv"
ENSEMBLE = "ensembles/depth.safetensors"
RUNG = f"rungs/1/{PAUSED}.json"

WORDS = {
    "base.verify": ["data"],
    "base.list_code": ["workflow.runs.train", "out/code.json"],
    "data.parse": ["idx", "out", "--files", "FILES", "--classes", "3",
                   "--validation-size", "60", "--validation-seed", "0"],
    "data.name_classes": [json.dumps(CLASSES), "out/classes.json"],
    "runs.train": [RUN, "data", "out", "checkpoints"],
    "search.train_to_rung": [PAUSED, "1", "data", "runs", "checkpoints", f"out/{PAUSED}.json"],
    "search.explain": [TRIALS, "--importance", "out/depth-importance.csv", "--dependence",
                       "out/depth-dependence.csv"],
    "search.promote": ["rungs", json.dumps(HALVING), "out/depth-rungs-1.csv"],
    "search.propose": ["rungs", "runs", json.dumps(TRIED), json.dumps(SEARCH), "out/depth-generation-2.json"],
    "search.list_trials": ["rungs", "runs", json.dumps(TRIED), "data/manifest.json", "3",
                           "out/depth-trials.csv"],
    "tables.collect": ["runs", json.dumps({"depth": EXPERIMENT}), "--parquet", "out/runs.parquet", "--csv",
                "out/runs.csv"],
    "tables.aggregate": ["runs", "depth", json.dumps(EXPERIMENT), "data/manifest.json", "--classes", "3",
                  "--margin", "0.5", "--images", "tables/depth-images.parquet",
                  "--ensembles", "tables/depth-ensembles.csv", "--csv", "out/depth.csv",
                  "--markdown", "out/depth.md", "--variance", "out/depth-variance.csv",
                  "--curves", "out/depth-curves.parquet"],
    "tables.compare": [".", ".", "out/comparison.md"],
    "tables.decide": ["runs", json.dumps(NEED), "out/depth-seeds-1.csv"],
    "tables.evaluate": ["runs", json.dumps(EXPERIMENT), VALIDATION, TEST, "--images",
                 "out/depth-images.parquet", "--ensembles", "out/depth-ensembles.csv"],
    "tables.assemble": [TABLE, "runs", json.dumps(EXPERIMENT), "out/depth.safetensors", "--shift", "1"],
    "tables.score": [ENSEMBLE, TEST],
    "tables.agreement": [TEST, CLASS_NAMES, "tables", '["depth"]', "--never-right", "out/never_right.csv",
                  "--agreement", "out/agreement.csv"],
    "tables.select": ["tables/runs.parquet", "runs", TEST, CLASS_NAMES, "--model", "out/run.json",
               "--weights", "out/weights.safetensors", "--confusion", "out/confusion.csv", "--predictions",
               "out/predictions.parquet"],
    "figures.dataset": [TRAIN, CLASS_NAMES, "out/f.svg"],
    "figures.curves": [TABLE, CURVES, "test_accuracy", "out/f.svg"],
    "figures.heat_map": [TABLE, "out/f.svg"],
    "figures.confusion": [CONFUSION, "out/f.svg"],
    "figures.calibration": [PREDICTIONS, "out/f.svg"],
    "figures.errors": [PREDICTIONS, TEST, CLASS_NAMES, "out/f.svg"],
    "figures.never_right": [NEVER_RIGHT, TEST, "out/f.svg"],
    "figures.effects": [TABLE, CURVES, "out/f.svg"],
    "figures.parallel": [TABLE, CURVES, "out/f.svg"],
    "figures.cost": [TABLE, CURVES, "out/f.svg"],
    "figures.progress": [TRIALS, "out/f.svg"],
    "figures.rungs": [TRIALS, "out/f.svg"],
    "figures.trials": [TRIALS, "out/f.svg"],
    "figures.importance": [IMPORTANCE, "out/f.svg"],
    "figures.dependence": [DEPENDENCE, "out/f.svg"],
    "figures.selection": [TABLE, "out/f.svg"],
    "figures.variance": ["tables/depth-variance.csv", "out/f.svg"],
    "figures.summary": ["tables", json.dumps(SECTIONS), "out/f.svg"],
    "figures.weights": [WEIGHTS, TEST, "out/f.svg"],
    "report.build": ["study", ".", json.dumps(SECTIONS), "{}", "out/report.html"],
}  # fmt: skip


@pytest.fixture(scope="session")
def good(tmp_path_factory) -> Path:
    """A study of one run, made by the programs one by one, in a folder with spaces and Chinese characters."""
    folder = tmp_path_factory.mktemp("good") / "一个 study 'of' $HOME"
    write_idx(folder / "idx")
    (folder / "tables").mkdir()
    by_hand(folder / "tables", "depth")
    for name, place in (
        ("data.parse", "data"), ("data.name_classes", "data"),
        ("runs.train", "runs"), ("search.train_to_rung", "rungs/1"),
        ("search.promote", "tables"), ("search.explain", "tables"),
        ("tables.collect", "tables"), ("tables.evaluate", "tables"),
        ("tables.aggregate", "tables"), ("tables.agreement", "tables"), ("tables.decide", "tables"),
        ("tables.assemble", "ensembles"), ("tables.select", "best"),
        ("figures.confusion", "tables"), ("figures.weights", "figures"), ("figures.curves", "figures"),
        ("figures.dataset", "figures"),
    ):  # fmt: skip
        done = call(name, folder)
        assert done.returncode == 0, done.stderr
        shutil.copytree(folder / "out", folder / place, dirs_exist_ok=True)
        if name == "tables.select":
            for table in ("confusion.csv", "predictions.parquet"):
                shutil.copy(folder / "out" / table, folder / "tables")
        shutil.rmtree(folder / "out")
    return folder


def call(name: str, folder: Path, words: dict[str, str] | None = None):
    """A program with its usual words, some of them exchanged."""
    absent = dict.fromkeys((Path(file).name for file in (IMAGES, LABELS, TEST_IMAGES, TEST_LABELS)), "0" * 64)
    changed = {"FILES": json.dumps(by_role(absent | checksums(folder / "idx")))} | (words or {})
    return program(name, *(changed.get(word, word) for word in WORDS[name]), folder=folder)


def content(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
