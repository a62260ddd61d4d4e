"""The page of one training step alone, and what a browser shows of it."""

from pathlib import Path

import numpy as np

import mlp
from workflow.report import worked
from workflow.report.excerpts import PLACES, excerpts
from workflow.report.markup import environment

LAYERS = worked.LAYERS
PARAMETERS = [f"{letter}{n}" for n in LAYERS for letter in "Wb"]
STAGES = list(worked.stages())
ARRAYS = worked.arrays()
# Where each array can be changed: as it is, and transposed.
SHOWS = {"X": "Z1", "Y": "L", "XT": "dW1", "W2T": "dA1", "W3T": "dA2"}
SHOWS |= {name: f"Z{name[1]}" for name in PARAMETERS}
SECTION = """{% extends "layout.html.j2" %}
{% block main %}{% include "step.html.j2" %}{% endblock %}
{% block data %}
<script type="application/json" id="step-data">{{ worked.data | tojson }}</script>
{% endblock %}
{% block scripts %}{{ super() }} import "#step";{% endblock %}"""


def write_page(folder: Path) -> Path:
    """The section alone, as it is in the study of the reference report's data."""
    values = {"title": {"en": "A step", "zh": "一步"}, "excerpts": excerpts(), "places": PLACES}
    section = environment().from_string(SECTION)
    page = section.render(worked=worked.worked(reference=True), language="en", **values)
    path = folder / "step.html"
    path.write_text(page, encoding="utf-8")
    return path


def network_of(given: dict) -> mlp.Network:
    network = mlp.Network([3, 4, 3, 2], np.random.default_rng(0), np.float64)
    for n, W, b in zip(LAYERS, network.weights, network.biases, strict=True):
        W[:], b[:] = given[f"W{n}"], given[f"b{n}"][0]
    return network


def shown(page) -> dict[str, np.ndarray]:
    """Every array of the page, by its name, to the last digit."""
    arrays = page.evaluate("""() => Object.fromEntries(
        [...document.querySelectorAll('.stage[data-mistake=""] [data-role=result]')].map((table) =>
            [table.dataset.array, [...table.tBodies[0].rows].map((row) =>
                [...row.cells].slice(1).map((cell) => Number(cell.title)))]))""")
    return {name: np.array(rows) for name, rows in arrays.items()}


def number(text: str) -> float:
    return float(text.replace("−", "-"))
