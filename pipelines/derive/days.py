"""The days that carry the periods: every date that a figure can fall on, with its week, month and quarter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import polars as pl

A_YEAR = timedelta(days=365)
HORIZON = timedelta(days=5 * 365)
"""How far ahead of `as_of` days are made. Many systems write 9999-12-31 for "never"; that must not become three million days."""


def periods(dated: Iterable[pl.LazyFrame], calendar_days: pl.LazyFrame, as_of_on: date) -> pl.LazyFrame:
    """The columns of `days`: one row a date from the earliest to the latest date in any column of `dated`.

    At least the year up to `as_of_on`, at most `HORIZON` beyond it.
    """
    first, last = _span(dated, as_of_on)
    day = pl.col("day_on")
    return (
        pl.LazyFrame({"day_on": pl.date_range(first, last, "1d", eager=True)})
        .with_columns(
            day=day.dt.strftime("%Y-%m-%d"),
            # ISO weeks belong to ISO years: 2027-01-01 lies in 2026-W53.
            week=day.dt.strftime("%G-W%V"),
            month=day.dt.strftime("%Y-%m"),
            quarter=pl.format("{}-Q{}", day.dt.year(), day.dt.quarter()),
        )
        .join(_exceptions(calendar_days), on="day_on", how="left", maintain_order="left")
        .with_columns(pl.col("is_holiday", "is_makeup_workday").fill_null(False))
    )


def _span(dated: Iterable[pl.LazyFrame], as_of_on: date) -> tuple[date, date]:
    ends = [frame.select(first=pl.min_horizontal(pl.all().min()), last=pl.max_horizontal(pl.all().max())) for frame in dated]
    found = pl.concat(ends).collect()
    first = min(as_of_on - A_YEAR, found["first"].min() or as_of_on)
    last = max(as_of_on, found["last"].max() or as_of_on)
    return first, min(last, as_of_on + HORIZON)


def _exceptions(calendar_days: pl.LazyFrame) -> pl.LazyFrame:
    """day_on, is_holiday, is_makeup_workday. Worked in any calendar goes before off in any; a nameless day off is no holiday."""
    is_off = ~pl.col("is_working") & pl.col("name").is_not_null()
    is_worked = pl.col("is_working").any()
    return calendar_days.group_by("day_on").agg(is_holiday=is_off.any() & ~is_worked, is_makeup_workday=is_worked)
