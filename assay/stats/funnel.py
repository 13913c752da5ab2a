"""Funnel: which vendors are unusual among their peers, given how few orders some of them have.

Spiegelhalter 2005 (Stat Med 24:1185; overdispersion: QSHC 14:347), as FunnelPlotR 0.6.0 computes it. Shares on the arcsine scale
with z winsorised, observed over expected on the log scale with z truncated: Y, s, z = (Y − target)/s, φ = Σz²/I; τ² is 0 where
I·φ < I − 1, else [I·φ − (I − 1)] / [Σw − Σw²/Σw], w = 1/s². Limits are those of target ± q·√(s² + τ²), transformed back.
Unadjusted limits are exact: interpolated binomial (Spiegelhalter 2005, A.1.1), Poisson by χ². Ours, not theirs: a limit gives way
to 0 or to 100 % where a vendor at the target has no success, or nothing else, more often than the limit allows (20 of 20 at 95 %
is no signal); and under n·θ·(1 − θ) = 5, where the arcsine is no good, the exact limit counts if it is the wider one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import stats

Word = Literal["above", "below", "within"]
Scale = Literal["share", "ratio"]
CONFIDENCES = (0.95, 0.998)
Q = (1.959964, 3.090232)
TRIMMED = 0.1
FEWEST, ROUGH = 4, 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """Lower and upper limits at the sizes `at` (orders, or expected events), in the natural scale."""

    at: np.ndarray
    lower_95: np.ndarray
    upper_95: np.ndarray
    lower_998: np.ndarray
    upper_998: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Funnel:
    """Figures are in the order of the vendors given; those of size 0 have a `value` of NaN and the word None.

    `size`: orders, or expected events. `signal`: against the limits of 99.8 %, `notice`: against those of 95 %; both with the
    overdispersion that was found, or the exact ones if `is_exact`. `phi` and `tau2` are None where fewer than FEWEST vendors
    have any orders: then nothing is known of overdispersion. `n`: the vendors with orders.
    """

    scale: Scale
    target: float
    size: np.ndarray
    value: np.ndarray
    phi: float | None
    tau2: float | None
    n: int
    is_exact: bool
    limits: Limits
    signal: tuple[Word | None, ...]
    notice: tuple[Word | None, ...]

    def curve(self, at: np.ndarray) -> Limits:
        """The limits at other sizes, for drawing. Sizes are above 0."""
        return _limits(self.scale, self.target, at, None if self.is_exact else self.tau2 or 0.0)


def shares(k: np.ndarray, n: np.ndarray, target: float | None = None, is_exact: bool = False) -> Funnel:
    """Successes `k` of `n` orders a vendor; `target` is a share, by default that of all orders.

    `is_exact`: without overdispersion, for a target that was agreed. Raises ValueError for a share that cannot be.
    """
    if np.any(k > n) or np.any(k < 0):
        raise ValueError("a share has between none and all of its orders as successes")
    known = n > 0
    pooled = float(k[known].sum() / n[known].sum()) if known.any() else float("nan")
    middle = pooled if target is None else target
    y, s = np.arcsin(np.sqrt(k[known] / n[known])), 1 / (2 * np.sqrt(n[known]))
    return _funnel("share", middle, k, n, (y - np.arcsin(np.sqrt(middle))) / s, s, winsorised, is_exact)


def ratios(observed: np.ndarray, expected: np.ndarray, is_exact: bool = False) -> Funnel:
    """Observed over expected events a vendor, against 1. On the log scale of the overdispersion half an event stands for none."""
    if np.any(observed < 0) or np.any(expected < 0):
        raise ValueError("events are none or more")
    known = expected > 0
    s = 1 / np.sqrt(expected[known])
    z = np.log(np.maximum(observed[known], 0.5) / expected[known]) / s
    return _funnel("ratio", 1.0, observed, expected, z, s, truncated, is_exact)


def winsorised(z: np.ndarray, trimmed: float = TRIMMED) -> tuple[np.ndarray, np.ndarray]:
    """z scores with those beyond the quantiles `trimmed` and 1 − `trimmed` moved there, and which are kept (all)."""
    return np.clip(z, np.quantile(z, trimmed), np.quantile(z, 1 - trimmed)), np.ones(len(z), dtype=bool)


def truncated(z: np.ndarray, trimmed: float = TRIMMED) -> tuple[np.ndarray, np.ndarray]:
    """z scores without the ⌊trimmed·I⌋ lowest and highest, and which are kept."""
    cut = int(np.floor(trimmed * len(z)))
    kept = np.zeros(len(z), dtype=bool)
    kept[np.argsort(z, kind="stable")[cut : len(z) - cut]] = True
    return z[kept], kept


Ends = tuple[np.ndarray, np.ndarray]
Trim = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]


def overdispersion(z: np.ndarray, s: np.ndarray, trim: Trim) -> tuple[float, float]:
    """φ and τ² of untrimmed z scores and their standard errors; I is what trimming leaves."""
    held, kept = trim(z)
    count, w = len(held), 1 / s[kept] ** 2
    phi = float((held**2).sum() / count)
    if count * phi < count - 1:
        return phi, 0.0
    return phi, max(0.0, float((count * phi - (count - 1)) / (w.sum() - (w**2).sum() / w.sum())))


def exact_shares(target: float, n: np.ndarray, chance: float) -> np.ndarray:
    """The share that a vendor at the target stays under with this chance, between the whole counts by interpolation."""
    r = np.maximum(stats.binom.ppf(chance, n, target), 0)
    here, before = stats.binom.cdf(r, n, target), stats.binom.cdf(r - 1, n, target)
    step = here - before
    return np.clip((r - np.divide(here - chance, step, out=np.zeros(len(r)), where=step > 0)) / n, 0, 1)


def exact_ratios(expected: np.ndarray, chance: float) -> np.ndarray:
    """The limit of observed over expected: the χ² limit of a Poisson count of `expected` events, lower below a chance of ½."""
    extra = 0 if chance < 0.5 else 2
    return stats.chi2.ppf(chance, 2 * expected + extra) / 2 / expected


def _funnel(
    scale: Scale, target: float, k: np.ndarray, n: np.ndarray, z: np.ndarray, s: np.ndarray, trim: Trim, is_exact: bool
) -> Funnel:
    value = np.divide(k, n, out=np.full(len(n), np.nan), where=n > 0)
    phi, tau2 = overdispersion(z, s, trim) if len(z) >= FEWEST else (None, None)
    limits = _limits(scale, target, n, None if is_exact else tau2 or 0.0)
    signal = _words(value, limits.lower_998, limits.upper_998)
    notice = _words(value, limits.lower_95, limits.upper_95)
    return Funnel(scale, target, n, value, phi, tau2, len(z), is_exact, limits, signal, notice)


def _limits(scale: Scale, target: float, at: np.ndarray, tau2: float | None) -> Limits:
    """Exact where `tau2` is None. NaN at size 0."""
    found = np.full((4, len(at)), np.nan)
    known = at > 0
    if known.any() and np.isfinite(target):
        for side, (q, confidence) in enumerate(zip(Q, CONFIDENCES, strict=True)):
            exact = _exact(scale, target, at[known], confidence)
            ends = exact if tau2 is None else _wide(scale, target, at[known], q, tau2, exact)
            found[2 * side, known], found[2 * side + 1, known] = _reachable(scale, target, at[known], confidence, *ends)
    return Limits(at, *found)


def _exact(scale: Scale, target: float, at: np.ndarray, confidence: float) -> Ends:
    low, high = (1 - confidence) / 2, (1 + confidence) / 2
    if scale == "share":
        return exact_shares(target, at, low), exact_shares(target, at, high)
    return exact_ratios(at, low), exact_ratios(at, high)


def _wide(scale: Scale, target: float, at: np.ndarray, q: float, tau2: float, exact: Ends) -> Ends:
    if scale == "ratio":
        half = q * np.sqrt(1 / at + tau2)
        return np.exp(-half), np.exp(half)
    half, middle = q * np.sqrt(1 / (4 * at) + tau2), np.arcsin(np.sqrt(target))
    low, high = np.maximum(middle - half, 0), np.minimum(middle + half, np.pi / 2)
    low, high, is_rough = np.sin(low) ** 2, np.sin(high) ** 2, at * target * (1 - target) < ROUGH
    return np.where(is_rough, np.minimum(low, exact[0]), low), np.where(is_rough, np.maximum(high, exact[1]), high)


def _reachable(scale: Scale, target: float, at: np.ndarray, confidence: float, lower: np.ndarray, upper: np.ndarray) -> Ends:
    tail = (1 - confidence) / 2
    if scale == "ratio":
        return np.where(np.exp(-at) >= tail, 0.0, lower), upper
    return np.where((1 - target) ** at >= tail, 0.0, lower), np.where(target**at >= tail, 1.0, upper)


def _words(value: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> tuple[Word | None, ...]:
    words = np.where(value > upper, "above", np.where(value < lower, "below", "within"))
    return tuple(str(word) if told else None for word, told in zip(words, np.isfinite(value), strict=True))  # type: ignore[misc]
