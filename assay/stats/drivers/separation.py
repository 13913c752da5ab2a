"""Levels of which all orders fail or none does: the likelihood has no maximum, Firth's has one, but it is far from a parabola.

So the interval of such a level is that of the profile of the penalised likelihood, and its p-value that of the ratio
(Heinze & Schemper 2002, Statist. Med. 21:2409).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

from assay.stats.crossed.design import Factor
from assay.stats.drivers.checks import expected_of
from assay.stats.drivers.design import Design
from assay.stats.drivers.fit import Fitted, climbed, held

_FURTHEST, _NEAR = 20.0, 1e-3


@dataclass(frozen=True, slots=True)
class Profile:
    """An interval on the scale of the link, an end infinite where the likelihood never falls, and the p-value of no effect."""

    low: float
    high: float
    p_value: float


def separated(of: Design, factor: Factor) -> np.ndarray:
    """Which levels of a factor have no events, or nothing but events (L,)."""
    k, n = expected_of(factor, of.k), expected_of(factor, of.n)
    if of.kind == "xmr":
        return np.zeros(len(n), dtype=bool)
    return (k == 0) | (k == n) if of.kind == "p" else k == 0


def profile(of: Design, found: Fitted, column: int, confidence: float, scale: float) -> Profile:
    """Of one coefficient of a penalised fit; twice the fall of the log likelihood is χ² once divided by `scale`."""
    at, own = float(found.theta[column]), float(found.covariance[column, column]) ** 0.5
    peak, top = _held(of, found, column, at, found.theta)
    allowed = float(stats.chi2.ppf(confidence, 1)) * scale

    def excess(value: float) -> float:
        return 2 * (top - _held(of, found, column, value, peak)[1]) - allowed

    low, high = (_end(excess, at, way * own) for way in (-1.0, 1.0))
    return Profile(low, high, float(stats.chi2.sf(max((excess(0.0) + allowed) / scale, 0.0), 1)))


def _end(excess: Callable[[float], float], at: float, step: float) -> float:
    """Where the likelihood has fallen as far as is allowed, walking off in doubled steps."""
    inner, outer = at, at + 2 * step
    while excess(outer) < 0:
        inner, outer = outer, at + 2 * (outer - at)
        if abs(outer - at) > _FURTHEST:
            return float(np.copysign(np.inf, step))
    return float(optimize.brentq(excess, inner, outer, xtol=_NEAR))


def _held(of: Design, found: Fitted, column: int, value: float, start: np.ndarray) -> tuple[np.ndarray, float]:
    """The most likely coefficients with one of them held at a value, and how likely; the penalty is that of them all."""
    moved = start.copy()
    moved[column] = value
    theta, _, _, highest = climbed(of, held(of, found.unknown), moved, column)
    return theta, highest
