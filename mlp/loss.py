"""Softmax and cross-entropy, one function on the logits."""

import numpy as np

from mlp.layers import Floats, Labels


def softmax_cross_entropy(Z: Floats, labels: Labels, scale: float = 1.0) -> tuple[float, Floats]:
    """The mean loss of a batch, and ``scale`` times its gradient with respect to the logits.

    Args:
        Z: logits (N, K). Overwritten with the gradient, which saves an array of their size.
        labels: true classes (N,), 0 ≤ label < K.
        scale: s, a factor of all gradients that follow from this one.

    Returns:
        The mean loss L = 1/N Σᵢ (logsumexp(Zᵢ) − Zᵢ[labelᵢ]), and s·dZ (N, K).
    """
    N = len(Z)
    rows = np.arange(N)
    # softmax and log-sum-exp are unchanged by subtracting the row's maximum, and then cannot overflow.
    Z -= np.maximum.reduce(Z, axis=1, keepdims=True)
    true = Z[rows, labels]
    # P = exp(Z) / Σ exp(Z)
    np.exp(Z, out=Z)
    total = np.add.reduce(Z, axis=1)
    # L = 1/N Σᵢ (log Σⱼ exp(Zᵢⱼ) − Zᵢ[labelᵢ])
    loss = float(np.add.reduce(np.log(total) - true, dtype=np.float64)) / N
    # dZ = (P − Y) / N: ∂/∂Zⱼ of logsumexp is Pⱼ, of −Z[label] it is −Yⱼ. The mean's 1/N stands here only.
    Z *= (scale / N / total)[:, None]
    Z[rows, labels] -= scale / N
    return loss, Z


def softmax(Z: Floats) -> Floats:
    """P = exp(Z) / Σ exp(Z), row by row: logits (N, K) → probabilities (N, K)."""
    P: Floats = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return P
