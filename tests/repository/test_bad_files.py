"""A file that is wrong is one clear message, and no program writes anything."""

import json
import re
import shutil

import numpy as np
import pytest
from one_run import (
    CLASS_NAMES,
    CONFUSION,
    CURVES,
    DEPENDENCE,
    HISTORY,
    IMAGES,
    IMPORTANCE,
    LABELS,
    NEVER_RIGHT,
    PREDICTED,
    PREDICTIONS,
    RUN,
    RUNG,
    SUMMARY,
    TABLE,
    TEST,
    TEST_IMAGES,
    TRAIN,
    TRIALS,
    WEIGHTS,
    call,
    content,
)
from tiny import SIZE, packed, unpacked_idx
from wrong import about, columns, cut, gone, holds, holds_array, labelled, tensors

ZEROS = unpacked_idx(np.zeros((240, SIZE, SIZE), np.uint8))
CASES = [
    # IDX: magic number, type, dimensions, length; gzip; what does not fit together
    ("data.parse", IMAGES, holds(packed(b"\1" + ZEROS[1:])), r"train-images.*00 00 08 03.*found 01 00 08"),
    ("data.parse", IMAGES, holds(packed(b"\0\0\x0d" + ZEROS[3:])), "train-images.*bytes.*found 00 00 0d 03"),
    ("data.parse", IMAGES, holds_array(np.zeros(5, np.uint8)),
     "train-images.*3 dimensions.*found 00 00 08 01"),
    ("data.parse", IMAGES, holds(packed(ZEROS[:10])), "train-images.*ends within its header of 16 bytes"),
    ("data.parse", IMAGES, holds(packed(ZEROS[:-1])), r"expected 15360 bytes .*\(240, 8, 8\), found 15359"),
    ("data.parse", IMAGES, holds(packed(ZEROS + b"x")), r"expected 15360 bytes .*\(240, 8, 8\), found more"),
    ("data.parse", IMAGES, holds(ZEROS), "train-images.*expected a whole gzip file"),
    ("data.parse", IMAGES, cut, "train-images.*expected a whole gzip file"),
    ("data.parse", IMAGES, holds(b""), "train-images.*expected magic number.*found an empty file"),
    ("data.parse", IMAGES, holds(packed(ZEROS[:4] + 12 * b"\xff")), "at most 1073741824 elements"),
    ("data.parse", IMAGES, holds(packed(ZEROS[:4] + 8 * b"\xff" + bytes(4))), "at most 1073741824 elements"),
    ("data.parse", IMAGES, gone, "No such file or directory: .*train-images"),
    ("data.parse", LABELS, holds_array(np.zeros(239, np.uint8)),
     "train-images.*240 images, .*train-labels.*239"),
    ("data.parse", LABELS, holds_array(np.full(240, 3, np.uint8)),
     "train-labels.*label 3, .* names 3 classes"),
    ("data.parse", TEST_IMAGES, holds_array(np.zeros((90, 2, 2), np.uint8)),
     r"images are \(8, 8\) pixels, test"),
    ("data.parse", TEST_IMAGES, holds_array(np.zeros((90, 0, 8), np.uint8)),
     "t10k-images.*at least one image"),
    # Parquet
    ("runs.train", TRAIN, holds("no Parquet"), r"train\.parquet: expected Parquet written by the parse step"),
    ("runs.train", TRAIN, cut, r"train\.parquet: expected Parquet written by the parse step"),
    ("runs.train", TRAIN, gone, r"No such file or directory: 'data/train\.parquet'"),
    ("runs.train", TRAIN, columns(lambda t: t.drop_columns("label")),
     r"train\.parquet.*'label': 'uint8'.*found"),
    ("runs.train", TRAIN, columns(lambda t: t.replace_schema_metadata(None)),
     r"train\.parquet: expected Parquet"),
    ("runs.train", TRAIN, columns(lambda t: t.slice(0, 0)), r"train\.parquet: expected Parquet"),
    ("runs.train", TEST, about(shape=[8, 9]), r"test\.parquet.*8 × 9 pixels.*\[72\].*found.*\[64\]"),
    ("runs.train", TEST, about(shape=5), r"test\.parquet: expected Parquet"),
    ("runs.train", TEST, about(classes=2),
     r"test\.parquet.*below 2, the number of classes, found 2"),
    ("runs.train", TEST, labelled(200), r"test\.parquet.*below 3, the number of classes, found 200"),
    ("tables.aggregate", HISTORY, cut, r"history\.parquet: expected a table in parquet"),
    ("tables.select", "tables/runs.parquet", holds("run,outcome"),
     r"runs\.parquet: expected a table in parquet"),
    ("figures.curves", CURVES, columns(lambda t: t.drop_columns("epoch")), "curves.parquet.*no column epoch"),
    ("figures.dataset", TRAIN, cut, r"train\.parquet: expected Parquet"),
    # Weights
    ("tables.select", WEIGHTS, holds("no tensors"), r"weights\.safetensors: expected a trained network"),
    ("tables.select", WEIGHTS, cut, r"weights\.safetensors: expected a trained network"),
    ("tables.select", WEIGHTS, holds(b""), r"weights\.safetensors: expected a trained network"),
    ("tables.select", WEIGHTS, tensors(lambda t: {"x": t["layer1.bias"]}), r"safetensors: .*'input_offset'"),
    ("tables.select", WEIGHTS, tensors(lambda t: t | {"layer1.bias": np.zeros(1)}), r"\(\(64, 4\), \(1,\)\)"),
    ("tables.select", WEIGHTS, tensors(lambda t: t | {"layer1.bias": np.zeros(())}), r"\(\(64, 4\), \(\)\)"),
    ("tables.select", WEIGHTS, tensors(lambda t: {k: t[k] for k in t if "input" in k}),
     "for 3 classes, found 64"),
    ("tables.select", TEST, about(classes=4),
     r"weights\.safetensors.*for 4 classes, found 3"),
    # Names of classes
    ("tables.select", CLASS_NAMES, holds("disc"), r"classes\.json: expected a JSON list .*; delete it"),
    ("figures.dataset", CLASS_NAMES, holds('["disc", "square"]'), r"classes\.json: .* names of 3 classes"),
    ("figures.errors", CLASS_NAMES, holds('{"a": 0, "b": 1, "c": 2}'), r"classes\.json: .* of 3 classes"),
    ("figures.weights", WEIGHTS, cut, r"weights\.safetensors: expected a trained network"),
    # Summaries and tables
    ("tables.collect", SUMMARY, holds("{"), r"run\.json: expected a JSON object .*; delete it and run again"),
    ("tables.collect", SUMMARY, holds("[1]"), r"run\.json: expected a JSON object"),
    ("tables.collect", SUMMARY, holds("7"), r"run\.json: expected a JSON object"),
    ("tables.aggregate", SUMMARY, holds(json.dumps({"run": RUN})),
     r"run\.json.*it has no settings, outcome, "),
    ("tables.aggregate", SUMMARY, lambda path: path.write_text(path.read_text().replace(RUN, "l2=1.0")),
     r"run\.json: expected the summary of batch_size=20~.*, found that of l2=1\.0"),
    ("tables.aggregate", SUMMARY, gone, "No such file or directory: .*run.json"),
    ("tables.aggregate", HISTORY, gone, r"run\.json: expected history.* beside it, found none; delete"),
    ("tables.evaluate", WEIGHTS, gone, r"run\.json: expected weights.* beside it, found none; delete"),
    ("tables.select", WEIGHTS, gone, r"run\.json: expected weights.* beside it, found none; delete"),
    ("tables.select", SUMMARY, holds(b"\xff"), r"run\.json: expected a JSON object .*utf-8"),
    ("report.build", TABLE, holds(""), r"depth\.csv: expected a table in csv"),
    ("report.build", "best/run.json", cut, r"best/run\.json: expected a JSON object"),
    ("report.build", "data/manifest.json", holds("{}"), r"manifest\.json.*it has no train, validation, test"),
    ("report.build", "best/weights.safetensors", cut, r"weights\.safetensors: expected a trained network"),
    ("report.build", TEST, about(classes=4), r"weights\.safetensors.*for 4 classes, found 3"),
    ("report.build", PREDICTIONS, cut, r"predictions\.parquet: expected a table in parquet"),
    ("figures.errors", PREDICTIONS, cut, r"predictions\.parquet: expected a table in parquet"),
    ("tables.evaluate", WEIGHTS, tensors(lambda t: t | {"layer2.weight": -t["layer2.weight"]}),
     r"weights\.safetensors: expected a validation accuracy of [\d.]+, as in run\.json, found [\d.]+"),
    ("tables.evaluate", TEST, about(classes=4), r"weights\.safetensors.*for 4 classes, found 3"),
    ("tables.agreement", PREDICTED, cut, r"depth-images\.parquet: expected a table in parquet"),
    ("tables.agreement", PREDICTED, columns(lambda t: t.slice(0, 100)),
     "predictions for the 90 test images; delete"),
    ("tables.agreement", CLASS_NAMES, holds('["disc"]'), r"classes\.json: .* names of 3 classes"),
    ("figures.never_right", NEVER_RIGHT, holds("a,b\n1,2\n"), r"never_right\.csv.*it has no column image"),
    ("figures.calibration", PREDICTIONS, columns(lambda t: t.drop_columns("true")), "it has no column true"),
    ("figures.effects", CURVES, columns(lambda t: t.drop_columns("seed")), "curves.parquet.*no column seed"),
    ("figures.parallel", CURVES, cut, r"curves\.parquet: expected a table in parquet"),
    ("search.promote", RUNG, cut, r"=4\.json: expected a JSON object .*; delete it and run again"),
    ("search.propose", SUMMARY, cut, r"run\.json: expected a JSON object .*; delete it and run again"),
    ("search.list_trials", SUMMARY, gone, "No such file or directory: .*run.json"),
    ("search.promote", RUNG, gone, "No such file or directory: .*json"),
    *[
        (name, TRIALS, holds("a,b\n1,2\n"), r"depth-trials\.csv.*it has no column generation, dropped_after")
        for name in ("search.explain", "figures.progress", "figures.rungs", "figures.trials")
    ],
    ("search.explain", TRIALS, lambda path: path.write_text(path.read_text().splitlines()[0]),
     r"depth-trials\.csv: expected trials and accuracies such as after_6, found none"),
    ("figures.importance", IMPORTANCE, holds("a,b\n1,2\n"), "importance.csv.*no column hyper_parameter"),
    ("figures.dependence", DEPENDENCE, holds("a,b\n1,2\n"), "dependence.csv.*no column hyper_parameter"),
    ("figures.cost", CURVES, columns(lambda t: t.drop_columns("seed")), "curves.parquet.*no column seed"),
    ("figures.selection", TABLE, holds("a,b\n1,2\n"), r"depth\.csv.*it has no column validation_accuracy"),
    ("figures.summary", TABLE, gone, "No such file or directory: .*depth.csv"),
    ("figures.heat_map", TABLE, lambda path: None,
     r"depth\.csv: expected two or three varied hyper-parameters"),
    ("figures.heat_map", TABLE, holds("a,b\n1,2\n"), r"depth\.csv.*it has no column validation_accuracy"),
    ("figures.confusion", CONFUSION, holds("true,a\na,many\n"), r"confusion\.csv: expected counts .*'many'"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "file", "damage", "message"), CASES)
def test_a_file_that_is_wrong_is_refused(good, tmp_path, name, file, damage, message):
    folder = tmp_path / good.name
    shutil.copytree(good, folder, ignore=shutil.ignore_patterns(".*.sums"))  # by what is in it alone
    damage(folder / file)
    before = content(folder)
    done = call(name, folder)
    assert done.returncode == 1, done.stderr
    assert re.fullmatch(f"error: [^\n]*{message}[^\n]*\n", done.stderr), done.stderr
    assert content(folder) == before
