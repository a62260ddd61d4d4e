"""What is published about speed is what was measured, with its machine."""

import re
from pathlib import Path

import pandas as pd
from conftest import ROOT

from benchmarks import speed, timing

MEASURED = pd.read_csv(ROOT / "docs/costs/speed.csv")


def test_the_page_of_speed_has_every_measurement_with_its_machine():
    text = (ROOT / "docs/costs/speed.md").read_text()
    assert speed.page(text, MEASURED) == text


def test_the_speed_of_this_machine_is_named_by_family_model_and_gflops(tmp_path, monkeypatch):
    here = timing.machine()
    text = Path("/proc/cpuinfo").read_text()
    fields = dict(re.findall(r"^(cpu family|model)\s*: (\d+)$", text, re.MULTILINE))
    if fields:  # processors other than x86 have none
        assert f"family {fields['cpu family']}, model {fields['model']}" in str(here["machine"])
    assert 1 < int(here["gflops"]) < 10_000  # from a fraction of any processor's core to more than any has
    monkeypatch.setattr(speed, "DOCS", tmp_path)
    for name in ("speed.csv", "speed.md"):
        (tmp_path / name).write_bytes((ROOT / "docs/costs" / name).read_bytes())
    champion = MEASURED["training"] == speed.CHAMPION
    row = MEASURED[champion].head(1).drop(columns=["machine", "gflops", "software"])
    for _ in range(2):  # the second replaces the first
        speed.record(row, speed.CHAMPION)
    table = pd.read_csv(tmp_path / "speed.csv")
    assert (table["machine"] == here["machine"])[table["training"] == speed.CHAMPION].sum() == 1
    assert len(table) == len(MEASURED[~champion | (MEASURED["machine"] != here["machine"])]) + 1
    assert f"## {here['machine']}" in (tmp_path / "speed.md").read_text()


def test_the_readme_states_the_range_of_the_measurements():
    plain = MEASURED[MEASURED["training"] == speed.PLAIN]
    headline = plain[(plain[list(speed.HEADLINE)] == pd.Series(speed.HEADLINE)).all(axis=1)]["torch_median"]
    readme = " ".join((ROOT / "README.md").read_text().split())
    (stated,) = re.findall(r"between ([\d.]+ and [\d.]+) of the time that PyTorch", readme)
    assert len(headline) > 1
    assert stated == f"{headline.min():.1f} and {headline.max():.1f}"
