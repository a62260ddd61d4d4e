"""Every command and snippet of the README does what it says."""

import re

import pytest
import yaml
from conftest import CLASSES, ROOT, pictures, tiny_config

import mlp
from workflow.configuration.checks import check

README = (ROOT / "README.md").read_text()


def blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_the_chinese_one_has_the_same_commands_and_snippets():
    def commands(text: str) -> list[str]:
        return [line.split(" #")[0].rstrip() for line in "".join(blocks("sh", text)).splitlines()]

    chinese = (ROOT / "README.zh.md").read_text()
    assert commands(chinese) == commands(README)
    assert blocks("yaml", chinese) == blocks("yaml")


def test_the_experiment_is_a_good_one():
    (snippet,) = blocks("yaml")
    config = tiny_config(dict.fromkeys(tiny_files(), "0" * 64))
    config["experiments"] |= yaml.safe_load(snippet)["experiments"]
    check(config)


def tiny_files() -> list[str]:
    return [f"{p}-{kind}-ubyte.gz" for p in ("train", "t10k") for kind in ("images-idx3", "labels-idx1")]


def test_the_five_lines_train_a_network():
    snippet, _ = blocks("python")  # the other one is tried with the trained model, in test_predict.py
    assert len(snippet.splitlines()) == 5
    names = {"mlp": mlp, "streams": mlp.streams(0)}
    for suffix, n, seed in (("", 300, 0), ("_validation", 90, 1), ("_test", 90, 2)):
        images, labels = pictures(n, seed)
        names |= {f"X{suffix}": images.reshape(n, -1) / 255, f"y{suffix}": labels}
    exec(snippet, names)
    assert names["probabilities"].shape == (90, 10)
    assert names["accuracy"] > 1.5 / len(CLASSES)
    assert len(names["history"]) == 5


def test_its_figures_are_those_of_the_results():
    import pandas as pd

    table = ROOT / "results/tables/tuning.csv"
    if not table.exists() or len(pd.read_csv(table)) != 18 or pd.read_csv(table)["seeds"].min() < 3:
        pytest.skip("results/ does not hold the full study: make report")
    best = pd.read_csv(table).query("choice == 'best'").iloc[0]
    (stated,) = re.findall(r"classifies ([\d.]+) % of the test images", README)
    # On other processors another of the rows that cannot be told apart may be chosen: they spread over 0.6.
    assert best["test_accuracy"] == pytest.approx(float(stated), abs=0.6)
