"""What a level makes of the mean answer: all answers once with it and once with the reference, averaged."""

from __future__ import annotations

import numpy as np
from scipy import special

from assay.stats.crossed.design import Factor
from assay.stats.drivers.design import Design
from assay.stats.drivers.levels import columns


def margins(
    of: Design, theta: np.ndarray, covariance: np.ndarray, weights: np.ndarray, factor: Factor, values: np.ndarray
) -> list[tuple[float, float]]:
    """The difference of the mean answer and its error, level by level in their order; `theta` is thresholds, then coefficients;
    `weights` of the cells, adding up to 1."""
    cuts = len(values) - 1
    full = np.concatenate([[0.0], theta[cuts:]])
    without = of.matrix @ full - np.where(factor.columns >= 0, full[factor.columns], 0.0)
    places = columns(factor)
    means = [_mean(of, weights, without + (full[at] if at >= 0 else 0.0), theta[:cuts], factor, at, values) for at in places]
    base, base_slope = means[factor.reference]
    apart = [(mean - base, slope - base_slope) for mean, slope in means]
    return [(value, max(float(slope @ covariance @ slope), 0.0) ** 0.5) for value, slope in apart]


def _mean(
    of: Design, weights: np.ndarray, eta: np.ndarray, cuts: np.ndarray, factor: Factor, column: int, values: np.ndarray
) -> tuple[float, np.ndarray]:
    """E = last value − Σ (step to the next value) · P(answer at most this one), averaged over answers; and its slopes."""
    below, steps = special.expit(cuts - eta[:, None]), np.diff(values)
    density = weights[:, None] * below * (1 - below) * steps
    gradient = of.transposed @ density.sum(axis=1)
    gradient[factor.where] = 0.0
    if column >= 0:
        gradient[column] = density.sum()
    mean = float(values[-1] - (weights[:, None] * below * steps).sum())
    return mean, np.concatenate([-density.sum(axis=0), gradient[1:]])
