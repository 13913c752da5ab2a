"""What is read off a curve: the time by which a share is done, the share done within a time, the mean time that orders wait."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Literal

import numpy as np
from scipy import special

from assay.stats import interval
from assay.stats.survival.curve import EXACT, Curve, at_risk

Said = Literal["estimated", "not_reached", "not_followed", "not_enough_data"]


@dataclass(frozen=True, slots=True)
class Answer:
    """`value` with its interval; None where there is none, and `verdict` says why.

    `not_reached`: fewer than that share were ever seen done. `not_followed`: no order was watched for so long, and some still wait.
    An interval of a time that is open above (`high` None) reaches beyond what was watched.
    """

    value: float | None
    low: float | None
    high: float | None
    verdict: Said


def time_until(of: Curve, share: float) -> Answer:
    """Working minutes by which that share (0 to 1) of all orders is done, with the interval of Brookmeyer & Crowley (1982): the
    times at which the limits of the curve reach the share. The time is the end of the tick in which it falls."""
    if not 0 < share < 1:
        raise ValueError(f"a share lies between 0 and 1, not {share}")
    if _says_nothing(of):
        return Answer(None, None, None, "not_enough_data")
    value = _first(of, of.done, share)
    low, high = _first(of, of.high, share), _first(of, of.low, share)
    return Answer(value, low, high, "estimated" if value is not None else "not_reached")


def median(of: Curve) -> Answer:
    return time_until(of, 0.5)


def done_within(of: Curve, minutes: float) -> Answer:
    """The share (0 to 1) of all orders that is done within so many working minutes."""
    if _says_nothing(of):
        return Answer(None, None, None, "not_enough_data")
    if not _is_followed(of, minutes):
        return Answer(None, None, None, "not_followed")
    place = int(np.searchsorted(of.minutes, minutes, side="right")) - 1
    if place < 0:
        none = interval.share(0, float(at_risk(of, np.array([minutes]))[0]), of.confidence)
        return Answer(0.0, 0.0, none.high, "estimated")
    return Answer(float(of.done[place]), float(of.low[place]), float(of.high[place]), "estimated")


def mean_wait(of: Curve, minutes: float) -> Answer:
    """The mean working time that an order waits until it is done or cancelled, no wait counted beyond `minutes`.

    The area under `waiting` up to there; variance Σᵢ Aᵢ² dᵢ/(nᵢ(nᵢ − dᵢ)), Aᵢ the area beyond a time (Klein & Moeschberger 2003,
    4.5).
    """
    if _says_nothing(of):
        return Answer(None, None, None, "not_enough_data")
    if not _is_followed(of, minutes):
        return Answer(None, None, None, "not_followed")
    value, error = _area(of, minutes)
    half = float(special.ndtri(0.5 + of.confidence / 2)) * error
    return Answer(value, max(value - half, 0.0), min(value + half, minutes), "estimated")


def _area(of: Curve, until: float) -> tuple[float, float]:
    """The area under `waiting` and its standard error."""
    before = of.minutes < until
    times = np.concatenate([[0.0], of.minutes[before], [until]])
    pieces = np.concatenate([[1.0], of.waiting[before]]) * np.diff(times)
    beyond = pieces[::-1].cumsum()[::-1][1:]
    at_risk, ended = of.at_risk[before], of.ended[before]
    spread = np.divide(ended, at_risk * (at_risk - ended), out=np.zeros_like(ended), where=at_risk > ended)
    return float(pieces.sum()), sqrt(float((beyond**2 * spread).sum()))


def _says_nothing(of: Curve) -> bool:
    return of.verdict in ("no_data", "not_enough_data")


def _first(of: Curve, line: np.ndarray, share: float) -> float | None:
    """The first time at which a line reaches a share."""
    reached = np.flatnonzero(line >= share - EXACT)
    return float(of.minutes[reached[0]]) if len(reached) else None


def _is_followed(of: Curve, minutes: float) -> bool:
    last = of.followed_to
    nobody_waits = len(of.minutes) > 0 and of.waiting[-1] <= EXACT
    return nobody_waits or (last is not None and isfinite(minutes) and minutes <= last)
