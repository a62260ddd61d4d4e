"""Softmax and cross-entropy, as one function of the logits."""

from collections.abc import Callable
from typing import Any

import numpy as np

from mlp.layers import Floats, Labels

Targets = Labels | Floats
"""Labels (N,), or the probabilities Q (N, K) that a network should give."""

Loss = Callable[[Floats, Any], tuple[float, Floats]]
"""Logits Z (N, K) and targets → the mean loss of the batch, and dZ (N, K)."""


def softmax_cross_entropy(Z: Floats, labels: Labels) -> tuple[float, Floats]:
    """The mean cross-entropy of a batch, and its gradient with respect to the logits.

    Args:
        Z: logits (N, K). The gradient overwrites them, which saves an array of their size.
        labels: true classes (N,), 0 ≤ label < K.

    Returns:
        The mean loss L = 1/N Σᵢ (logsumexp(Zᵢ) − Zᵢ[labelᵢ]), and dZ (N, K).
    """
    N = len(Z)
    rows = np.arange(N)
    # Subtracting the maximum of a row changes neither softmax nor loss, and prevents overflow.
    Z -= np.maximum.reduce(Z, axis=1, keepdims=True)
    true = Z[rows, labels]
    # P = exp(Z) / Σⱼ exp(Zⱼ)             (N, K) / (N, 1)
    np.exp(Z, out=Z)
    total = np.add.reduce(Z, axis=1)
    # L = 1/N Σᵢ (log Σⱼ exp(Zᵢⱼ) − Zᵢ[labelᵢ])
    loss = float(np.add.reduce(np.log(total) - true, dtype=np.float64)) / N
    # dZ = (P − Y) / N                    (N, K); ∂/∂Zⱼ of logsumexp is Pⱼ, of −Z[label] it is −Yⱼ.
    # This is the only place where the mean's 1/N appears.
    Z *= (1 / N / total)[:, None]
    Z[rows, labels] -= 1 / N
    return loss, Z


def smoothed_cross_entropy(Z: Floats, labels: Labels, smoothing: float) -> tuple[float, Floats]:
    """The mean cross-entropy with targets Q = (1 − ε) Y + ε/K, ε = ``smoothing``, and its gradient.

    Szegedy et al. 2016, arXiv:1512.00567, §7. Arguments and result as of :func:`softmax_cross_entropy`.
    """
    N, K = Z.shape
    rows = np.arange(N)
    # L = 1/N Σᵢ (logsumexp(Zᵢ) − Σⱼ Qᵢⱼ Zᵢⱼ)
    #   = cross-entropy + ε/N Σᵢ mᵢ  with  mᵢ = Zᵢ[labelᵢ] − 1/K Σⱼ Zᵢⱼ
    margin = Z[rows, labels] - np.add.reduce(Z, axis=1) / K
    cross_entropy, dZ = softmax_cross_entropy(Z, labels)
    # dZ = (P − Q) / N = (P − Y) / N + ε (Y − 1/K) / N           (N, K)
    dZ[rows, labels] += smoothing / N
    dZ -= smoothing / (N * K)
    return cross_entropy + smoothing * float(np.add.reduce(margin, dtype=np.float64)) / N, dZ


def soft_cross_entropy(Z: Floats, Q: Floats) -> tuple[float, Floats]:
    """The mean cross-entropy with targets Q (N, K), whose rows add up to 1, and its gradient.

    Arguments and result otherwise as of :func:`softmax_cross_entropy`.
    """
    N = len(Z)
    Z -= np.maximum.reduce(Z, axis=1, keepdims=True)
    # L = 1/N Σᵢ (logsumexp(Zᵢ) − Σⱼ Qᵢⱼ Zᵢⱼ)
    expected = np.einsum("ij,ij->i", Q, Z)
    np.exp(Z, out=Z)
    total = np.add.reduce(Z, axis=1)
    loss = float(np.add.reduce(np.log(total) - expected, dtype=np.float64)) / N
    # dZ = (P − Q) / N                    (N, K)
    Z /= total[:, None]
    Z -= Q
    Z /= N
    return loss, Z


def softmax(Z: Floats) -> Floats:
    """P = exp(Z) / Σ exp(Z), row by row: logits (N, K) → probabilities (N, K)."""
    P: Floats = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return P
