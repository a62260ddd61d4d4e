"""Every snippet of docs/ does what the page says."""

import math
import re
from typing import Any

import numpy
import pandas as pd
import pytest
import yaml
from conftest import ROOT
from tiny import tiny_config

import mlp
from benchmarks import halving
from benchmarks.pages import with_measured
from benchmarks.torture import FINDINGS, SAID, SAME, counted, outcomes
from mlp.layers import Floats, Layer
from mlp.schedules import cosine
from mlp.settings import Settings
from workflow.configuration.checks import check
from workflow.configuration.describe import reference
from workflow.report.excerpts import EXCERPTS


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / "docs" / page).read_text()
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_the_reference_of_the_configuration_is_that_of_the_schema():
    assert (ROOT / "docs/configuration.md").read_text() == reference(), "make docs"
    assert "| `defaults.learning_rate` | number, above 0 | `0.3` | The initial rate η₀. |" in reference()
    assert "| `data.files.train_images.sha256` | string |" in reference()


def test_the_gradient_of_the_derivation_is_the_numeric_one():
    (snippet,) = blocks("formulas.md", "python")
    names = {"mlp": mlp, "numpy": numpy}
    exec(snippet, names)
    # Central differences with a step of 1e-6 in float64: an error of about 1e-10.
    assert names["analytic"] == pytest.approx(names["numeric"], abs=1e-8)
    assert abs(names["analytic"]) > 1e-4


def test_the_places_of_the_derivation_are_those_that_the_report_shows():
    text = (ROOT / "docs/formulas.md").read_text()
    places = re.findall(r"`(mlp/\w+\.py)`, `([\w.]+)`", text)
    assert len(places) == 8
    assert set(places) <= {(file, function) for file, function, _ in EXCERPTS.values()}


def test_the_cost_of_planning_is_that_of_the_page_that_measured_it():
    text = (ROOT / "docs/costs/growth.md").read_text()
    rows = [line.replace(",", "").split("|") for line in text.splitlines() if re.match(r"\| [\d,]+ ", line)]
    (n, seconds, megabytes), (more, longer, larger) = (
        (int(row[1]), float(row[2]), float(row[4])) for row in (rows[0], rows[-1])
    )
    milliseconds, kilobytes = 1e3 * (longer - seconds) / (more - n), 1e3 * (larger - megabytes) / (more - n)
    scaling = " ".join((ROOT / "docs/costs/scaling.md").read_text().split())
    assert f"by {milliseconds:.1f} ms and {kilobytes:.0f} kB per run" in scaling


def test_the_outcomes_of_the_faults_are_counted_and_all_are_good():
    faults = outcomes(FINDINGS / "torture.csv")
    text = (FINDINGS / "torture.md").read_text()
    assert text == with_measured(text, counted(faults))
    assert set(faults["outcome"]) <= {SAME, SAID}


def test_what_halving_finds_is_what_was_measured():
    rows = pd.read_csv(FINDINGS / "promotions.csv", dtype={"seed": str})
    text = (FINDINGS / "search.md").read_text()
    assert text == with_measured(text, halving.section(rows))
    claimed = rows[
        (rows["rungs"] == "2, 6, 20") & ((rows["space"] == "search") | (rows["compared"] != "all"))
    ]
    assert len(claimed) == 3 * 4
    assert claimed["below"].max() <= 0.1 + 1e-9
    assert "more than 0.10 points" in text
    assert (claimed.loc[claimed["seed"] == "means", "below"] == 0).all()


@pytest.mark.parametrize("snippet", blocks("extending.md", "yaml"))
def test_what_the_page_adds_to_the_configuration_is_good(snippet):
    config = tiny_config(
        {f"{p}-{k}-ubyte.gz": "0" * 64 for p in ("train", "t10k") for k in ("images-idx3", "labels-idx1")}
    )
    for key, value in yaml.safe_load(re.sub(r"[0-9a-f]{4}\.\.\.", "a" * 64, snippet)).items():
        config[key] |= value
    check(config)


def test_the_schedule_of_the_page_is_one():
    schedule, _ = blocks("extending.md", "python")
    names: dict[str, Any] = {"math": math, "Settings": Settings}
    exec(schedule, names)
    assert names["square_root"](Settings(), 0, 20) == cosine(Settings(), 0, 20) == 1
    assert names["square_root"](Settings(), 15, 20) == pytest.approx(0.5)


def test_the_layer_of_the_page_has_the_gradient_of_what_it_computes():
    _, snippet = blocks("extending.md", "python")
    names: dict[str, Any] = {"np": numpy, "Floats": Floats}
    exec(snippet, names)
    layer: Layer = names["LeakyReLU"]()
    Z, weights = numpy.array([[1.0, -2.0, 0.5]]), numpy.array([[3.0, 4.0, 5.0]])
    assert layer.forward(Z.copy()).tolist() == [[1.0, -0.02, 0.5]]
    gradient = layer.backward(weights.copy())
    step = 1e-6
    numeric = [
        ((layer.forward(Z + step * unit) - layer.forward(Z - step * unit)) * weights).sum() / (2 * step)
        for unit in numpy.eye(3)
    ]
    assert gradient[0].tolist() == pytest.approx(numeric, abs=1e-8)
