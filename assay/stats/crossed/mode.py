"""The most likely coefficients for a given spread: penalised iteratively reweighted least squares on a sparse 0/1 design.

Long sums are elementwise, never an inner product: that would wake the threads of the algebra library for microseconds of work, and
where cores are shared the waking took ten times as long as the whole fit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg, special

from assay.stats.crossed.design import Design

LARGEST_STEP, MOST_STEPS, STEP_ENDS = 4.0, 100, 1e-7
_HIGHEST = 30.0  # a linear predictor beyond it is a share of 1 to thirteen digits


@dataclass(frozen=True, slots=True, eq=False)
class Mode:
    """The peak θ with the Cholesky factor of the curvature there, and the log of the penalised likelihood."""

    theta: np.ndarray
    factor: tuple[np.ndarray, bool]
    value: float
    is_found: bool

    @property
    def covariance(self) -> np.ndarray:
        return linalg.cho_solve(self.factor, np.eye(len(self.theta)))

    @property
    def half_log_determinant(self) -> float:
        return float(np.log(np.diag(self.factor[0])).sum())


def mean(design: Design, eta: np.ndarray) -> np.ndarray:
    """The share, rate or mean at a linear predictor."""
    if design.kind == "xmr":
        return eta
    held = np.clip(eta, -_HIGHEST, _HIGHEST)
    return special.expit(held) if design.kind == "p" else np.exp(held)


def slope(design: Design, value: np.ndarray) -> np.ndarray:
    """How fast the share, rate or mean changes with the linear predictor, where it is `value`."""
    if design.kind == "xmr":
        return np.ones_like(value)
    return value * (1 - value) if design.kind == "p" else value


def bend(design: Design, value: np.ndarray) -> np.ndarray:
    """How fast that slope changes."""
    if design.kind == "xmr":
        return np.zeros_like(value)
    return value * (1 - value) * (1 - 2 * value) if design.kind == "p" else value


def mode(design: Design, held: np.ndarray, start: np.ndarray) -> Mode:
    """Newton steps from `start`, each solving (MᵀWM + P)δ = Mᵀ(k − μ) − P(θ − θ₀), until they are nothing; P is `held`."""
    theta, is_found = start, False
    for _ in range(MOST_STEPS):
        value = mean(design, design.matrix @ theta)
        gradient = design.transposed @ (design.k - design.n * value) - held @ (theta - design.centre)
        factor = linalg.cho_factor(design.information(design.n * slope(design, value)) + held)
        if is_found:
            break
        change = _solved(factor[0], gradient)
        largest = float(np.abs(change).max())
        is_found = largest < STEP_ENDS
        theta = theta + change * min(1.0, LARGEST_STEP / max(largest, LARGEST_STEP))
    return Mode(theta, factor, _value(design, held, theta), is_found)


def _solved(upper: np.ndarray, right: np.ndarray) -> np.ndarray:
    return linalg.solve_triangular(upper, linalg.solve_triangular(upper, right, trans=1))


def _value(design: Design, held: np.ndarray, theta: np.ndarray) -> float:
    away, eta = theta - design.centre, design.matrix @ theta
    if design.kind == "xmr":
        total = eta**2 / 2
    else:
        eta = np.clip(eta, -_HIGHEST, _HIGHEST)
        total = np.logaddexp(0, eta) if design.kind == "p" else np.exp(eta)
    return float((design.k * eta - design.n * total).sum() - (away * (held @ away)).sum() / 2)
