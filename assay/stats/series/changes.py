"""Dates at which the level may have changed: candidates to hold against what happened, never a new baseline by themselves.

Pelt on squared error (Killick et al. 2012, JASA 107:1590), as ruptures' linear kernel runs it, on the scale on which the variance
is even: arcsine √p, √u, a measurement or its logarithm. The penalty of a change is 3·log n·s²·(1 + r)/(1 − r), with s² and r of
the residuals about the levels of a first cut. That one costs 2·log n of the same, s² and r taken from the differences of
neighbours, which a change of level hardly moves: cut freely, a series that wanders (r = 0.6) would hide its wandering in false
levels.

The interval of a date holds every date whose likelihood ratio, with the neighbouring changes in place, stays under the 95 % point
of its limit law (1 − e^(−x/2))², 7.35 (Hansen 2000, Econometrica 68:575), stretched by the same (1 + r)/(1 − r).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from assay.stats.series.correlation import inflation, lag_one, unbiased
from assay.stats.series.scale import is_constant, link_of
from assay.stats.spc.series import Kind, Series

SHORTEST = 12
SMALLEST = 6
_MOST = 0.9
_LIMIT = float(-2 * np.log(1 - np.sqrt(0.95)))


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """A new level from `position` on, which lies within `low` and `high` at 95 %. `before` and `after`: levels in the natural
    scale.

    A level is Σ numerator / Σ denominator of the periods between two changes; of logged measurements it is the geometric mean.
    """

    position: int
    low: int
    high: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Changes:
    """`n` told periods; `autocorrelation` that of the residuals about the levels, which the penalty allows for."""

    points: tuple[ChangePoint, ...]
    verdict: Literal["changed", "no_change", "not_enough_data"]
    n: int
    autocorrelation: float | None = None


def change_points(series: Series, kind: Kind) -> Changes:
    """Levels last 6 told periods at least; 12 are needed. Gaps are passed over: the periods around one count as neighbours."""
    places = np.flatnonzero(series.is_judged)
    if len(places) < SHORTEST:
        return Changes((), "not_enough_data", len(places))
    values = _even(series, kind)[places]
    if is_constant(values):
        return Changes((), "no_change", len(places))
    ends, variance, correlation = _segmented(values)
    bounds = [0, *ends]
    points = tuple(
        _point(series, kind, places, bounds[place - 1 : place + 2], _plausible(values, bounds[place - 1 : place + 2], variance))
        for place in range(1, len(bounds) - 1)
    )
    return Changes(points, "changed" if points else "no_change", len(places), correlation)


def _even(series: Series, kind: Kind) -> np.ndarray:
    """Values on the scale on which they vary evenly."""
    values = series.values
    if kind == "p":
        return np.arcsin(np.sqrt(np.clip(values, 0.0, 1.0)))
    if kind == "u":
        return np.sqrt(np.maximum(values, 0.0))
    return np.log(np.where(values > 0, values, 1.0)) if link_of(series, kind) == "log" else values


def _segmented(values: np.ndarray) -> tuple[list[int], float, float]:
    """The end of each level, the variance of a long mean per period, and r."""
    logs, least = np.log(len(values)), 1e-12 * float(values.var())
    residuals, levels = _residuals(values, _cut(values, 2 * logs * max(_of_differences(values), least)))
    correlation = float(unbiased(lag_one(residuals), len(values)))
    own = float((residuals**2).sum()) / max(len(values) - levels, 1)
    variance = max(own, least) * float(inflation(correlation))
    return _cut(values, 3 * logs * variance), variance, correlation


def _of_differences(values: np.ndarray) -> float:
    """s²·(1 + r)/(1 − r) where differences of neighbours have variance 2s²(1 − r) and lag-1 correlation −(1 − r)/2.

    A difference beyond 3 of their spread (by the median) counts as 3: it may be the change itself.
    """
    steps = np.diff(values)
    most = 3 * 1.4826 * float(np.median(np.abs(steps)))
    steps = np.clip(steps, -most, most)
    variance = float((steps**2).mean())
    if variance == 0:
        return 0.0
    correlation = float(np.clip(1 + 2 * (steps[1:] * steps[:-1]).mean() / variance, 0.0, _MOST))
    return variance / (2 * (1 - correlation)) * float(inflation(correlation))


def _cut(values: np.ndarray, penalty: float) -> list[int]:
    from ruptures import KernelCPD

    return [int(end) for end in KernelCPD(kernel="linear", min_size=SMALLEST).fit(values[:, None]).predict(pen=penalty)]


def _residuals(values: np.ndarray, ends: Sequence[int]) -> tuple[np.ndarray, int]:
    levels = np.split(values, ends[:-1])
    return np.concatenate([level - level.mean() for level in levels]), len(levels)


def _plausible(values: np.ndarray, bounds: Sequence[int], variance: float) -> tuple[int, int]:
    """First and last place between the neighbouring changes at which the change could as well have been."""
    start, chosen, stop = bounds
    inside = values[start:stop] - values[start:stop].mean()
    left = np.arange(1, len(inside))
    gain = np.cumsum(inside)[:-1] ** 2 * len(inside) / (left * (len(inside) - left))
    held = start + 1 + np.flatnonzero(gain >= gain[chosen - start - 1] - _LIMIT * variance)
    return int(held.min()), int(held.max())


def _point(series: Series, kind: Kind, places: np.ndarray, bounds: Sequence[int], plausible: tuple[int, int]) -> ChangePoint:
    start, chosen, stop = bounds
    before, after = (_level(series, kind, places[part]) for part in (slice(start, chosen), slice(chosen, stop)))
    return ChangePoint(int(places[chosen]), int(places[plausible[0]]), int(places[plausible[1]]), before, after)


def _level(series: Series, kind: Kind, places: np.ndarray) -> float:
    if kind == "xmr" and link_of(series, kind) == "log":
        return float(np.exp(np.log(series.values[places]).mean()))
    if kind == "xmr":
        return float(series.values[places].mean())
    return float(series.numerator[places].sum() / series.denominator[places].sum())
