"""What a level makes of the figure itself: every order once with it and once with the reference, averaged (g-computation).

Averages are over orders, never over cells, and over those orders only whose own level can be told apart from the reference: of the
others nobody knows what they would be with it. The error is that of the delta method, given the orders that there were.
"""

from __future__ import annotations

import numpy as np

from assay.stats.crossed.design import Factor
from assay.stats.drivers.design import Design
from assay.stats.drivers.fit import Fitted, mean, slope


def margins(of: Design, found: Fitted, factor: Factor) -> tuple[np.ndarray, np.ndarray]:
    """For each coefficient of a factor the mean difference in natural units (L − 1,), and its slopes by all coefficients."""
    own, columns, without = found.theta[factor.where], np.arange(factor.start, factor.stop), _without(found, factor)
    weights = comparable(of, found.is_known, factor)
    base, base_slope = _averaged(of, weights, without, factor, None)
    averaged = [_averaged(of, weights, without + effect, factor, column) for effect, column in zip(own, columns, strict=True)]
    values = np.array([value - base for value, _ in averaged])
    slopes = np.array([sloped - base_slope for _, sloped in averaged])
    return of.unit * values, of.unit * slopes.reshape(-1, of.width)


def margin_of(of: Design, found: Fitted, factor: Factor, effect: float) -> float:
    """The mean difference in natural units that a level would make whose effect were this one."""
    weights, without = comparable(of, found.is_known, factor), _without(found, factor)
    apart = mean(of, without + effect) - mean(of, without)
    return of.unit * float((weights * apart).sum())


def comparable(of: Design, is_known: np.ndarray, factor: Factor) -> np.ndarray:
    """The weight of each cell's orders in an average (C,), none where the cells do not tell what another level would be there."""
    known = (factor.columns < 0) | is_known[factor.columns]
    return of.n * known / (of.n * known).sum()


def _without(found: Fitted, factor: Factor) -> np.ndarray:
    return found.eta - np.where(factor.columns >= 0, found.theta[factor.columns], 0.0)


def _averaged(
    of: Design, weights: np.ndarray, eta: np.ndarray, factor: Factor, column: int | None
) -> tuple[float, np.ndarray]:
    """The figure of all orders with one level, and its slopes: all of them have that column of the factor, and no other."""
    value = mean(of, eta)
    sloped = weights * slope(of, value)
    gradient = of.transposed @ sloped
    gradient[factor.where] = 0.0
    if column is not None:
        gradient[column] = sloped.sum()
    return float((weights * value).sum()), gradient
