"""The share of orders that is done by each time, orders that still wait counted for what they tell.

Kaplan & Meier (1958, JASA 53:457) with Greenwood's variance; where orders were cancelled, the cumulative incidence of Aalen &
Johansen (1978, Scand. J. Statist. 5:141), for a cancelled order will never be done: to take it as one that still waits would answer
how quickly it would have been done, which nobody knows. Its variance is the delta method's (Marubini & Valsecchi 1995, 10.3), which
is Greenwood's where none was cancelled. Intervals are log-log on the share that is not done (Kalbfleisch & Prentice 1980). Where
all or none are done they are not defined, and 20 of 20 would be taken for certain: there they are Wilson's, on the orders watched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from scipy import special

from assay.stats import interval
from assay.stats.survival.counts import Counts, counts

Method = Literal["kaplan_meier", "aalen_johansen"]
Cancelled = Literal["competing", "censored"]
Verdict = Literal["estimated", "median_not_reached", "not_enough_data", "no_data"]
Member = tuple[str | None, ...]
MINIMUM_N = 10
"""Orders below which nothing is said; the same as for the KPIs of the same clocks."""
EXACT = 1e-9
"""Two shares that differ by less are the same: sums of floats hit a half only nearly."""


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Steps: from each of `minutes` on, `done` is the share done, `cancelled_share` the share cancelled, and the rest waits.

    Float64 arrays, one entry a time at which any order was done or cancelled. `error` is the standard error of `done`, `low` and
    `high` its interval at `confidence`. `at_risk` waited until just before, `ended` of them were done or cancelled. `n` = events +
    cancelled + censored; orders whose time is unknown are in no count but `of.unknown`. `followed_to`: the longest time on any
    clock; what lies beyond is not known unless no order waits. `verdict` is about the median.
    """

    of: Counts
    method: Method
    minutes: np.ndarray
    at_risk: np.ndarray
    ended: np.ndarray
    done: np.ndarray
    error: np.ndarray
    low: np.ndarray
    high: np.ndarray
    cancelled_share: np.ndarray
    n: int
    events: int
    cancelled: int
    censored: int
    followed_to: float | None
    confidence: float
    verdict: Verdict

    @property
    def waiting(self) -> np.ndarray:
        """The share that is neither done nor cancelled by each of `minutes`."""
        return np.maximum(1.0 - self.done - self.cancelled_share, 0.0)


def curve(
    of: Counts, cancelled: Cancelled = "competing", minimum_n: int = MINIMUM_N, confidence: float = 0.95
) -> Curve:
    """The curve of one group. `cancelled`: those orders compete with being done, or count as waiting up to then."""
    competes = cancelled == "competing"
    at_risk, ended = of.at_risk, of.events + of.cancelled * competes
    kept = ended > 0
    at_risk, ended, done_at = at_risk[kept], ended[kept], of.events[kept]
    waited = np.concatenate([[1.0], np.cumprod(1.0 - ended / at_risk)[:-1]]) if kept.any() else ended
    done = np.minimum(np.cumsum(waited * done_at / at_risk), 1.0)
    error = np.sqrt(_variance(done, waited, done_at, ended, at_risk))
    low, high = _limits(done, error, at_risk, ended, of.n, confidence)
    return Curve(
        of=of,
        method="aalen_johansen" if competes and of.cancelled.any() else "kaplan_meier",
        minutes=of.minutes[kept],
        at_risk=at_risk,
        ended=ended,
        done=done,
        error=error,
        low=low,
        high=high,
        cancelled_share=np.cumsum(waited * (ended - done_at) / at_risk),
        n=of.n,
        events=round(float(of.events.sum())),
        cancelled=round(float(of.cancelled.sum())),
        censored=round(float(of.censored.sum())),
        followed_to=float(of.minutes[-1]) if len(of.minutes) else None,
        confidence=confidence,
        verdict=_verdict(of.n, minimum_n, done),
    )


def curves(frame: pl.DataFrame, by: Sequence[str], minimum_n: int = MINIMUM_N, confidence: float = 0.95) -> dict[Member, Curve]:
    """One curve a combination of `by`, sorted, from the grouped counts of many (see `assay.stats.survival.counts`)."""
    parts = frame.sort(by, nulls_last=True).partition_by(by, as_dict=True, maintain_order=True)
    return {member: curve(counts(part), "competing", minimum_n, confidence) for member, part in parts.items()}


def _verdict(n: int, minimum_n: int, done: np.ndarray) -> Verdict:
    if n == 0:
        return "no_data"
    if n < minimum_n:
        return "not_enough_data"
    return "estimated" if len(done) and done[-1] >= 0.5 - EXACT else "median_not_reached"


def _variance(done: np.ndarray, waited: np.ndarray, done_at: np.ndarray, ended: np.ndarray, at_risk: np.ndarray) -> np.ndarray:
    """Σᵢ (F − Fᵢ)² dᵢ/(nᵢ(nᵢ − dᵢ)) + Σᵢ Sᵢ² eᵢ(nᵢ − eᵢ)/nᵢ³ − 2 Σᵢ (F − Fᵢ) Sᵢ eᵢ/nᵢ² up to each time, as running sums.

    F is the share done, S the share that waited until just before, d who ended, e who were done, n who were at risk.
    """
    # Where all that were at risk ended, F changes no more, and (F − Fᵢ)² is zero for good.
    spread = np.divide(ended, at_risk * (at_risk - ended), out=np.zeros_like(ended), where=at_risk > ended)
    share = waited * done_at / at_risk**2
    found = (
        done**2 * np.cumsum(spread)
        - 2 * done * np.cumsum(done * spread)
        + np.cumsum(done**2 * spread)
        + np.cumsum(waited**2 * done_at * (at_risk - done_at) / at_risk**3)
        - 2 * done * np.cumsum(share)
        + 2 * np.cumsum(done * share)
    )
    return np.maximum(found, 0.0)


def _limits(
    done: np.ndarray, error: np.ndarray, at_risk: np.ndarray, ended: np.ndarray, n: int, confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    """The interval of `done`: 1 − R^exp(±z·se/(R·ln R)), R = 1 − done; at 0 and 1 Wilson's, for none or all of those watched."""
    is_none, is_all = done <= EXACT, done >= 1 - EXACT
    rest = np.where(is_none | is_all, 0.5, 1.0 - done)
    half = special.ndtri(0.5 + confidence / 2) * error / (rest * np.log(rest))
    low, high = (1.0 - rest ** np.exp(sign * half) for sign in (1.0, -1.0))
    watched = at_risk - ended + np.cumsum(ended)
    high[is_none] = [interval.share(0, one, confidence).high for one in watched[is_none]]
    low[is_none], high[is_all] = 0.0, 1.0
    low[is_all] = _low_of_all(low[~is_all], float(ended.sum()), n, confidence)
    return low, high


def _low_of_all(before: np.ndarray, ended: float, n: int, confidence: float) -> float:
    """The lower limit once all are done. With orders lost from sight on the way, the last limit before it: the share only grows."""
    if len(before) and ended < n:
        return float(before[-1])
    return interval.share(ended, ended, confidence).low or 0.0


def at_risk(of: Curve, minutes: np.ndarray) -> np.ndarray:
    """How many orders waited longer than each of some times: the line of figures beneath a drawn curve."""
    beyond = np.append(of.of.at_risk, 0.0)
    return beyond[np.searchsorted(of.of.minutes, minutes, side="right")]
