"""What the model holds of vendors and sites before it sees an order.

Vendor effects u ~ N(0, τ²). Site effects v = γ·Au + e, e ~ N(0, σ²), where a row of A holds the shares of the site's orders
that each vendor has: γ says whether weak vendors hold hard sites (Mundlak 1978, Econometrica 46:69). With γ fixed at 0 these are
the ordinary crossed random effects, which take vendors and sites for independent and credit one with the other where they are not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assay.stats.crossed.design import Design

FIXED_PRECISION = 0.01
"""Case mix, and vendor and site as fixed effects: a prior sd of 10 on log odds is worth a hundredth of one order at even odds."""
SPREAD_SCALE = 1.0
"""Rayleigh prior on τ and σ, density τ·exp(−τ²/2s²): zero spread is never the answer (Chung et al. 2013, Psychometrika 78:685)."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Log sd of vendors, log sd of sites given their vendors, and γ; the last two are idle where there are no sites."""

    log_vendor: float
    log_site: float = 0.0
    association: float = 0.0

    @property
    def vendor_variance(self) -> float:
        return float(np.exp(2 * self.log_vendor))

    @property
    def site_variance(self) -> float:
        return float(np.exp(2 * self.log_site))


NO_POOLING = Spread(-0.5 * np.log(FIXED_PRECISION), -0.5 * np.log(FIXED_PRECISION))
"""Vendor and site as fixed effects, held only by the weak prior that makes them identifiable."""


def precision(design: Design, spread: Spread) -> np.ndarray:
    """The prior precision of all coefficients, (q, q)."""
    held = np.zeros((design.width, design.width))
    held[np.diag_indices(design.width)] = FIXED_PRECISION
    held[design.vendor.where, design.vendor.where] = np.eye(len(design.vendor.levels)) / spread.vendor_variance
    if design.site is not None:
        held += _of_sites(design, spread)
        held[design.site.where, design.site.where] = np.eye(len(design.site.levels)) / spread.site_variance
    return held


def slopes(design: Design, spread: Spread) -> tuple[np.ndarray, ...]:
    """The derivative of the precision by each number of the spread."""
    by_vendor = np.zeros((design.width, design.width))
    by_vendor[design.vendor.where, design.vendor.where] = -2 * np.eye(len(design.vendor.levels)) / spread.vendor_variance
    if design.site is None:
        return (by_vendor,)
    shares, by_association = design.shares / spread.site_variance, np.zeros((design.width, design.width))
    vendor, site = design.vendor.where, design.site.where
    by_association[vendor, vendor] = 2 * spread.association * (design.shares.T @ shares)
    by_association[site, vendor], by_association[vendor, site] = -shares, -shares.T
    return by_vendor, -2 * _of_sites(design, spread), by_association


def _of_sites(design: Design, spread: Spread) -> np.ndarray:
    """(v − γAu)ᵀ(v − γAu)/σ² as a matrix."""
    held = np.zeros((design.width, design.width))
    if design.site is None:
        return held
    vendor, site, part = design.vendor.where, design.site.where, spread.association * design.shares
    held[vendor, vendor], held[site, site] = part.T @ part, np.eye(len(part))
    held[site, vendor], held[vendor, site] = -part, -part.T
    return held / spread.site_variance


def log_density(design: Design, spread: Spread) -> tuple[float, np.ndarray]:
    """Log prior of the spread, with ½·log of the determinant of the random part's precision; and its slopes."""
    vendors, sites = len(design.vendor.levels), len(design.shares)
    scaled = np.array([spread.vendor_variance, spread.site_variance]) / SPREAD_SCALE**2
    value = (1 - vendors) * spread.log_vendor - scaled[0] / 2
    slope = np.array([1 - vendors - scaled[0]])
    if design.site is None:
        return float(value), slope
    value += (1 - sites) * spread.log_site - scaled[1] / 2 - spread.association**2 / 2
    return float(value), np.append(slope, [1 - sites - scaled[1], -spread.association])
