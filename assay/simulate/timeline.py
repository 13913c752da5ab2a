"""The days that a simulated company lives through: months, holidays, seasons, and moments in three time zones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import chinese_calendar
import numpy as np
import polars as pl

Array = np.ndarray[Any, Any]

FULL_MONTHS = 36
ZONES = ("Asia/Shanghai", "Asia/Singapore", "Europe/Berlin")
_EAST_8 = 8 * 60
_QUIET = ("Spring Festival", "National Day")
_SUMMER_WINTER = {1: 1.0, 2: 0.5, 6: 0.5, 7: 1.0, 8: 1.0, 9: 0.3, 12: 0.8}


@dataclass(frozen=True, slots=True)
class Timeline:
    """Local days from the first full month to the day before `as_of`, each with its month (0 is the first), weekday and season.

    `days` are datetime64[D]; `month` counts from 0; `weekday` is 0 on Monday; `season` is the load on heating and cooling, 0 to 1.
    """

    as_of: datetime
    days: Array
    month: Array
    weekday: Array
    is_off: Array
    is_quiet: Array
    season: Array

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month, the running one last."""
        first = self.days[0].astype("datetime64[M]")
        return tuple((first + np.arange(int(self.month[-1]) + 1)).astype("datetime64[D]").astype(object))

    @property
    def now(self) -> int:
        """`as_of` in minutes since 1970, UTC."""
        return int(np.datetime64(self.as_of, "m").astype("int64"))

    @property
    def start(self) -> int:
        """The first day in days since 1970."""
        return int(self.days[0].astype("int64"))

    @property
    def today(self) -> int:
        """The day of `as_of`, counted from the first day."""
        return len(self.days)


def timeline(as_of: datetime) -> Timeline:
    """The axis of 36 full months and the running one. Raises ValueError where the Chinese calendar does not reach."""
    this_month = np.datetime64(as_of, "M")
    days = np.arange((this_month - FULL_MONTHS).astype("datetime64[D]"), np.datetime64(as_of, "D"))
    if len(days) and days[-1].astype(object).year > max(chinese_calendar.holidays).year:
        raise ValueError(f"public holidays are known to the end of {max(chinese_calendar.holidays).year}, not for {as_of:%Y-%m-%d}")
    listed: list[date] = days.astype(object).tolist()
    month = (days.astype("datetime64[M]") - days[0].astype("datetime64[M]")).astype("int64")
    return Timeline(
        as_of,
        days,
        month,
        (days.astype("int64") + 3) % 7,
        np.array([chinese_calendar.is_holiday(day) for day in listed]),
        np.array([chinese_calendar.holidays.get(day) in _QUIET for day in listed]),
        np.array([_SUMMER_WINTER.get(day.month, 0.0) for day in listed]),
    )


def exceptions(timeline: Timeline) -> list[tuple[date, str, bool]]:
    """Days that differ from their weekday: (day, the package's English name, whether it is worked), to the end of the last year."""
    first, last = timeline.days[0].astype(object), date(timeline.as_of.year, 12, 31)
    every = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    off = [(day, chinese_calendar.holidays[day], False) for day in every if day in chinese_calendar.holidays]
    worked = [(day, chinese_calendar.workdays[day], True) for day in every if day in chinese_calendar.workdays]
    return sorted(off + worked)


def to_utc(local: Array, zone: Array) -> Array:
    """Local minutes since 1970 as UTC; `zone` indexes ZONES. An hour skipped in spring moves on, a repeated one is the first."""
    utc = local - _EAST_8
    berlin = zone == ZONES.index("Europe/Berlin")
    if berlin.any():
        utc[berlin] = _berlin_to_utc(local[berlin])
    return utc


def _berlin_to_utc(local: Array) -> Array:
    naive = pl.Series(local.astype("datetime64[m]").astype("datetime64[us]"))
    placed = _placed(naive)
    return placed.fill_null(_placed(naive.dt.offset_by("1h"))).to_numpy().astype("datetime64[m]").astype("int64")


def _placed(naive: pl.Series) -> pl.Series:
    zoned = naive.dt.replace_time_zone("Europe/Berlin", ambiguous="earliest", non_existent="null")
    return zoned.dt.convert_time_zone("UTC").dt.replace_time_zone(None)


def moments(minutes: Array, known: Array | None = None) -> pl.Series:
    """Minutes since 1970 as naive UTC moments; null where not `known`."""
    series = pl.Series(minutes.astype("datetime64[m]").astype("datetime64[us]"), dtype=pl.Datetime("us"))
    return series if known is None else series.set(pl.Series(~known), None)


def dates(days: Array, known: Array | None = None) -> pl.Series:
    """Days since 1970 as dates; null where not `known`."""
    series = pl.Series(days.astype("int32")).cast(pl.Date)
    return series if known is None else series.set(pl.Series(~known), None)


def chosen(words: list[str] | tuple[str, ...], codes: Array, known: Array | None = None) -> pl.Series:
    """The words at those places; null where not `known`."""
    series = pl.Series(list(words), dtype=pl.String).gather(pl.Series(np.where(codes < 0, 0, codes)))
    return series if known is None else series.set(pl.Series(~known), None)


def numbered(prefix: str, numbers: Array) -> pl.Series:
    """Ids such as WO-00000017."""
    return pl.select(pl.concat_str(pl.lit(f"{prefix}-"), pl.Series(numbers).cast(pl.String).str.zfill(8))).to_series()


def stream(seed: int, name: str) -> np.random.Generator:
    """A generator of its own for each table, so that one more table does not change the others."""
    return np.random.default_rng([seed, *name.encode()])
