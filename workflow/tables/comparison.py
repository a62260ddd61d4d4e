"""How far each configuration lies below the best of the others, in intervals that hold together.

With true means μ, the distance of row i is δᵢ = max over j ≠ i of μⱼ, minus μᵢ: positive for a row that
is not the best, and minus the lead for the one that is. The best is unknown, and scatter differs from row
to row, so each pair of rows has a standard error and degrees of freedom of its own (Welch 1938):

    s²ᵢⱼ = sᵢ²/nᵢ + sⱼ²/nⱼ        νᵢⱼ = s⁴ᵢⱼ / ((sᵢ²/nᵢ)²/(nᵢ−1) + (sⱼ²/nⱼ)²/(nⱼ−1))

    upper end: max(0, maxⱼ (ȳⱼ − ȳᵢ + c(k−1, νᵢⱼ, α) sᵢⱼ))              Hsu 1984: k − 1 rivals of the best
    lower end: maxⱼ (ȳⱼ − ȳᵢ − c(k(k−1)/2, νᵢⱼ, α/2) sᵢⱼ)               all pairs, so that ties are no error

c(m, ν, α) is the two-sided quantile of the studentised maximum modulus, as in Dunnett's T3 (1980): right for
any correlation between the comparisons by Šidák's inequality. The upper ends are all right with a
probability of 1 − α/2 (one side is used), and so are the lower ends: together, 1 − α.
docs/findings/conclusions.md has the simulation by which this was chosen.
"""

import functools

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtri, gammaln, ndtr, stdtrit

Array = NDArray[np.float64]

BEST, AS_GOOD, WORSE, OPEN = "best", "as good", "worse", "open"

NODES, WEIGHTS = np.polynomial.legendre.leggauss(200)


def maximum_modulus(q: float, m: int, nu: float) -> float:
    """P(max |Tⱼ| ≤ q) for m Student's t of ν degrees that share their denominator and nothing else.

    ∫ (2Φ(qs) − 1)ᵐ f(s) ds with s = χ_ν/√ν, integrated over log s between its extreme quantiles.
    """
    low, high = (0.5 * np.log(chdtri(nu, p) / nu) for p in (1 - 1e-15, 1e-15))
    u = (NODES + 1) / 2 * (high - low) + low
    s = np.exp(u)
    log_density = np.log(2) + nu / 2 * np.log(nu / 2) - gammaln(nu / 2) + nu * u - nu * s**2 / 2
    return float(WEIGHTS @ (np.exp(log_density) * (2 * ndtr(q * s) - 1) ** m) * (high - low) / 2)


@functools.cache
def critical_value(m: int, nu: float, alpha: float) -> float:
    """The q that the maximum modulus of m comparisons exceeds with probability ``alpha``."""
    # One comparison alone, and Bonferroni's bound for all of them.
    low, high = (stdtrit(nu, 1 - alpha / 2 / number) for number in (1, m))
    if m == 1:
        return float(low)
    from scipy.optimize import brentq  # takes a third of a second, in figures and report for nothing

    return float(
        brentq(lambda q: maximum_modulus(q, m, nu) - (1 - alpha), 0.999 * low, 1.001 * high, rtol=1e-6)
    )


def distances(means: Array, variances: Array, counts: Array, alpha: float) -> tuple[Array, Array, Array]:
    """The distance of each row below the best of the others, and its interval.

    Args:
        means, variances: (..., k) of each row, over its seeds; the variance with n − 1.
        counts: (..., k) seeds of each row, at least two.
        alpha: the probability that any of the k intervals is wrong, at most.

    Returns:
        Distance, lower end and upper end, each (..., k).
    """
    k = means.shape[-1]
    squares = variances / counts
    gaps = means[..., None, :] - means[..., :, None]  # [i, j] = ȳⱼ − ȳᵢ
    errors = np.sqrt(squares[..., None, :] + squares[..., :, None])
    shares = squares**2 / (counts - 1)
    with np.errstate(invalid="ignore"):  # 0/0 where neither row scatters: the error is 0, whatever ν is
        degrees = np.nan_to_num(errors**4 / (shares[..., None, :] + shares[..., :, None]), nan=1.0)
    # Downwards to whole numbers, which widens the intervals: for few seeds and many rows, Welch's degrees are
    # too generous. And few critical values are computed. By rounding errors, 1 may be a little less.
    whole, places = np.unique(np.floor(degrees + 1e-9), return_inverse=True)

    def half(m: int, level: float) -> Array:
        quantiles = np.array([critical_value(m, nu, level) for nu in whole])
        return np.asarray(quantiles[places] * errors)

    def highest(ends: Array) -> Array:
        return np.asarray(np.max(ends, axis=-1, where=~np.eye(k, dtype=bool), initial=-np.inf))

    upper = np.maximum(highest(gaps + half(k - 1, alpha)), 0)
    lower = highest(gaps - half(k * (k - 1) // 2, alpha / 2))
    return highest(gaps), lower, upper


def verdicts(lower: Array, upper: Array, margin: float) -> NDArray[np.str_]:
    """What the interval of a distance says: as good, worse or open.

    A row that lies below the best by less than the margin, for all that is known, is as good, even if it is
    surely below: the difference does not matter.
    """
    return np.where(upper <= margin, AS_GOOD, np.where(lower > 0, WORSE, OPEN))
