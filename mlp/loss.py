"""Softmax and cross-entropy, one function on the logits."""

import numpy as np

from mlp.layers import Floats, Labels


def softmax_cross_entropy(Z: Floats, labels: Labels) -> tuple[float, Floats]:
    """The mean loss of a batch, and its gradient with respect to the logits.

    Args:
        Z: logits (N, K). Overwritten with the gradient, which saves an array of their size.
        labels: true classes (N,), 0 ≤ label < K.

    Returns:
        The mean loss L = 1/N Σᵢ (logsumexp(Zᵢ) − Zᵢ[labelᵢ]), and dZ (N, K).
    """
    rows = np.arange(len(Z))
    # softmax and log-sum-exp are unchanged by subtracting the row's maximum, and then cannot overflow.
    Z -= Z.max(axis=1, keepdims=True)
    true = Z[rows, labels]
    # P = exp(Z) / Σ exp(Z)
    np.exp(Z, out=Z)
    total = Z.sum(axis=1)
    # L = 1/N Σᵢ (log Σⱼ exp(Zᵢⱼ) − Zᵢ[labelᵢ])
    loss = float(np.mean(np.log(total) - true, dtype=np.float64))
    # dZ = (P − Y) / N: ∂/∂Zⱼ of logsumexp is Pⱼ, of −Z[label] it is −Yⱼ. The mean's 1/N stands here only.
    Z /= total[:, None]
    Z[rows, labels] -= 1
    Z /= len(Z)
    return loss, Z


def softmax(Z: Floats) -> Floats:
    """P = exp(Z) / Σ exp(Z), row by row: logits (N, K) → probabilities (N, K)."""
    P: Floats = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return P
