"""How much better a segment's numbers are foretold by an effect of its own than by normal movement: a Bayes factor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import logsumexp

from assay.stats.localise.family import HIGHEST, Family
from assay.stats.localise.result import Side

_SIZES = np.array([0.2, 0.32, 0.45, 0.6, 0.8, 1.05, 1.35, 1.7, 2.1, 2.6, 3.2])
_TYPICAL = 1.2
"""Sizes of effects on the log rate (means: in sd of single values), and the sd of their prior."""
_WORTH_A_LOOK = 1.5
"""Segments nearer to what was expected than so many sd have no evidence that could win."""


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """The effects that are weighed, on a grid, with the logs of their prior weights."""

    side: Side
    size: np.ndarray
    weight: np.ndarray


def effects(side: Side, family: Family) -> Effects:
    """Rates are weighed on the log scale, means in units of the sd of single values."""
    size = np.concatenate([-_SIZES[::-1], _SIZES])
    gap = np.gradient(_SIZES)
    weight = np.exp(-0.5 * (size / _TYPICAL) ** 2) * np.concatenate([gap[::-1], gap])
    kept = {"more": size > 0, "less": size < 0, "both": size != 0}[side]
    unit = np.sqrt(family.variance) if family.kind == "xmr" else 1.0
    return Effects(side, unit * size[kept], np.log(weight[kept] / weight[kept].sum()))


@dataclass(frozen=True, slots=True)
class Whole:
    """Of all rows together: the numerator, what was expected of it, and n."""

    numerator: float
    expected: float
    n: float


@dataclass(frozen=True, slots=True, eq=False)
class Against:
    """Segments' sums (S,), against `expected` at the level of all rows outside; `spread` (S,) is the variance of how far off that
    expectation may be, relative to it (means: of the mean)."""

    numerator: np.ndarray
    expected: np.ndarray
    n: np.ndarray
    spread: np.ndarray

    def of(self, places: np.ndarray) -> Against:
        return Against(self.numerator[places], self.expected[places], self.n[places], self.spread[places])


def against(
    numerator: np.ndarray, expected: np.ndarray, n: np.ndarray, spread: np.ndarray, whole: Whole, family: Family
) -> Against:
    """With the level of the rows outside each segment."""
    if family.kind == "xmr":
        outside = np.maximum(whole.n - n, 1e-12)
        level = ((whole.numerator - numerator) - (whole.expected - expected)) / outside
        return Against(numerator, expected + n * level, n, spread + family.variance / outside)
    outside = np.maximum(whole.numerator - numerator, 1.0)
    ratio = outside / np.maximum(whole.expected - expected, 1e-9)
    told = np.clip(expected * ratio, 1e-9, HIGHEST * n if family.kind == "p" else None)
    return Against(numerator, told, n, spread + 1 / outside)


def worth_a_look(seen: Against, side: Side, family: Family) -> np.ndarray:
    """The places of the segments that are far enough from what was expected."""
    scale = seen.n if family.kind == "xmr" else seen.expected
    sd = np.sqrt(family.noise(seen.expected, seen.n) + seen.spread * scale**2 + 1e-12)
    off = (seen.numerator - seen.expected) / sd
    off = {"more": off, "less": -off, "both": np.abs(off)}[side]
    return np.flatnonzero(off > _WORTH_A_LOOK)


def weighed(seen: Against, of: Effects, family: Family) -> np.ndarray:
    """(S, G) the log likelihood ratio of each effect against none."""
    if family.kind == "xmr":
        variance = (family.variance / seen.n + seen.spread)[:, None]
        shift = ((seen.numerator - seen.expected) / seen.n)[:, None]
        return (shift * of.size - of.size**2 / 2) / variance
    # A count against an expectation that is itself a count of `sure` times it (Poisson, given both); binomial noise is less.
    sure = (1 / np.maximum(seen.spread * seen.expected, 1e-9))[:, None]
    both = (seen.numerator + seen.expected * sure[:, 0])[:, None]
    ratio = seen.numerator[:, None] * of.size - both * np.log((np.exp(of.size) + sure) / (1 + sure))
    return ratio * (seen.expected / family.noise(seen.expected, seen.n))[:, None]


def evidence(seen: Against, of: Effects, family: Family) -> np.ndarray:
    """(S,) the log Bayes factor."""
    return logsumexp(of.weight + weighed(seen, of, family), axis=1)
