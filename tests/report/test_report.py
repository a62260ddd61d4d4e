"""What the report is made of: code beside formulas, counts, captions."""

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT

import mlp
from workflow.report.excerpts import excerpt, excerpts
from workflow.report.markup import in_all_languages, marked
from workflow.tables.calibration import calibration_error, reliability
from workflow.tables.cost import cost


def test_the_code_beside_a_formula_is_that_of_the_source():
    for code in excerpts().values():
        assert code
        assert "#" not in code
        assert '"""' not in code
    layers = (ROOT / "mlp/layers.py").read_text()
    for line in excerpts()["relu_gradient"].splitlines():
        assert line.strip() in layers


def test_code_that_is_no_longer_there_is_missed(tmp_path):
    path = tmp_path / "module.py"
    path.write_text('def f(x):\n    """Do it."""\n\n    y = x  # so\n    return y + 1\n')
    assert excerpt(path, "f") == "def f(x):\n    y = x\n    return y + 1"
    assert excerpt(path, "f", "+ 1") == "return y + 1"
    with pytest.raises(ValueError, match="expected the function g"):
        excerpt(path, "g")
    with pytest.raises(ValueError, match=r"expected a statement with '- 1' in f"):
        excerpt(path, "f", "- 1")


def test_multiply_adds_are_those_of_the_matrix_products(monkeypatch):
    counted = 0
    matmul = np.matmul

    def counting(a, b, **options):
        nonlocal counted
        counted += a.size * b.shape[1] if b.ndim == 2 and a.ndim == 2 else 0
        return matmul(a, b, **options)

    network = mlp.Network([7, 5, 4, 3], np.random.default_rng(0))
    X, labels = np.ones((6, 7), np.float32), np.zeros(6, int)
    monkeypatch.setattr(np, "matmul", counting)
    network.loss_and_gradients(X, labels)
    learning = counted
    network.evaluate(X[:2], labels[:2])
    made = cost([7, 5, 4, 3], training=6, evaluated=2, epochs=1)
    assert (made.forward + made.weights + made.inputs, made.evaluation) == (learning, counted - learning)
    assert cost([7, 5, 4, 3], 6, 2, 10).total == 10 * made.total


def test_the_calibration_error_of_a_model_worked_by_hand():
    sure = pd.Series([0.95, 0.95, 0.95, 0.95, 0.55, 0.6, 1.0])
    right = pd.Series([True, True, True, False, True, False, True])
    bins = reliability(sure, right)
    # 0.6 lies in the bin that ends there, and 1.0 in the last: (0.5, 0.6] and (0.9, 1].
    assert bins.index.tolist() == pytest.approx([0.5, 0.9])
    assert bins["samples"].tolist() == [2, 5]
    assert bins["accuracy"].tolist() == pytest.approx([0.5, 0.8])
    # 2/7·|0.5 − 0.575| + 5/7·|0.8 − 0.96|
    assert calibration_error(bins) == pytest.approx(2 / 7 * 0.075 + 5 / 7 * 0.16)


def test_text_is_escaped_and_its_formulas_and_code_are_not():
    made = marked("a < b: $x^2$, `f(<y>)`, 1.0 ± 0.1 %")
    assert made.startswith("a &lt; b: <span")
    assert "<math" in made
    assert "<code>f(&lt;y&gt;)</code>" in made
    assert "1.0\u00a0±\u00a00.1\u00a0%" in made
    assert marked("对于 $x$。然后").endswith("</math>。</span>然后")  # no full stop begins a line
    assert marked("-0.5 and T-1, 1e-05") == "\u22120.5 and T-1, 1e-05"
    # The title of an experiment or the name of a class is text, whatever it has in it.
    assert in_all_languages({"en": "5 $ and `6 $", "zh": "五 $"}) == (
        '<span lang="en">5 $ and `6 $</span><span lang="zh-Hans">五 $</span>'
    )
