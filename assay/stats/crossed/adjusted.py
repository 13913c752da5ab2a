"""From coefficients to rates: those of all orders with each vendor, and those to be expected of each vendor's own orders."""

from __future__ import annotations

import numpy as np

from assay.stats.crossed.design import Design, Factor
from assay.stats.crossed.laplace import Solved
from assay.stats.crossed.mode import mean, slope
from assay.stats.crossed.result import Estimates, Level


def estimates(design: Design, solved: Solved) -> Estimates:
    """Effects against the average vendor, and adjusted rates by g-computation over all orders."""
    where, vendors = design.vendor.where, len(design.vendor.levels)
    centring = np.eye(vendors) - 1 / vendors
    effect = centring @ solved.theta[where]
    covariance = centring @ solved.covariance[where, where] @ centring.T
    adjusted, gradients = _standardised(design, solved)
    return Estimates(design.kind, effect, covariance, adjusted, gradients @ solved.covariance @ gradients.T, solved.is_converged)


def _standardised(design: Design, solved: Solved) -> tuple[np.ndarray, np.ndarray]:
    """The mean rate of all orders with each vendor (V,), and the slopes of its logit or log by each coefficient (V, q)."""
    without, weights = _without_vendor(design, solved.theta), design.n / design.n.sum()
    vendors = range(design.vendor.start, design.vendor.stop)
    rates, gradients = np.zeros(len(vendors)), np.zeros((len(vendors), design.width))
    for at, column in enumerate(vendors):
        value = mean(design, without + solved.theta[column])
        sloped = weights * slope(design, value)
        rates[at] = (weights * value).sum()
        gradients[at] = design.transposed @ sloped
        gradients[at, design.vendor.where] = 0.0
        gradients[at, column] = sloped.sum()
    return rates, gradients / slope(design, rates)[:, None]


def expected(design: Design, solved: Solved) -> np.ndarray:
    """Σ n·rate over each vendor's own orders, the vendor being the average one (V,)."""
    average = float(solved.theta[design.vendor.where].mean())
    value = mean(design, _without_vendor(design, solved.theta) + average)
    return np.bincount(design.vendor.codes, design.n * value, len(design.vendor.levels))


def site_effects(design: Design, solved: Solved, site: Factor) -> np.ndarray:
    """The mean effect of the sites of each vendor's orders (V,)."""
    held, vendors = solved.theta[site.where][site.codes], len(design.vendor.levels)
    return np.bincount(design.vendor.codes, design.n * held, vendors) / np.bincount(design.vendor.codes, design.n, vendors)


def levels(design: Design, solved: Solved) -> tuple[Level, ...]:
    """The effects of the case mix, column by column, the commonest levels left out."""
    errors = np.sqrt(np.diag(solved.covariance))
    return tuple(level for factor in design.case_mix for level in _of(factor, solved.theta, errors))


def _of(factor: Factor, theta: np.ndarray, errors: np.ndarray) -> list[Level]:
    kept = [level for at, level in enumerate(factor.levels) if at != factor.reference]
    named = zip(kept, theta[factor.where], errors[factor.where], strict=True)
    return [Level(factor.name, level, factor.levels[factor.reference], float(of), float(error)) for level, of, error in named]


def _without_vendor(design: Design, theta: np.ndarray) -> np.ndarray:
    return design.matrix @ theta - theta[design.vendor.columns]
