"""Pareto's question: do a few of the categories make up most, and which of them lead? Both are claims, and carry their error.

Shares have Jeffreys intervals (Brown, Cai & DasGupta 2001, Statistical Science 16:101). Two neighbours are told apart by the exact
sign test: of what both have together, half would fall to each (Holm 1979 over all neighbours).

How many bars it takes to reach a mark has no bootstrap interval: draws from what was counted are more uneven than the truth, as the
count itself is, and of even shares such intervals held the truth in 0 % with ten things a category. So each end is a test of its
own. At least so many: the k largest counts hold no less than the k categories that are truly largest, whose sum is binomial
(Clopper & Pearson 1934). At most so many: a quarter of the things, drawn at random, says which k categories, and the others, which
had no part in that choice, say how much these hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special

from assay.stats.interval import Interval

Verdict = Literal["few", "spread", "not_enough_data"]
MINIMUM = 30
"""Things counted below which nothing is claimed: the top bars of so few are noise."""
_HALF = 0.5
_ALPHA = 0.05
_SLACK = 1e-9
_CHOOSES = 0.25
"""The share of the things that says which categories are counted as the largest."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One category; `name` None where it was not recorded. `cumulative`: the share of it and all above it. `is_apart`: it can be
    told apart from the next."""

    name: str | None
    count: int
    share: Interval
    cumulative: float
    is_apart: bool


@dataclass(frozen=True, slots=True)
class Reached:
    """How many bars, from the greatest down, make up `share` of all, and between how many the truth lies."""

    share: float
    bars: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Pareto:
    """`bars` from the greatest down. `leads`: those above the first gap that is no chance; none where there is no such gap.
    `reached` None where all bars together do not reach the share, or too little was counted. `n`: all that was counted.

    `verdict`: `few` where at most half of the bars, at the upper end of the interval, make up the share; else `spread`.
    """

    bars: tuple[Bar, ...]
    leads: tuple[Bar, ...]
    reached: Reached | None
    n: int
    verdict: Verdict


def pareto(
    counts: Sequence[tuple[str | None, int]], total: int | None = None, *, reach: float = 0.8, confidence: float = 0.95,
    seed: int = 0,
) -> Pareto:
    """Of counts by category. `total`: all that was counted, where some of it has no category here; None: their sum.

    Equal counts stand in the order of their names. Raises ValueError for a count below zero, a category given twice, and a total
    that is less than its parts.
    """
    ordered = _ordered(counts, total)
    values = np.array([count for _, count in ordered], dtype=np.int64)
    n = int(values.sum()) if total is None else total
    apart = _apart(values) if n >= MINIMUM else np.zeros(len(values), dtype=bool)
    cumulative = np.cumsum(values) / max(n, 1)
    bars = tuple(
        Bar(name, count, _jeffreys(count, n, confidence), float(cumulative[at]), bool(apart[at]))
        for at, (name, count) in enumerate(ordered)
    )
    enough = n >= MINIMUM and len(bars) > 1
    reached = _reached(values, n, reach, confidence, seed) if enough else None
    leads = bars[: int(np.argmax(apart)) + 1] if apart.any() else ()
    return Pareto(bars, leads, reached, n, _verdict(reached, len(bars)) if enough else "not_enough_data")


def _ordered(counts: Sequence[tuple[str | None, int]], total: int | None) -> list[tuple[str | None, int]]:
    names = [name for name, _ in counts]
    if len(set(names)) < len(names):
        raise ValueError("a category was given twice")
    if any(count < 0 for _, count in counts):
        raise ValueError("a count is below zero")
    if total is not None and total < sum(count for _, count in counts):
        raise ValueError(f"the categories have more than {total} together")
    return sorted(counts, key=lambda one: (-one[1], one[0] is None, one[0] or ""))


def _jeffreys(count: int, n: int, confidence: float) -> Interval:
    """Beta(x + ½, n − x + ½), open to the ends at none and all."""
    if n == 0:
        return Interval(None, None, None, 0, confidence)
    tail = (1 - confidence) / 2
    low = float(special.betaincinv(count + 0.5, n - count + 0.5, tail)) if count else 0.0
    high = float(special.betaincinv(count + 0.5, n - count + 0.5, 1 - tail)) if count < n else 1.0
    return Interval(count / n, low, high, n, confidence)


def _apart(values: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which bars differ from the next; the last has none."""
    above, below = values[:-1], values[1:]
    chances = np.minimum(1.0, 2 * special.bdtr(below, above + below, _HALF))
    order = np.argsort(chances, kind="stable")
    adjusted = np.maximum.accumulate(chances[order] * np.arange(len(chances), 0, -1))
    differs = np.zeros(len(values), dtype=bool)
    differs[order] = adjusted <= _ALPHA
    return differs


def _reached(values: NDArray[np.int64], n: int, reach: float, confidence: float, seed: int) -> Reached | None:
    """`values` from the greatest down; None where all of them together do not reach the share of `n`."""
    held = np.cumsum(values)
    makes_up = held >= reach * n - _SLACK
    if not makes_up[-1]:
        return None
    tail = (1 - confidence) / 2
    found, low = (int(np.argmax(enough)) + 1 for enough in (makes_up, _at_most(held, n, tail) >= reach))
    return Reached(reach, found, low, max(found, _most(values, n, reach, tail, seed)))


def _most(values: NDArray[np.int64], n: int, reach: float, tail: float, seed: int) -> int:
    """The upper end: so many of the bars that some of the things chose hold the share for sure among the others."""
    rng, given = np.random.default_rng(seed), np.append(values, n - values.sum())
    chooses = rng.multivariate_hypergeometric(given, round(_CHOOSES * n))
    # Ties by lot: in the order given, which is that of all the counts, the others would have a part in the choice.
    order = np.lexsort((rng.permutation(len(values)), -chooses[:-1]))
    held = np.cumsum((given - chooses)[:-1][order])
    enough = _at_least(held, n - int(chooses.sum()), tail) >= reach
    return int(np.argmax(enough)) + 1 if enough.any() else len(values)


def _at_least(x: NDArray[np.int64], n: int, tail: float) -> NDArray[np.float64]:
    """The lower Clopper–Pearson limit of a share."""
    return np.where(x > 0, special.betaincinv(np.maximum(x, 1), n - x + 1, tail), 0.0)


def _at_most(x: NDArray[np.int64], n: int, tail: float) -> NDArray[np.float64]:
    """The upper one."""
    return np.where(x < n, special.betaincinv(x + 1, np.maximum(n - x, 1), 1 - tail), 1.0)


def _verdict(reached: Reached | None, bars: int) -> Verdict:
    return "few" if reached is not None and 2 * reached.high <= bars else "spread"
