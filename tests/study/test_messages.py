"""Every message on the page of messages is what a user sees, word for word."""

import json
import re

import numpy as np
import pandas as pd
import pytest
import yaml
from conftest import ROOT, Project
from programs import program
from tiny import by_role, checksums, idx

import mlp
from workflow.base.files import atomic_writes

PAGE = re.findall(r"^```text\n(.*)\n```$", (ROOT / "docs/messages.md").read_text(), re.MULTILINE)
MANY = list(range(1, 101))
WIDTH = {"width": {"title": "Width", "grid": {"hidden_size": MANY, "batch_size": MANY, "epochs": MANY}}}
DATA = yaml.safe_load((ROOT / "config.yaml").read_text())["data"]


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Project:
    """The project with the configuration of the study."""
    project = Project.create(tmp_path_factory.mktemp("messages") / "project")
    (project.folder / "config.yaml").write_text((ROOT / "config.yaml").read_text())
    return project


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "defaults: {learning_rat: 0.1}\n"),
        (1, "defaults: {l2: 1e-3}\n"),
        (2, "seeds: [0]\nseeds: [1]\n"),
        (4, yaml.safe_dump({"experiments": WIDTH})),
    ],
)
def test_a_mistake_in_the_configuration(project, number, text):
    (project.folder / "mine.yaml").write_text(text)
    assert only_line(project, "--configfile", "mine.yaml") == PAGE[number]


def only_line(project: Project, *words: str) -> str:
    """The one line that Snakemake says of a mistake in the configuration, having run nothing."""
    done = project.snakemake(*words, expect=1)
    (line,) = (line for line in done.stderr.splitlines() if "profile" not in line and "extended" not in line)
    assert not (project.folder / "results").exists()
    assert not (project.folder / "pwned").exists()
    return line


TEMPLATE = "__use_yte__: true\n__definitions__: [import os; os.mkdir('pwned')]\n"


def test_a_mistake_in_the_form_of_the_configuration(project):
    path = project.folder / "config.yaml"
    good = path.read_text()
    path.write_text("seeds: [0, 1\n")
    broken = only_line(project)
    path.write_text(good + TEMPLATE)
    template = only_line(project)
    path.unlink()
    missing = project.snakemake(expect=1)
    path.write_text(good)
    assert broken == PAGE[3]
    assert template.startswith(
        "error: config.yaml: __use_yte__: expected data, found a template that would be"
    )
    assert "Traceback" not in missing.stderr
    assert str(path) in missing.stderr
    assert not (project.folder / "results").exists()


def test_a_mistake_on_the_command_line(project):
    assert (
        only_line(project, "--config", "seeds=5")
        == "error: configuration: seeds: 5 is not of type 'array', 'object'"
    )


def parse(folder, files, size):
    words = ("--classes", len(DATA["classes"]), "--validation-size", size, "--validation-seed", 0)
    return program(
        "data.parse", "results/data/idx", "results/data", "--files", json.dumps(files), *words, folder=folder
    )


def no_validation_set(folder):
    # As many images as the official files have, of one pixel.
    for part, n in (("train", 60_000), ("t10k", 10_000)):
        images, labels = np.zeros((n, 1, 1), np.uint8), np.arange(n, dtype=np.uint8) % 10
        (folder / f"results/data/idx/{part}-images-idx3-ubyte.gz").write_bytes(idx(images))
        (folder / f"results/data/idx/{part}-labels-idx1-ubyte.gz").write_bytes(idx(labels))
    return parse(folder, by_role(checksums(folder / "results/data/idx")), 60_000)


def a_file_that_was_emptied(folder):
    for file in DATA["files"].values():
        (folder / "results/data/idx" / file["name"]).write_bytes(b"")
    return parse(folder, DATA["files"], 5000)


def parquet_that_was_emptied(folder):
    with atomic_writes(folder / "results/data/train.parquet") as (path,):
        path.write_text("whole")
    (folder / "results/data/train.parquet").write_bytes(b"")
    return program(
        "runs.train", "default", "results/data", "results/runs", "results/checkpoints", folder=folder
    )


def another_name_of_a_run(folder):
    return program(
        "runs.train", "l2=0.010", "results/data", "results/runs", "results/checkpoints", folder=folder
    )


def no_run_that_trained(folder):
    settings = vars(mlp.Settings())
    row = settings | {"run": "default", "outcome": "diverged", "validation_accuracy": None}
    pd.DataFrame([row]).to_parquet(folder / "runs.parquet")
    outputs = ("--model", "run.json", "--weights", "weights.safetensors", "--confusion", "confusion.csv",
               "--predictions", "predictions.parquet")  # fmt: skip
    return program(
        "tables.select",
        "runs.parquet",
        "results/runs",
        "test.parquet",
        "classes.json",
        *outputs,
        folder=folder,
    )


@pytest.mark.parametrize(
    ("number", "make"),
    [
        (5, no_validation_set),
        (6, a_file_that_was_emptied),
        (7, parquet_that_was_emptied),
        (8, another_name_of_a_run),
        (9, no_run_that_trained),
    ],
)
def test_a_mistake_that_a_program_finds(tmp_path, number, make):
    (tmp_path / "results/data/idx").mkdir(parents=True)
    done = make(tmp_path)
    assert (done.returncode, done.stderr) == (1, PAGE[number] + "\n")


def test_the_page_has_no_other_messages():
    assert len(PAGE) == 10
