"""When orders stand still, and for whom they wait; drawn with the course of each order, since others' waits push its completion."""

from __future__ import annotations

import numpy as np
import polars as pl

from assay.simulate.timeline import Array, chosen
from assay.simulate.working import NEVER

_REASONS = (
    ("等待甲方确认", "client"),
    ("现场无法进入", "client"),
    ("等待配件", "vendor"),
    ("等待第三方", "third_party"),
    ("人员调配", "vendor"),
    ("恶劣天气", "force_majeure"),
    ("等待停机窗口", "client"),
    ("已处理待甲方确认", "client"),
)
_REASON_WEIGHTS = (0.26, 0.17, 0.24, 0.14, 0.10, 0.02, 0.07, 0.0)
_AWAITING = len(_REASONS) - 1
_IS_VENDOR_S = np.array([who == "vendor" for _, who in _REASONS])
_PAUSED, _PAUSED_TWICE = 0.20, 0.12
_STILL_WAITING = 0.6
_LEAST = 40


def waits(answered: Array, end: Array, reopened: Array, rng: np.random.Generator) -> pl.DataFrame:
    """row, paused, resumed (minutes since 1970) and why (a place in the reasons), sorted by row and time.

    `answered`, `end` and `reopened` are minutes or NEVER: when each order is answered, and when it would end and be reopened if it
    never stood still. Waits lie between answer and end, one after the other; one that is reopened waits from its first solution, in
    the middle between answer and reopening, until then.
    """
    can_pause = (end < NEVER) & (end - answered >= _LEAST) & (reopened == NEVER)
    once = np.flatnonzero(can_pause & (rng.random(len(end)) < _PAUSED))
    twice = once[rng.random(len(once)) < _PAUSED_TWICE]
    stretches = [_stretch(once, answered, end, (0.05, 0.48), rng), _stretch(twice, answered, end, (0.55, 0.95), rng)]
    return pl.concat([*stretches, _awaited(answered, reopened)]).sort("row", "paused")


def _stretch(rows: Array, begin: Array, end: Array, inside: tuple[float, float], rng: np.random.Generator) -> pl.DataFrame:
    """A stretch of some orders' time, between those shares of it, at least a minute long."""
    length = (end - begin)[rows]
    at = rng.uniform(inside[0], inside[1] - 0.1, len(rows))
    until = at + (inside[1] - at) * rng.beta(1.2, 2.5, len(rows))
    paused = begin[rows] + (at * length).astype("int64")
    resumed = np.maximum(begin[rows] + (until * length).astype("int64"), paused + 1)
    why = rng.choice(len(_REASONS), len(rows), p=_REASON_WEIGHTS)
    return pl.DataFrame({"row": rows, "paused": paused, "resumed": resumed, "why": why.astype("int8")})


def _awaited(answered: Array, reopened: Array) -> pl.DataFrame:
    rows = np.flatnonzero((reopened < NEVER) & (reopened - answered >= 2))
    begin = answered[rows] + (reopened - answered)[rows] // 2
    return pl.DataFrame({"row": rows, "paused": begin, "resumed": reopened[rows], "why": np.full(len(rows), _AWAITING, "int8")})


def known_waits(waits: pl.DataFrame, is_open: Array, now: int, rng: np.random.Generator) -> pl.DataFrame:
    """The waits that have begun. Of orders that are open the last one often still goes on; what that pushes lies ahead anyway."""
    begun = waits.filter(pl.col("paused") <= now)
    is_last = begun["row"].is_last_distinct().to_numpy() & is_open[begun["row"].to_numpy()]
    goes_on = is_last & (begun["why"].to_numpy() != _AWAITING) & (rng.random(len(begun)) < _STILL_WAITING)
    return begun.with_columns(resumed=pl.Series(np.where(goes_on, NEVER, begun["resumed"].to_numpy())))


def is_vendor_s(why: Array) -> Array:
    """Whether the vendor itself is waited for: such waits stop no clock."""
    return _IS_VENDOR_S[why]


def reason(why: Array) -> pl.Series:
    return chosen([words for words, _ in _REASONS], why)


def responsible(why: Array) -> pl.Series:
    return chosen([who for _, who in _REASONS], why)
