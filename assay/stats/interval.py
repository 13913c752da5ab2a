"""How sure a single figure is: intervals, and the chance that the truth meets a target.

Shares: Wilson score interval (Wilson 1927, JASA 22:209) and Jeffreys posterior Beta(x + ½, n − x + ½) (Brown et al. 2001).
Rates: exact Poisson interval by gamma quantiles (Garwood 1936) and Jeffreys posterior, Gamma(x + ½, exposure).
Means: normal, from the sum and the sum of squares; NPS is the mean of −1, 0, 1, so its variance is p + d − (p − d)².
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Literal

from scipy import special

Direction = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its two-sided interval at `confidence`; `n` is what it rests on. All None where n is 0."""

    value: float | None
    low: float | None
    high: float | None
    n: float
    confidence: float = 0.95


def share(x: float, n: float, confidence: float = 0.95) -> Interval:
    """Wilson interval of a share: x successes of n. 19 of 20 is 95 % (76.4–99.1)."""
    if n <= 0:
        return Interval(None, None, None, n, confidence)
    z = special.ndtri(0.5 + confidence / 2)
    p, squared = x / n, z * z
    centre = (p + squared / (2 * n)) / (1 + squared / n)
    half = z / (1 + squared / n) * sqrt(max(p * (1 - p), 0.0) / n + squared / (4 * n * n))
    return Interval(p, max(0.0, centre - half), min(1.0, centre + half), n, confidence)


def rate(x: float, exposure: float, confidence: float = 0.95) -> Interval:
    """Exact Poisson interval of a rate: x events in `exposure`."""
    if exposure <= 0:
        return Interval(None, None, None, exposure, confidence)
    tail = (1 - confidence) / 2
    low = special.gammaincinv(x, tail) if x > 0 else 0.0
    high = special.gammaincinv(x + 1, 1 - tail)
    return Interval(x / exposure, float(low) / exposure, float(high) / exposure, exposure, confidence)


def mean(total: float, squares: float, n: float, confidence: float = 0.95) -> Interval:
    """Normal interval of a mean from Σx, Σx² and n: the variance of the mean is (Σx²/n − (Σx/n)²)/n."""
    if n <= 0:
        return Interval(None, None, None, n, confidence)
    average = total / n
    half = float(special.ndtri(0.5 + confidence / 2)) * _standard_error(total, squares, n)
    return Interval(average, average - half, average + half, n, confidence)


def _standard_error(total: float, squares: float, n: float) -> float:
    return sqrt(max(squares / n - (total / n) ** 2, 0.0) / n)


def chance_share_meets(x: float, n: float, target: float, direction: Direction) -> float:
    """Posterior chance that the true share meets the target (as a share); 0.5 ± nothing known gives the prior's answer."""
    below = special.betainc if direction == "lower" else special.betaincc
    return float(below(x + 0.5, n - x + 0.5, target))


def chance_rate_meets(x: float, exposure: float, target: float, direction: Direction) -> float:
    """Posterior chance that the true rate per unit of exposure meets the target."""
    below = special.gammainc if direction == "lower" else special.gammaincc
    return float(below(x + 0.5, target * exposure))


def chance_mean_meets(total: float, squares: float, n: float, target: float, direction: Direction) -> float:
    """Chance, on the normal approximation, that the true mean meets the target. Needs at least two rows that differ, else 0.5."""
    error = _standard_error(total, squares, n)
    if n < 2 or error == 0:
        return 0.5
    z = (total / n - target) / error
    return float(special.ndtr(z if direction == "higher" else -z))
