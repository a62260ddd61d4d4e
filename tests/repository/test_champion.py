"""What is said of the champion is what was measured, and its recipe that of the configuration."""

import re

import yaml
from conftest import ROOT

from benchmarks.accuracy import PAGE
from benchmarks.pages import MEASURED


def test_the_recipe_of_the_champion_is_that_of_the_configuration():
    config = yaml.safe_load((ROOT / "config.yaml").read_text())
    recipe = config["experiments"]["champion"]["grid"]
    assert recipe in config["experiments"]["finalists"]["grid"]
    text = (ROOT / PAGE).read_text()
    page = " ".join(text[text.index("## The recipe") :].split("\n\n")[1].split())
    for name in ("whitening", "label_smoothing", "learning_rate", "momentum", "weight_decay", "batch_size"):
        assert f" {recipe[name]}" in page, name
    assert f"{recipe['hidden_size']:,} units" in page
    assert f"{recipe['epochs']} epochs" in page


def accuracies(measured: str, section: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    """By images, networks and copies: the accuracy, its interval over seeds and that over images."""
    rows = re.findall(
        r"^\| (\w+) +\| (one network|all together) +\| (\d) +\| ([\d.]+) +\| ([\d.]*) +\| ([\d.]+) +\|",
        measured.split(f"## {section}\n")[1].split("\n## ")[0],
        re.MULTILINE,
    )
    assert len(rows) == 8
    return {row[:3]: row[3:] for row in rows}


def test_the_accuracies_of_the_champion_are_those_that_were_measured():
    text, measured = (ROOT / PAGE).read_text().split(MEASURED)
    found = accuracies(measured, "Accuracies")
    one, seeds, images = found["test", "one network", "1"]
    copies, together = (found["test", networks, "9"][0] for networks in ("one network", "all together"))
    before, digits = (accuracies(measured, name) for name in ("With 55,000 training images", "MNIST"))
    said = " ".join(text.split())
    assert f"classifies **{one} ± {seeds} %** of the test images" in said
    assert f"by at most one pixel both ways, it is **{copies} %**" in said
    assert f"over the same copies, reach **{together} %**" in said
    assert f"± {images} points" in said
    ways = [("test", *way) for way in (("one network", "1"), ("one network", "9"), ("all together", "9"))]
    gains = [f"{float(found[way][0]) - float(before[way][0]):.2f}" for way in ways]
    assert "by {} points for one network, {} over the copies and {} for the five".format(*gains) in said
    assert f"({before[ways[0]][0]} %, together over the copies {before[ways[2]][0]} %)" in said
    for figure in (one, copies, together):
        assert f"| **{figure}** |" in text  # in its place among what others have published
    table = [
        float(figure) for figure in re.findall(r"^\| .* \| \*{0,2}([\d.]+)\*{0,2} \| ", text, re.MULTILINE)
    ]
    assert table == sorted(table, reverse=True)
    readme = " ".join((ROOT / "README.md").read_text().split())
    assert f"a wider search reaches {float(one):.1f} %" in readme
    assert f"five of them together {float(together):.1f} %" in readme
    assert f"classifies {digits['test', 'one network', '1'][0]} % of its test images" in said
    assert f"{digits['test', 'one network', '9'][0]} % over the nine copies" in said
    assert f"the two together {digits['test', 'all together', '9'][0]} %" in said


def test_what_is_said_of_the_ingredients_was_measured():
    text, measured = (ROOT / PAGE).read_text().split(MEASURED)
    section = measured.split("## Ingredients\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+?) +\| ([\d.]+) ± .* \| (\w+) +\|$", section, re.MULTILINE)
    means = {name: float(mean) for name, mean, _ in rows}
    lost = {name: f"{means['nothing'] - mean:.2f}" for name, mean in means.items()}
    said = " ".join(text[text.index("## What each ingredient gives") :].split())
    assert {name for name, _, verdict in rows if verdict == "worse"} == {"batch norm: no", "shift: 0"}
    assert f"without it, a network is {lost['shift: 0']} points worse" in said
    assert f"Without batch normalisation it is {lost['batch norm: no']} worse" in said
    assert f"Without whitening the mean is {lost['whitening: 0']} points lower" in said
    assert f"with ReLU in place of GELU {lost['activation: relu']}" in said
    assert f"without weight decay {lost['weight decay: 0']}" in said
    assert f"without averaged weights {lost['ema: 0']}" in said
    assert f"With mixup it is {lost['mixup: 0.2']} lower" in said
    assert f"without label smoothing {means['label smoothing: 0'] - means['nothing']:.2f} higher" in said
