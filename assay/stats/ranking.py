"""Who is better than whom, and how sure that is: ranks with intervals, pairs, bands, and whether a vendor can meet its target.

All from the posterior of the crossed model, whose shrinkage takes care of the many comparisons. A rank is never given without its
interval, nor below the smallest number of orders (Goldstein & Spiegelhalter 1996, JRSS A 159:385).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import linalg, special

from assay.stats.crossed import Crossed, Kind
from assay.stats.interval import Direction, chance_rate_meets, chance_share_meets

Band = Literal["clearly_better", "not_distinguishable", "clearly_worse"]
Capable = Literal["met", "missed", "not_proven"]
DRAWS = 10_000
CONFIDENCE = 0.95
PROVEN = 0.95


@dataclass(frozen=True, slots=True)
class Rank:
    """1 is best. The median of the drawn ranks with its interval, among `of` vendors; `best_third`: the chance of being in it."""

    median: int
    low: int
    high: int
    of: int
    best_third: float


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """In the order of `vendors`. A vendor has no rank and no band below `minimum_n` orders, nor without another to compare it with.

    `pairs` (V, V): the chance that the vendor of the row is better than that of the column; NaN where the two are not comparable.
    `bands`: against the average of those with which the vendor is ranked, at 95 %. `reliability` (V,): τ²/(τ² + se²).
    """

    vendors: tuple[str, ...]
    direction: Direction
    minimum_n: float
    ranks: tuple[Rank | None, ...]
    bands: tuple[Band | None, ...]
    pairs: np.ndarray
    reliability: np.ndarray


@dataclass(frozen=True, slots=True)
class Capability:
    """The chance, after the orders seen, that the true share or rate meets the target, and what that proves."""

    chance: float
    word: Capable


def ranking(crossed: Crossed, direction: Direction, minimum_n: float, seed: int, draws: int = DRAWS) -> Ranking | None:
    """Ranks from the model, inside each group of connected vendors; None where there is no model."""
    if crossed.model is None:
        return None
    found, sign = crossed.model.estimates, 1.0 if direction == "higher" else -1.0
    mean, vendors = sign * found.effect, crossed.vendors
    ranks: list[Rank | None] = [None] * len(vendors)
    bands: list[Band | None] = [None] * len(vendors)
    pairs = np.full((len(vendors), len(vendors)), np.nan)
    rng = np.random.default_rng(seed)
    for group in crossed.connections.components:
        members = np.array([vendors.index(vendor) for vendor in group])
        pairs[np.ix_(members, members)] = pairwise(mean[members], found.covariance[np.ix_(members, members)])
        enough = members[crossed.n[members] >= minimum_n]
        if len(enough) < 2:
            continue
        own = found.covariance[np.ix_(enough, enough)]
        for place, rank, band in zip(enough, _ranks(mean[enough], own, draws, rng), _bands(mean[enough], own), strict=True):
            ranks[place], bands[place] = rank, band
    return Ranking(vendors, direction, minimum_n, tuple(ranks), tuple(bands), pairs, crossed.model.reliability)


def pairwise(mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """The chance that each (row) is above each (column), (V, V); ½ on the diagonal."""
    own = np.diag(covariance)
    spread = np.sqrt(np.maximum(own[:, None] + own[None, :] - 2 * covariance, 0))
    apart = mean[:, None] - mean[None, :]
    return special.ndtr(np.divide(apart, spread, out=np.zeros_like(apart), where=spread > 1e-9 * np.sqrt(own.max())))


def _ranks(mean: np.ndarray, covariance: np.ndarray, draws: int, rng: np.random.Generator) -> list[Rank]:
    drawn = mean + rng.standard_normal((draws, len(mean))) @ _root(covariance).T
    ranks = 1 + np.argsort(np.argsort(-drawn, axis=1), axis=1)
    tail = (1 - CONFIDENCE) / 2
    low, middle, high = (np.quantile(ranks, at, axis=0, method="inverted_cdf") for at in (tail, 0.5, 1 - tail))
    best = (ranks <= np.ceil(len(mean) / 3)).mean(axis=0)
    return [Rank(int(m), int(a), int(b), len(mean), float(c)) for m, a, b, c in zip(middle, low, high, best, strict=True)]


def _root(covariance: np.ndarray) -> np.ndarray:
    """A root of a covariance that may be singular: effects add up to zero."""
    height, axes = linalg.eigh(covariance)
    return axes * np.sqrt(np.maximum(height, 0))


def _bands(mean: np.ndarray, covariance: np.ndarray) -> list[Band]:
    centring = np.eye(len(mean)) - 1 / len(mean)
    away, own = centring @ mean, np.sqrt(np.maximum(np.diag(centring @ covariance @ centring.T), 0))
    half = special.ndtri(0.5 + CONFIDENCE / 2) * own
    return [_band(a, h) for a, h in zip(away, half, strict=True)]


def _band(away: float, half: float) -> Band:
    return "clearly_better" if away > half else "clearly_worse" if away < -half else "not_distinguishable"


def capabilities(
    k: Sequence[float] | np.ndarray, n: Sequence[float] | np.ndarray, target: float, direction: Direction, kind: Kind = "p"
) -> tuple[Capability | None, ...]:
    """Whether each vendor's process meets the target: Jeffreys posterior of its own orders, unadjusted, as the agreement counts.

    20 of 20 do not prove 95 %; 59 of 59 do. None where there are no orders.
    """
    chance = chance_share_meets if kind == "p" else chance_rate_meets
    found = (chance(float(x), float(size), target, direction) if size > 0 else None for x, size in zip(k, n, strict=True))
    return tuple(None if one is None else Capability(one, _word(one)) for one in found)


def _word(chance: float) -> Capable:
    return "met" if chance > PROVEN else "missed" if chance < 1 - PROVEN else "not_proven"
