"""One training step of a network so small that the page can show every number, computed by mlp."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

import mlp
from mlp.layers import Floats, Linear
from mlp.loss import softmax, softmax_cross_entropy
from mlp.optimisers import Descent

RATE = 0.05
# Multiples of ½, so that the forward pass has few digits; in each layer some units are inactive for a sample.
GIVEN: dict[str, list[list[float]]] = {
    "X": [[1, -1, 2], [2, 2, -1]],
    "Y": [[1, 0], [0, 1]],
    "W1": [[0.5, -0.5, 0.5, 1.5], [-1, 1.5, -1, -0.5], [1.5, -0.5, 1, 1]],
    "b1": [[-0.5, 0.5, 0, 0.5]],
    "W2": [[1.5, 1, 1], [1, 1.5, -0.5], [-0.5, -1, 0.5], [-0.5, -1, -0.5]],
    "b2": [[-0.5, 0, -0.5]],
    "W3": [[1, -0.5], [-1, -0.5], [-1, -0.5]],
    "b3": [[-0.5, 0]],
}
LAYERS = [1, 2, 3]
FORMULAS = {
    "linear": "{} {} + {}",
    "relu": r"\max({}, 0)",
    "softmax": r"\operatorname{{softmax}}({})",
    "loss": r"-\frac{{1}}{{N}} \sum_n \log P_{{n y_n}}",
    "head": r"\frac{{1}}{{N}} ({} - {})",
    "weight_gradient": "{} {}",
    "bias_gradient": r"\sum_n ({})_n",
    "input_gradient": "{} {}",
    "relu_gradient": r"{} \odot [{} > 0]",
    "step": r"{} - \eta {}",
    # What a mistake makes of them:
    "no_mean": "{} - {}",
    "no_mask": "{}",
    "nothing": "0",
}


class Stage(NamedTuple):
    """How one array is made.

    Attributes:
        name: of the array. dQ is the gradient ∂L/∂Q, and nextQ is Q after the step; a bias is one row.
        kind: of the formula.
        operands: names of the arrays in the formula; A2T is the transpose of A2.
    """

    name: str
    kind: str
    operands: tuple[str, ...]

    @property
    def place(self) -> tuple[int, int]:
        """Row and column on the map: values above their gradients, a layer in two columns."""
        change, letter, layer = re.findall(r"^(d|next|)(.)(\d?)", self.name)[0]
        row = 4 if change == "next" else 1 if not change else 3 if letter in "Wb" else 2
        last = 2 * LAYERS[-1]
        return row, {"P": last, "L": last + 1}.get(letter) or 2 * int(layer) - (letter in "WZ")

    @property
    def latex(self) -> str:
        """The formula."""
        return f"{symbol(self.name)} = {FORMULAS[self.kind].format(*map(symbol, self.operands))}"


def symbol(name: str) -> str:
    """The name of an array in LaTeX."""
    change, letter, layer, transpose = re.findall(r"^(d|next|)(.)(\d?)(T?)$", name)[0]
    latex: str = letter.replace("L", r"\mathcal{L}") + (f"_{layer}" if layer else "")
    latex = {"d": rf"\nabla_{{{latex}}}", "next": f"{latex}^{{+}}", "": latex}[change]
    return latex + (r"^{\top}" if transpose else "")


def stages() -> Iterator[Stage]:
    """The whole step, array by array, in the order in which mlp computes them."""
    A, last = "X", LAYERS[-1]
    for n in LAYERS:
        yield Stage(f"Z{n}", "linear", (A, f"W{n}", f"b{n}"))
        if n < last:
            A = f"A{n}"
            yield Stage(A, "relu", (f"Z{n}",))
    yield Stage("P", "softmax", (f"Z{last}",))
    yield Stage("L", "loss", ("P", "Y"))
    yield Stage(f"dZ{last}", "head", ("P", "Y"))
    for n in reversed(LAYERS):
        A = f"A{n - 1}" if n > 1 else "X"
        yield Stage(f"dW{n}", "weight_gradient", (f"{A}T", f"dZ{n}"))
        yield Stage(f"db{n}", "bias_gradient", (f"dZ{n}",))
        if n > 1:
            yield Stage(f"d{A}", "input_gradient", (f"dZ{n}", f"W{n}T"))
            yield Stage(f"dZ{n - 1}", "relu_gradient", (f"d{A}", f"Z{n - 1}"))
    for n in LAYERS:
        for parameter in (f"W{n}", f"b{n}"):
            yield Stage(f"next{parameter}", "step", (parameter, f"d{parameter}"))


# By name, what a mistake puts in the place of the right stages.
MISTAKES = {
    # The shapes allow it, as there are as many samples as classes.
    "transposed": [Stage("dW3", "weight_gradient", ("A2T", "dZ3T"))],
    "mean": [Stage("dZ3", "no_mean", ("P", "Y"))],
    "mask": [Stage(f"dZ{n}", "no_mask", (f"dA{n}",)) for n in (2, 1)],
    # Both formulas of the first layer are labelled W₁: the second overwrites the first, and nothing sets db₁.
    "label": [Stage("dW1", "bias_gradient", ("dZ1",)), Stage("db1", "nothing", ())],
}


def arrays() -> dict[str, Floats]:
    """Every array of the step by its name."""
    sizes = [len(GIVEN[f"W{n}"]) for n in LAYERS] + [len(GIVEN["Y"][0])]
    network = mlp.Network(sizes, np.random.default_rng(0), np.float64)
    found: dict[str, Floats] = {name: np.array(rows, np.float64) for name, rows in GIVEN.items()}
    for n, W, b in zip(LAYERS, network.weights, network.biases, strict=True):
        W[:], b[:] = found[f"W{n}"], found[f"b{n}"]
    names = [f"{kind}{n}" for n in LAYERS for kind in "ZA"][:-1]

    # Each layer's output is in memory that the next one overwrites.
    A = found["X"]
    for name, layer in zip(names, network.layers, strict=True):
        A = layer.forward(A)
        found[name] = A.copy()
    found["P"] = softmax(A)
    loss, dA = softmax_cross_entropy(A, found["Y"].argmax(axis=1))
    found["L"] = np.array([[loss]])
    found[f"d{names[-1]}"] = dA.copy()
    for name, layer in zip(names[-2::-1], network.layers[:0:-1], strict=True):
        dA = layer.backward(dA)
        found[f"d{name}"] = dA.copy()

    network.loss_and_gradients(found["X"], found["Y"].argmax(axis=1))
    linear = [layer for layer in network.layers if isinstance(layer, Linear)]
    found |= {f"dW{n}": layer.dW.copy() for n, layer in zip(LAYERS, linear, strict=True)}
    found |= {f"db{n}": layer.db[None].copy() for n, layer in zip(LAYERS, linear, strict=True)}
    Descent(network.parameters, network.gradients, network.scratch)(RATE)
    found |= {f"nextW{n}": W for n, W in zip(LAYERS, network.weights, strict=True)}
    found |= {f"nextb{n}": b[None] for n, b in zip(LAYERS, network.biases, strict=True)}
    return found


def matrix(array: Floats) -> str:
    """The numbers of an array in LaTeX, to three decimals."""
    rows = [" & ".join(f"{round(value, 3) + 0.0:g}" for value in row) for row in array]
    return r"\begin{pmatrix} " + r" \\ ".join(rows) + r" \end{pmatrix}"


def worked(reference: bool) -> dict[str, Any]:
    """What the page shows of the step, and what its script starts from.

    Args:
        reference: the page compares the study with the reference report, so its slip is among the mistakes.
    """
    order = list(stages())
    mistakes = {name: wrong for name, wrong in MISTAKES.items() if reference or name != "label"}
    return {
        "stages": order,
        "mistakes": mistakes,
        "arrays": arrays(),
        "symbol": symbol,
        "matrix": matrix,
        "data": {
            "given": GIVEN,
            "rate": RATE,
            "stages": [stage._asdict() for stage in order],
            "mistakes": {name: [stage._asdict() for stage in wrong] for name, wrong in mistakes.items()},
        },
    }
