"""An argument that is wrong is one clear message, and no program writes anything."""

import json
import re
import shutil

import pytest
from one_run import EXPERIMENT, HALVING, PAUSED, RUN, SECTIONS, WORDS, call, content
from tiny import CLASSES


@pytest.mark.parametrize(
    ("name", "words", "message"),
    [
        ("data.parse", {"FILES": "train-images"}, "argument --files: expected JSON, found 'train-images'"),
        ("data.parse", {"FILES": "[]"}, r"argument --files: top level: \[\] is not of type 'object'"),
        (
            "data.parse",
            {"FILES": "{}"},
            "argument --files: top level: 'train_images' is a required",
        ),
        (
            "data.name_classes",
            {json.dumps(CLASSES): "3"},
            r"argument classes: top level: 3 is not of type 'array'",
        ),
        (
            "data.name_classes",
            {json.dumps(CLASSES): "[1]"},
            r"argument classes: \[0\]: 1 is not of type 'str",
        ),
        ("data.parse", {"3": "three"}, "argument --classes: invalid int value: 'three'"),
        ("data.parse", {"60": "many"}, "argument --validation-size: invalid int value: 'many'"),
        (
            "data.parse",
            {"60": "0"},
            "validation_size: expected 1 to 239, as idx has 240 training images, found 0",
        ),
        ("data.parse", {"60": "240"}, "validation_size: expected 1 to 239, as idx has 240 .*, found 240"),
        ("data.parse", {"idx": "nowhere"}, "No such file or directory: 'nowhere/train-images"),
        (
            "runs.train",
            {RUN: "width=3"},
            "unknown hyper-parameter 'width' in run name 'width=3'; known: hidden_layers, ",
        ),
        (
            "runs.train",
            {RUN: "l2=0.010"},
            "'l2=0.010' is not canonical; these hyper-parameters are named 'l2=0.01'",
        ),
        ("runs.train", {RUN: "seed=x"}, "seed in run name 'seed=x': invalid literal .*'x'"),
        ("runs.train", {RUN: "epochs=0"}, "epochs must be at least 1 and at most 100000, not 0"),
        ("runs.train", {RUN: "../../etc"}, "unknown hyper-parameter '../../etc'"),
        ("runs.train", {"data": "nowhere"}, r"No such file or directory: 'nowhere/train\.parquet'"),
        ("search.train_to_rung", {"1": "2"}, "expected a rung from 1 to 1 epochs, found 2"),
        (
            "search.train_to_rung",
            {PAUSED: "width=3"},
            "unknown hyper-parameter 'width' in run name 'width=3'",
        ),
        (
            "search.promote",
            {WORDS["search.promote"][1]: json.dumps(HALVING | {"factor": 1})},
            r"argument halving: factor: 1 is less than the minimum of 2",
        ),
        ("tables.collect", {"runs": "nowhere"}, "No such file or directory: 'nowhere/"),
        (
            "tables.collect",
            {WORDS["tables.collect"][1]: '{"depth": {"grid": 3}}'},
            "argument experiments: .*depth: 'defaults' is a required property",
        ),
        (
            "tables.aggregate",
            {WORDS["tables.aggregate"][2]: "[]"},
            r"argument experiment: top level: \[\] is not of type 'object'",
        ),
        (
            "tables.aggregate",
            {WORDS["tables.aggregate"][2]: json.dumps(EXPERIMENT | {"defaults": {"l2": -1}})},
            "l2 must be at least 0, not -1",
        ),
        (
            "tables.aggregate",
            {WORDS["tables.aggregate"][2]: json.dumps(EXPERIMENT | {"grid": {"width": [1]}})},
            "unexpected keyword argument 'width'",
        ),
        ("figures.curves", {"test_accuracy": "taste"}, "argument quantity: invalid choice: 'taste'"),
        (
            "report.build",
            {json.dumps(SECTIONS): '{"depth": {"title": 3}}'},
            "argument experiments: .*'figure'",
        ),
    ],
)
def test_an_argument_that_is_wrong_is_refused(good, tmp_path, name, words, message):
    folder = tmp_path / good.name
    shutil.copytree(good, folder)
    before = content(folder)
    done = call(name, folder, words)
    assert done.returncode in (1, 2), done.stderr  # 2 is argparse's, after a reminder of the usage
    assert "Traceback" not in done.stderr
    assert re.search(f"error: [^\n]*{message}", done.stderr.splitlines()[-1]), done.stderr
    assert content(folder) == before
