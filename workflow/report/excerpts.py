"""The lines of code that compute each formula of the report, cut from the source files when it is built.

Comments and docstrings are left out, as the formula is beside the code; so editing them does not make
the report again.
"""

import ast
import hashlib
import io
import tokenize
from pathlib import Path

ROOT = Path(__file__).parents[2]

# Name in the template → file, function, and what the wanted statement of it contains (nothing: all of it).
EXCERPTS = {
    "linear": ("mlp/layers.py", "Linear.forward", ""),
    "relu": ("mlp/layers.py", "ReLU.forward", ""),
    "softmax": ("mlp/loss.py", "softmax", ""),
    "loss": ("mlp/loss.py", "softmax_cross_entropy", "loss ="),
    "head": ("mlp/loss.py", "softmax_cross_entropy", ""),
    "head_probabilities": ("mlp/loss.py", "softmax_cross_entropy", "Z *="),
    "head_labels": ("mlp/loss.py", "softmax_cross_entropy", "Z[rows, labels] -="),
    "weight_gradient": ("mlp/layers.py", "Linear.parameter_gradients", "out=self.dW"),
    "bias_gradient": ("mlp/layers.py", "Linear.parameter_gradients", "out=self.db"),
    "input_gradient": ("mlp/layers.py", "Linear.backward", "out=self._dX"),
    "penalty": ("mlp/network.py", "Trainable.loss_and_gradients", "dW +="),
    "relu_gradient": ("mlp/layers.py", "ReLU.backward", ""),
    "chain": ("mlp/network.py", "Trainable.loss_and_gradients", ""),
    "initialisation": ("mlp/network.py", "Network.__init__", "standard_normal"),
    "step": ("mlp/optimisers.py", "Descent.__call__", "self.parameters -="),
    "cosine": ("mlp/schedules.py", "cosine", ""),
    "linear_decay": ("mlp/schedules.py", "linear", ""),
    "exponential": ("mlp/schedules.py", "exponential", ""),
    "step_decay": ("mlp/schedules.py", "step", ""),
    "restarts": ("mlp/schedules.py", "cosine_restarts", ""),
    "rate": ("mlp/schedules.py", "learning_rate", ""),
}

PLACES = {name: f"{file}: {function}" for name, (file, function, _) in EXCERPTS.items()}


def excerpts() -> dict[str, str]:
    """The code of every name in EXCERPTS."""
    return {name: excerpt(ROOT / file, function, part) for name, (file, function, part) in EXCERPTS.items()}


def shown() -> str:
    """The SHA-256 of all excerpts: when it changes, so must the report."""
    return hashlib.sha256(repr(excerpts()).encode()).hexdigest()


def excerpt(path: Path, function: str, containing: str = "") -> str:
    """A function without docstring and comments, or the shortest statement in it that contains a text.

    Raises:
        ValueError: there is no such function or statement.
    """
    text = without_comments(path.read_text(encoding="utf-8"))
    node: ast.AST = ast.parse(text)
    for name in function.split("."):
        inside = ast.iter_child_nodes(node)
        node = next((child for child in inside if getattr(child, "name", None) == name), ast.Pass())
    if not isinstance(node, ast.FunctionDef):
        raise ValueError(f"{path}: expected the function {function}, as the report shows it")
    lines = text.splitlines()
    if not containing:
        if ast.get_docstring(node):
            doc = node.body[0]
            lines[doc.lineno - 1 : doc.end_lineno] = [""] * ((doc.end_lineno or doc.lineno) - doc.lineno + 1)
        return dedented(lines[node.lineno - 1 : node.end_lineno])
    found = [
        lines[part.lineno - 1 : part.end_lineno]
        for part in ast.walk(node)
        if isinstance(part, ast.stmt) and containing in "\n".join(lines[part.lineno - 1 : part.end_lineno])
    ]
    if not found:
        raise ValueError(
            f"{path}: expected a statement with {containing!r} in {function}, as the report shows it"
        )
    return dedented(min(found, key=lambda part: len("\n".join(part))))


def without_comments(text: str) -> str:
    lines = text.splitlines()
    for kind, _, (row, column), _, _ in tokenize.generate_tokens(io.StringIO(text).readline):
        if kind == tokenize.COMMENT:
            lines[row - 1] = lines[row - 1][:column].rstrip()
    return "\n".join(lines)


def dedented(lines: list[str]) -> str:
    """Lines that are not empty, moved to the left together."""
    kept = [line for line in lines if line.strip()]
    margin = min(len(line) - len(line.lstrip()) for line in kept)
    return "\n".join(line[margin:] for line in kept)
