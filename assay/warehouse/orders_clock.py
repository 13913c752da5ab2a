"""One clock of an order as of the load, as expressions: does it run, in what state, how much time is left, how old is the order.

What the clock has used so far stands in the row: it was counted when the warehouse was built, up to the moment that the data reach.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

import narwhals as nw

ClockName = Literal["completion", "response"]
Band = Literal["late_day", "late", "hour", "hours", "day", "more", "paused", "untimed"]
Age = Literal["day", "days", "week", "month", "older"]

CLOCKS: Mapping[ClockName, str] = {"completion": "completed_on", "response": "responded_at"}
"""Each clock with the column that is filled once it has stopped for good."""
BANDS: tuple[Band, ...] = ("late_day", "late", "hour", "hours", "day", "more", "paused", "untimed")
"""How much working time is left, the most urgent first: over by more than 24 hours, over, under 1, 4, 24 hours left, more; paused,
so without a deadline; nothing agreed."""
LATE: tuple[Band, ...] = ("late_day", "late")
SOON: tuple[Band, ...] = ("hour", "hours")
AGES: tuple[Age, ...] = ("day", "days", "week", "month", "older")
"""How long ago an order was requested: under 1, 3, 7, 30 days, longer."""
PAUSED = "paused"
"""The state of a clock that is not yet due and has no deadline, because it stands still."""
_DAY, _HOURS, _HOUR = 1440.0, 240.0, 60.0
_OLDEST: Mapping[Age, int] = {"day": 1, "days": 3, "week": 7, "month": 30}


def runs(clock: ClockName) -> nw.Expr:
    """The order is open, and what the clock waits for has not happened. An order that was opened again is open."""
    return nw.col("cancelled_at").is_null() & nw.col("completed_on").is_null() & nw.col(CLOCKS[clock]).is_null()


def state(clock: ClockName) -> nw.Expr:
    """The state as a word of the contract, or `PAUSED`."""
    named = nw.col(f"{clock}_state")
    waits = (named == "not_yet_due") & nw.col(f"{clock}_deadline_at").is_null()
    return nw.when(waits).then(nw.lit(PAUSED)).otherwise(named)


def used(clock: ClockName) -> nw.Expr:
    """Working minutes from the start to the stop, or so far."""
    return nw.coalesce(nw.col(f"{clock}_minutes"), nw.col(f"{clock}_running_minutes"))


def left(clock: ClockName) -> nw.Expr:
    """Working minutes left of the agreed time; below zero where more was used; null where nothing was agreed."""
    return nw.col(f"{clock}_target_minutes") - used(clock)


def band(clock: ClockName) -> nw.Expr:
    """The band of `BANDS` of a clock that runs."""
    named, remaining = state(clock), left(clock)
    over, due = named == "open_past_deadline", named == "not_yet_due"
    return (
        nw.when(over & (remaining < -_DAY)).then(nw.lit("late_day"))
        .when(over).then(nw.lit("late"))
        .when(named == PAUSED).then(nw.lit("paused"))
        .when(due & (remaining < _HOUR)).then(nw.lit("hour"))
        .when(due & (remaining < _HOURS)).then(nw.lit("hours"))
        .when(due & (remaining < _DAY)).then(nw.lit("day"))
        .when(due).then(nw.lit("more"))
        .otherwise(nw.lit("untimed"))
    )


def age(at: datetime) -> nw.Expr:
    """The age of `AGES` at that moment."""
    (first, days), *others = _OLDEST.items()
    found = nw.when(_younger(at, days)).then(nw.lit(first))
    for name, days in others:
        found = found.when(_younger(at, days)).then(nw.lit(name))
    return found.otherwise(nw.lit("older"))


def _younger(at: datetime, days: int) -> nw.Expr:
    return nw.col("requested_at") > nw.lit(at - timedelta(days=days))
