"""An argument that is wrong is one clear message, and no program writes anything."""

import json
import re
import shutil

import pytest
from conftest import CLASSES
from one_run import EXPERIMENT, HALVING, PAUSED, RUN, SECTIONS, WORDS, call, content


@pytest.mark.parametrize(
    ("name", "words", "message"),
    [
        ("parse", {"FILES": "train-images"}, "argument --files: expected JSON, found 'train-images'"),
        ("parse", {"FILES": "[]"}, r"argument --files: top level: \[\] is not of type 'object'"),
        ("parse", {"FILES": "{}"}, "argument --files: top level: 'train-images-idx3-ubyte.gz' is a required"),
        ("parse", {json.dumps(CLASSES): "3"}, r"argument --classes: top level: 3 is not of type 'array'"),
        ("parse", {json.dumps(CLASSES): "[1]"}, r"argument --classes: \[0\]: 1 is not of type 'string'"),
        ("parse", {"60": "many"}, "argument --validation-size: invalid int value: 'many'"),
        ("parse", {"60": "0"}, "validation_size: expected 1 to 239, as idx has 240 training images, found 0"),
        ("parse", {"60": "240"}, "validation_size: expected 1 to 239, as idx has 240 .*, found 240"),
        ("parse", {"idx": "nowhere"}, "No such file or directory: 'nowhere/train-images"),
        ("train", {RUN: "width=3"}, "unknown setting 'width' in run name 'width=3'; known: hidden_layers, "),
        ("train", {RUN: "l2=0.010"}, "'l2=0.010' is not canonical; these settings are named 'l2=0.01'"),
        ("train", {RUN: "seed=x"}, "seed in run name 'seed=x': invalid literal .*'x'"),
        ("train", {RUN: "epochs=0"}, "epochs must be at least 1, not 0"),
        ("train", {RUN: "../../etc"}, "unknown setting '../../etc'"),
        ("train", {"data": "nowhere"}, r"No such file or directory: 'nowhere/train\.parquet'"),
        ("pause", {"1": "2"}, "expected a rung from 1 to 1 epochs, found 2"),
        ("pause", {PAUSED: "width=3"}, "unknown setting 'width' in run name 'width=3'"),
        (
            "promote",
            {WORDS["promote"][1]: json.dumps(HALVING | {"factor": 1})},
            r"argument halving: factor: 1 is less than the minimum of 2",
        ),
        ("collect", {"runs": "nowhere"}, "No such file or directory: 'nowhere/"),
        (
            "collect",
            {WORDS["collect"][1]: '{"depth": {"grid": 3}}'},
            "argument experiments: .*depth: 'defaults' is a required property",
        ),
        (
            "aggregate",
            {WORDS["aggregate"][2]: "[]"},
            r"argument experiment: top level: \[\] is not of type 'object'",
        ),
        (
            "aggregate",
            {WORDS["aggregate"][2]: json.dumps(EXPERIMENT | {"defaults": {"l2": -1}})},
            "l2 must be at least 0, not -1",
        ),
        (
            "aggregate",
            {WORDS["aggregate"][2]: json.dumps(EXPERIMENT | {"grid": {"width": [1]}})},
            "unexpected keyword argument 'width'",
        ),
        ("plot_curves", {"test_accuracy": "taste"}, "argument quantity: invalid choice: 'taste'"),
        ("report", {json.dumps(SECTIONS): '{"depth": {"title": 3}}'}, "argument experiments: .*'figure'"),
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
