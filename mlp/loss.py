"""Softmax and cross-entropy, one function on the logits."""

from collections.abc import Callable

import numpy as np

from mlp.layers import Floats, Labels

Loss = Callable[[Floats, Labels, float], tuple[float, Floats]]
"""Logits (N, K), labels (N,) and a scale s → the mean loss of the batch, and s·dZ (N, K)."""


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


def label_smoothing(share: float) -> Loss:
    """The cross-entropy with targets Q = (1 − ε) Y + ε/K, ε = ``share``.

    Szegedy et al. 2016, arXiv:1512.00567, §7.
    """

    def loss(Z: Floats, labels: Labels, scale: float = 1.0) -> tuple[float, Floats]:
        N, K = Z.shape
        rows = np.arange(N)
        # L = 1/N Σᵢ (logsumexp(Zᵢ) − Σⱼ Qᵢⱼ Zᵢⱼ)
        #   = cross-entropy + ε/N Σᵢ mᵢ  with  mᵢ = Zᵢ[labelᵢ] − 1/K Σⱼ Zᵢⱼ
        margin = Z[rows, labels] - np.add.reduce(Z, axis=1) / K
        cross_entropy, dZ = softmax_cross_entropy(Z, labels, scale)
        # dZ = (P − Q) / N = (P − Y) / N + ε (Y − 1/K) / N
        dZ[rows, labels] += scale * share / N
        dZ -= scale * share / (N * K)
        return cross_entropy + share * float(np.add.reduce(margin, dtype=np.float64)) / N, dZ

    return loss


def softmax(Z: Floats) -> Floats:
    """P = exp(Z) / Σ exp(Z), row by row: logits (N, K) → probabilities (N, K)."""
    P: Floats = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return P
