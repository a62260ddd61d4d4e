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


def test_the_accuracies_of_the_champion_are_those_that_were_measured():
    text, measured = (ROOT / PAGE).read_text().split(MEASURED)
    rows = re.findall(
        r"^\| (\w+) +\| (one network|all together) +\| (\d) +\| ([\d.]+) +\| ([\d.]*) +\| ([\d.]+) +\|",
        measured[: measured.index("## The candidates")],
        re.MULTILINE,
    )
    found = {row[:3]: row[3:] for row in rows}
    assert len(found) == 8
    one, seeds, images = found["test", "one network", "1"]
    copies, together = (found["test", networks, "9"][0] for networks in ("one network", "all together"))
    said = " ".join(text.split())
    assert f"classifies **{one} ± {seeds} %** of the test images" in said
    assert f"by at most one pixel both ways, it is **{copies} %**" in said
    assert f"over the same copies, reach **{together} %**" in said
    assert f"± {images} points" in said
    for figure in (one, copies, together):
        assert f"| **{figure}** |" in text  # in its place among what others have published
    table = [
        float(figure) for figure in re.findall(r"^\| .* \| \*{0,2}([\d.]+)\*{0,2} \| ", text, re.MULTILINE)
    ]
    assert table == sorted(table, reverse=True)
    readme = " ".join((ROOT / "README.md").read_text().split())
    assert f"a wider search reaches {float(one):.1f} %" in readme
    assert f"five of them together {float(together):.1f} %" in readme
