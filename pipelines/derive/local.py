"""Local dates: the day on which a moment falls at the row's site."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

_INSTANT = pl.duration(microseconds=1)


def local_date(moment: pl.Expr, zones: Sequence[str]) -> pl.Expr:
    """The date of a UTC moment in the zone that the row's `time_zone` names; null for a zone that is not among `zones`."""
    in_utc = moment.dt.replace_time_zone("UTC")
    in_zones = [pl.when(pl.col("time_zone") == zone).then(in_utc.dt.convert_time_zone(zone).dt.date()) for zone in zones]
    return pl.coalesce(*in_zones, pl.lit(None, dtype=pl.Date))


def last_day_before(moment: pl.Expr, zones: Sequence[str]) -> pl.Expr:
    """The local date just before a moment: what happens at 24:00 of a day still belongs to that day.

    So `moment <= 24:00 of day` reads `last_day_before(moment) <= day`, without asking when a day ends in UTC, which a zone that
    moves its clocks at midnight does not answer.
    """
    return local_date(moment - _INSTANT, zones)


def month_first(day: pl.Expr) -> pl.Expr:
    return day.dt.month_start()
