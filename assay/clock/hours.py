"""A calendar's working hours on the local clock: the weekly hours of the version valid on each day, exceptions first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

Array = np.ndarray[Any, Any]

MINUTE = 60_000_000
"""Microseconds: the unit of every moment and span in this package. Time is never a floating-point number."""
DAY = 1440 * MINUTE


@dataclass(frozen=True, slots=True)
class Hours:
    """Local working stretches of one calendar, in microseconds since 1970 local time: sorted, disjoint, none empty, none touching.

    `versions` are the first days of its versions; a day before the first is not covered. `names` are those of its days off.
    """

    starts: Array
    ends: Array
    versions: tuple[date, ...]
    names: dict[date, str]


def hours(calendars: pl.DataFrame, exceptions: pl.DataFrame, first: date, last: date) -> Hours:
    """The hours of one calendar from `first` to `last`, both included.

    `calendars` and `exceptions` are that calendar's rows of the tables `calendars` and `calendar_days`. Overlapping stretches of a
    day count once. Polars' InvalidOperationError for a time of day that is not HH:MM.
    """
    weekly = calendars.select("effective_from", "weekday", opens=_minutes("opens"), closes=_minutes("closes"))
    versions = weekly["effective_from"].unique().sort()
    stretches = (
        _days(exceptions, first, last)
        .sort("day_on")
        .join_asof(versions.to_frame().with_columns(version="effective_from"), left_on="day_on", right_on="effective_from")
        .join(weekly, left_on=["version", "weekday"], right_on=["effective_from", "weekday"], how="inner")
        .filter(pl.col("opens") < pl.col("closes"))
        .with_columns(midnight=pl.col("day_on").cast(pl.Int64) * DAY)
        .select(start=pl.col("midnight") + pl.col("opens") * MINUTE, end=pl.col("midnight") + pl.col("closes") * MINUTE)
        .sort("start")
    )
    starts, ends = joined(stretches["start"].to_numpy(), stretches["end"].to_numpy())
    return Hours(starts, ends, tuple(versions), _names(exceptions))


def _minutes(column: str) -> pl.Expr:
    """08:30 as 510; 24:00 is the end of the day."""
    parts = pl.col(column).str.splitn(":", 2)
    return parts.struct[0].cast(pl.Int64) * 60 + parts.struct[1].cast(pl.Int64)


def _days(exceptions: pl.DataFrame, first: date, last: date) -> pl.DataFrame:
    """day_on and the weekday whose hours are worked on it; null on a day off."""
    said = exceptions.select("day_on", "is_working", "as_weekday")
    own = pl.col("day_on").dt.weekday().cast(pl.Int64)
    worked = pl.when("is_working").then(pl.coalesce("as_weekday", own))
    return (
        pl.DataFrame({"day_on": pl.date_range(first, last, eager=True)})
        .join(said, on="day_on", how="left")
        .select("day_on", weekday=pl.when(pl.col("is_working").is_null()).then(own).otherwise(worked))
    )


def _names(exceptions: pl.DataFrame) -> dict[date, str]:
    named = exceptions.filter(~pl.col("is_working") & pl.col("name").is_not_null())
    return dict(named.select("day_on", "name").iter_rows())


def joined(starts: Array, ends: Array) -> tuple[Array, Array]:
    """Stretches, sorted by their starts, with those that overlap or touch made one."""
    if not len(starts):
        return starts.astype("int64"), ends.astype("int64")
    reach = np.maximum.accumulate(ends)
    is_first = np.append(True, starts[1:] > reach[:-1])
    return starts[is_first], reach[np.append(is_first[1:], True)]
