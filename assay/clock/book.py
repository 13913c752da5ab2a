"""The book of working time: how much of it has passed by a moment, and when a given amount has, for any number of calendars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

import numpy as np
import polars as pl

from assay.clock.hours import DAY, Array, Hours, hours
from assay.clock.ladder import TOP, Ladders, ladders
from assay.clock.zone import Offsets, in_utc, midnight, offsets

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)
Pair = tuple[str | None, str | None]
"""A calendar and the time zone that it is read in."""

MISSING = np.iinfo("int64").min
"""A moment or span that is not known; the same bits as NumPy's not-a-time."""
ROUND_THE_CLOCK = 0
_EVER, _NEVER = -(1 << 60), 1 << 62
_LAST = int(np.datetime64("9999-01-01", "us").astype("int64"))


@dataclass(frozen=True, slots=True)
class Book:
    """Working stretches in UTC of each pair; microseconds throughout.

    Codes: 0 is round the clock, 1 … are `pairs`, and one more stands for what is in no calendar. Stretches stand one pair after the
    other, each pair's ending in one that never begins: `starts`, and `before`, the working time of the pair before it. `ends` and
    `spent` find places by the end of a stretch, on the clock and in working time. A pair is covered from `since` to `until`.
    """

    pairs: tuple[tuple[str, str], ...]
    starts: Array
    before: Array
    ends: Ladders
    spent: Ladders
    since: Array
    until: Array
    calendars: Mapping[str, Hours]

    def worked(self, pair: Array, at: Array) -> Array:
        """Working time of each pair up to each moment; MISSING where that moment is not covered. Only differences mean anything."""
        place = self.ends.place(pair, at)
        worked = self.before[place] + np.maximum(at - self.starts[place], 0)
        return np.where((at >= self.since[pair]) & (at <= self.until[pair]), worked, MISSING)

    def reached(self, pair: Array, worked: Array) -> Array:
        """The earliest moment at which `worked` has passed; MISSING where that is not known or lies behind the last day."""
        place = self.spent.place(pair, worked)
        moment = self.starts[place] + (worked - self.before[place])
        return np.where((worked != MISSING) & (moment <= self.until[pair]), moment, MISSING)

    def code(self, pair: Pair) -> int:
        """The code of a pair; that of what is in no calendar for a pair that the book was not made for."""
        if pair[0] is None:
            return ROUND_THE_CLOCK
        return 1 + (self.pairs.index(pair) if pair in self.pairs else len(self.pairs))  # type: ignore[arg-type]

    def coded(self, rows: Frame) -> Frame:
        """The rows (calendar_id, time_zone) with the Int32 column `pair`."""
        schema = {"calendar_id": pl.String, "time_zone": pl.String, "pair": pl.Int32}
        known = pl.DataFrame([(*pair, self.code(pair)) for pair in self.pairs], schema=schema, orient="row")
        unknown = pl.lit(1 + len(self.pairs), pl.Int32)
        without = pl.col("calendar_id").is_null()
        code = pl.when(without).then(pl.lit(ROUND_THE_CLOCK, pl.Int32)).otherwise(pl.coalesce("pair", unknown))
        beside = known.lazy() if isinstance(rows, pl.LazyFrame) else known
        return rows.join(beside, on=["calendar_id", "time_zone"], how="left", maintain_order="left").with_columns(pair=code)

    def stretches(self, pair: int, begin: int, end: int) -> tuple[Array, Array]:
        """Starts and ends of a pair's stretches that lie between two moments at least in part, cut to them."""
        if pair == ROUND_THE_CLOCK:
            return np.array([begin]), np.array([end])
        first, last = self.ends.place(np.array([pair, pair]), np.array([begin + 1, end]))
        last += self.starts[last] < end
        starts, ends = self.starts[first:last], self.ends.bounds[first:last]
        return np.maximum(starts, begin), np.minimum(ends, end)


def compiled(calendars: pl.DataFrame, calendar_days: pl.DataFrame, pairs: Iterable[Pair], first: date, last: date) -> Book:
    """The book for those pairs, from `first` to `last` local days, both included.

    `calendars` and `calendar_days` are the tables of those names. A calendar is covered from the first day of its first version;
    one without any row, or read in no time zone, never is. Without a calendar it is round the clock, always.
    """
    known = tuple(sorted({(calendar, zone) for calendar, zone in pairs if calendar is not None and zone is not None}))
    of_calendars = {id_: _hours(calendars, calendar_days, id_, first, last) for id_ in sorted({calendar for calendar, _ in known})}
    of_zones = {zone: offsets(zone, first, last) for zone in sorted({zone for _, zone in known})}
    placed = [in_utc(of_calendars[id_].starts, of_calendars[id_].ends, of_zones[zone]) for id_, zone in known]
    spans = [_span(of_calendars[id_], of_zones[zone], first, last) for id_, zone in known]
    spent = [np.cumsum(ends - starts) for starts, ends in placed]
    nothing = np.zeros(0, "int64")
    return Book(
        known,
        np.concatenate([[_EVER], *(np.append(starts, _NEVER) for starts, _ in placed), [_NEVER]]),
        np.concatenate([[_EVER], *(np.append(0, passed) for passed in spent), [0]]),
        ladders([nothing, *(ends for _, ends in placed), nothing], DAY),
        ladders([nothing, *spent, nothing], DAY // 4),
        np.array([_EVER, *(since for since, _ in spans), TOP]),
        np.array([_LAST, *(until for _, until in spans), MISSING]),
        of_calendars,
    )


def _hours(calendars: pl.DataFrame, calendar_days: pl.DataFrame, id_: str, first: date, last: date) -> Hours:
    return hours(calendars.filter(calendar_id=id_), calendar_days.filter(calendar_id=id_), first, last)


def _span(of: Hours, zone: Offsets, first: date, last: date) -> tuple[int, int]:
    """From when to when a calendar is covered in a zone."""
    if not of.versions:
        return TOP, MISSING
    return midnight(max(first, of.versions[0]), zone), midnight(last + timedelta(days=1), zone)
