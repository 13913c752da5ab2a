"""How much faster or slower a vendor's orders are done than the average vendor's would be with the same mix of work.

Piecewise-exponential hazards on counted cells (Holford 1980, Biometrics 36:299; Laird & Olivier 1981, JASA 76:231): events by band
of time, mix of work and vendor are Poisson over the minutes waited. With a cut at every event it is Cox's model. Cancelled orders
wait until they are cancelled: the question is the pace, not how many are done in the end. A ratio of 2 means that at any moment an
order that still waits is twice as likely to be done next. Orders count as independent: where sites differ much, the intervals of
vendors of few sites are too narrow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from typing import Literal

import numpy as np
import polars as pl
from scipy import special

from assay.stats.survival.poisson import Fitted, fit

Pace = Literal["faster", "slower", "not_distinguishable", "not_enough_data", "no_events", "not_comparable"]
Verdict = Literal["estimated", "not_enough_data", "not_converged"]
Row = tuple[str | None, float, float]
"""A member, its events and the minutes that were waited."""
MINIMUM_EVENTS = 10
SIGNAL = 0.998
"""Confidence beyond which a vendor is called faster or slower: the outer limits of the funnel, for many vendors are looked at."""
BLURRED = 10.0
"""A standard error of a log ratio that says that the likelihood has no maximum: the few events are all where nobody else waited."""
BAND = "band"


@dataclass(frozen=True, slots=True)
class Ratio:
    """A member's hazard over the average's, with its interval; None where the verdict says why. `exposure`: minutes waited.

    `no_events`: nothing of it was done. `not_comparable`: its work is nowhere like that of those that are compared.
    """

    member: str | None
    value: float | None
    low: float | None
    high: float | None
    events: int
    exposure: float
    verdict: Pace


@dataclass(frozen=True, slots=True, eq=False)
class Hazards:
    """One ratio a member, sorted. `compared` are those in the fit, `log_ratios` and `covariance` theirs, in that order: against
    their average, weighted by events. `mix` is what was adjusted for."""

    ratios: tuple[Ratio, ...]
    compared: tuple[str | None, ...]
    log_ratios: np.ndarray
    covariance: np.ndarray
    mix: tuple[str, ...]
    events: int
    log_likelihood: float | None
    confidence: float
    verdict: Verdict


def hazards(
    cells: pl.DataFrame,
    mix: Sequence[str],
    member: str = "vendor_id",
    minimum_events: int = MINIMUM_EVENTS,
    confidence: float = 0.95,
) -> Hazards:
    """The hazards of members adjusted for `mix`, from cells as `assay.stats.survival.bands` counts them. A missing level is one."""
    totals = cells.group_by(member).agg(pl.col("events", "exposure").sum()).sort(member, nulls_last=True)
    told = _with_events(cells, (BAND, *mix, member))
    found = _compared(told, mix, member) if told[member].n_unique() > 1 else None
    if found is None or len(found.members) < 2:
        return _nothing(totals, mix, confidence, "not_enough_data")
    if not found.fitted.is_converged:
        return _nothing(totals, mix, confidence, "not_converged")
    log_ratios = found.contrasts @ found.fitted.effects
    covariance = found.contrasts @ found.fitted.covariance @ found.contrasts.T
    pairs = zip(log_ratios.tolist(), np.sqrt(np.maximum(covariance.diagonal(), 0.0)).tolist(), strict=True)
    estimates = dict(zip(found.members, pairs, strict=True))
    ratios = tuple(_ratio(row, estimates, minimum_events, confidence) for row in totals.iter_rows())
    likelihood = found.fitted.log_likelihood
    return Hazards(ratios, found.members, log_ratios, covariance, tuple(mix), _whole(totals), likelihood, confidence, "estimated")


def between(of: Hazards, one: str | None, other: str | None) -> tuple[float, float, float]:
    """The hazard of one member over another's, with its interval. Raises ValueError for a member that is not compared, and
    where the two have too little work in common."""
    first, second = of.compared.index(one), of.compared.index(other)
    value = float(of.log_ratios[first] - of.log_ratios[second])
    spread = of.covariance[first, first] + of.covariance[second, second] - 2 * of.covariance[first, second]
    error = sqrt(max(float(spread), 0.0))
    if error > BLURRED:
        raise ValueError(f"{one} and {other} have too little in common to be compared")
    half = float(special.ndtri(0.5 + of.confidence / 2)) * error
    return exp(value), exp(value - half), exp(value + half)


@dataclass(frozen=True, slots=True, eq=False)
class _Compared:
    """`contrasts`: a row a member, its effect against the average of them all."""

    members: tuple[str | None, ...]
    contrasts: np.ndarray
    fitted: Fitted


def _with_events(cells: pl.DataFrame, factors: Sequence[str]) -> pl.DataFrame:
    """The cells without levels of which nothing was done: the likelihood drives their hazard to zero, where they tell no more."""
    return cells.filter(pl.all_horizontal(pl.col("events").sum().over(name) > 0 for name in factors))


def _compared(cells: pl.DataFrame, mix: Sequence[str], member: str) -> _Compared:
    coded = [_coded(cells[name]) for name in (BAND, *mix, member)]
    events, exposure = (cells[name].to_numpy() for name in ("events", "exposure"))
    sizes = [len(levels) for levels, _ in coded]
    fitted = fit([codes for _, codes in coded], sizes, events, exposure)
    levels, codes = coded[-1]
    weights = np.bincount(codes, events, len(levels))
    chosen = _comparable(fitted.unknown[-len(levels):], weights)
    contrasts = np.zeros((len(chosen), sum(sizes)))
    own = contrasts[:, -len(levels):]
    own[np.arange(len(chosen)), chosen] = 1.0
    own[:, chosen] -= weights[chosen] / weights[chosen].sum()
    return _Compared(tuple(levels[place] for place in chosen), contrasts, fitted)


def _coded(column: pl.Series) -> tuple[list[str | None], np.ndarray]:
    """The levels of a factor, and the place of each cell's."""
    levels = column.unique().sort(nulls_last=True).alias("level").to_frame().with_row_index("code")
    codes = column.alias("level").to_frame().join(levels, on="level", how="left", nulls_equal=True, maintain_order="left")["code"]
    return levels["level"].to_list(), codes.to_numpy().astype("int64")


def _comparable(unknown: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The places of the members that can be told apart from one another: of several such sets, the one with most events.

    Two members can be told apart where no unknown direction moves one and not the other.
    """
    _, sets = np.unique(np.round(unknown, 7), axis=0, return_inverse=True)
    sets = sets.reshape(-1)
    return np.flatnonzero(sets == np.argmax(np.bincount(sets, weights)))


def _ratio(row: Row, estimates: Mapping[str | None, tuple[float, float]], minimum_events: int, confidence: float) -> Ratio:
    member, events, exposure = row
    if events == 0:
        return _unsaid(row, "no_events")
    if member not in estimates:
        return _unsaid(row, "not_comparable")
    value, error = estimates[member]
    if events < minimum_events or error > BLURRED:
        return _unsaid(row, "not_enough_data")
    half, signal = (float(special.ndtri(0.5 + sure / 2)) * error for sure in (confidence, SIGNAL))
    pace: Pace = "not_distinguishable" if abs(value) <= signal else "faster" if value > 0 else "slower"
    return Ratio(member, exp(value), exp(value - half), exp(value + half), round(events), exposure, pace)


def _unsaid(row: Row, why: Pace) -> Ratio:
    member, events, exposure = row
    return Ratio(member, None, None, None, round(events), exposure, why)


def _nothing(totals: pl.DataFrame, mix: Sequence[str], confidence: float, why: Verdict) -> Hazards:
    ratios = tuple(_unsaid(row, "not_enough_data" if row[1] else "no_events") for row in totals.iter_rows())
    return Hazards(ratios, (), np.zeros(0), np.zeros((0, 0)), tuple(mix), _whole(totals), None, confidence, why)


def _whole(totals: pl.DataFrame) -> int:
    return round(float(totals["events"].sum()))
