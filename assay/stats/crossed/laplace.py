"""The crossed model solved: spread by the Laplace approximation, coefficients with a covariance that knows the spread is estimated.

The log posterior of the spread is ℓ(θ̂) − ½(θ̂ − θ₀)ᵀP(θ̂ − θ₀) + ½log|P| − ½log|MᵀWM + P| + log prior, climbed with its exact slopes.
The covariance is that at the peak plus JΣJᵀ, J how θ̂ moves with the spread and Σ the spread's own covariance
(Kass & Steffey 1989, JASA 84:717): without it intervals are too narrow where weak vendors hold hard sites.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg, optimize

from assay.stats.crossed.design import Design
from assay.stats.crossed.mode import Mode, bend, mean, mode
from assay.stats.crossed.prior import NO_POOLING, Spread, log_density, precision, slopes

_FIRST = (-1.0, -1.0, 0.0)
_BOUNDS = ((-7.0, 2.5), (-7.0, 2.5), (-6.0, 6.0))
_STEP, _FLATTEST = 1e-3, 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """Coefficients θ (q,), their posterior covariance (q, q), and the spread; `is_converged` false means: do not rely on it."""

    theta: np.ndarray
    covariance: np.ndarray
    spread: Spread
    is_converged: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Point:
    """The log posterior at one spread, its slopes, and how the coefficients move with the spread (q, numbers of the spread)."""

    peak: Mode
    value: float
    slope: np.ndarray
    moves: np.ndarray


def no_pooling(design: Design) -> Solved:
    """Vendor and site as fixed effects."""
    peak = mode(design, precision(design, NO_POOLING), design.centre)
    return Solved(peak.theta, peak.covariance, NO_POOLING, peak.is_found)


def pooled(design: Design) -> Solved:
    """Vendor and site as random effects."""
    numbers = 1 if design.site is None else 3
    start = design.centre

    def climbed(at: np.ndarray) -> tuple[float, np.ndarray]:
        nonlocal start
        point = _point(design, Spread(*at), start)
        start = point.peak.theta
        return -point.value, -point.slope

    options = {"ftol": 1e-10}
    found = optimize.minimize(climbed, _FIRST[:numbers], jac=True, method="L-BFGS-B", bounds=_BOUNDS[:numbers], options=options)
    point = _point(design, Spread(*found.x), start)
    spread = _covariance_of_spread(design, found.x, start)
    covariance = point.peak.covariance + point.moves @ spread @ point.moves.T
    return Solved(point.peak.theta, covariance, Spread(*found.x), bool(found.success) and point.peak.is_found)


def _point(design: Design, spread: Spread, start: np.ndarray) -> _Point:
    peak = mode(design, precision(design, spread), start)
    covariance, away = peak.covariance, peak.theta - design.centre
    value = mean(design, design.matrix @ peak.theta)
    skew = design.n * bend(design, value) * design.leverage(covariance)
    prior, prior_slope = log_density(design, spread)
    by_number = slopes(design, spread)
    moves = -covariance @ np.column_stack([by @ away for by in by_number])
    quadratic = np.array([(away * (by @ away)).sum() + (by * covariance).sum() for by in by_number])
    third = (design.transposed @ skew) @ moves
    return _Point(peak, peak.value - peak.half_log_determinant + prior, prior_slope - (quadratic + third) / 2, moves)


def _covariance_of_spread(design: Design, at: np.ndarray, start: np.ndarray) -> np.ndarray:
    """The inverse of the curvature at the peak, by differences of slopes; where that is flat, no wider than a sd of 2."""
    steps = _STEP * np.eye(len(at))
    ahead = np.array([_point(design, Spread(*(at + step)), start).slope for step in steps])
    behind = np.array([_point(design, Spread(*(at - step)), start).slope for step in steps])
    curvature = -(ahead - behind) / (2 * _STEP)
    height, axes = linalg.eigh((curvature + curvature.T) / 2)
    return (axes / np.maximum(height, _FLATTEST)) @ axes.T
