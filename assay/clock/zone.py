"""How far a time zone's wall clocks are ahead of UTC, and when that changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import polars as pl

from assay.clock.hours import DAY, Array, joined

_HOUR, _SECOND = timedelta(hours=1), timedelta(seconds=1)
_MARGIN = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Offsets:
    """Spans of UTC, from each of `since` to the next, in which wall clocks are `ahead` by the same microseconds."""

    since: Array
    ahead: Array

    @property
    def until(self) -> Array:
        return np.append(self.since[1:], np.iinfo("int64").max // 2)


def offsets(zone: str, first: date, last: date) -> Offsets:
    """The offsets of a zone around those days, exact to the second. Polars' ComputeError for a zone that it does not know."""
    begin, end = (datetime(day.year, day.month, day.day) for day in (first, last))
    utc, ahead = _sampled(zone, begin - _MARGIN, end + _MARGIN, _HOUR)
    changes = np.flatnonzero(np.diff(ahead))
    exact = [_changed(zone, utc[place].astype(datetime)) for place in changes]
    return Offsets(np.array([utc[0].astype("int64"), *exact]), ahead[np.append(0, changes + 1)])


def _sampled(zone: str, begin: datetime, end: datetime, step: timedelta) -> tuple[Array, Array]:
    utc = pl.datetime_range(begin, end, step, time_unit="us", eager=True)
    wall = utc.dt.replace_time_zone("UTC").dt.convert_time_zone(zone).dt.replace_time_zone(None)
    return utc.to_numpy(), (wall.cast(pl.Int64) - utc.cast(pl.Int64)).to_numpy()


def _changed(zone: str, hour: datetime) -> int:
    """The second in the hour after `hour` from which on the clocks are other."""
    utc, ahead = _sampled(zone, hour, hour + _HOUR, _SECOND)
    return int(utc[np.flatnonzero(np.diff(ahead))[0] + 1].astype("int64"))


def in_utc(starts: Array, ends: Array, of: Offsets) -> tuple[Array, Array]:
    """Local stretches as the UTC in which wall clocks show them.

    A moment is in if its wall time is: so an hour that the clocks skip is nobody's, and one that they show twice is worked twice.
    """
    parts = [_shifted(starts, ends, *span) for span in zip(of.since, of.until, of.ahead, strict=True)]
    return joined(*(np.concatenate(side) for side in zip(*parts, strict=True)))


def _shifted(starts: Array, ends: Array, since: int, until: int, ahead: int) -> tuple[Array, Array]:
    begin, end = np.maximum(starts - ahead, since), np.minimum(ends - ahead, until)
    is_left = begin < end
    return begin[is_left], end[is_left]


def midnight(day: date, of: Offsets) -> int:
    """The first UTC moment whose wall time is at or after 00:00 of the day."""
    local = (day - date(1970, 1, 1)).days * DAY
    begin = np.maximum(local - of.ahead, of.since)
    return int(begin[begin < of.until].min())
