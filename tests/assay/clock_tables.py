"""Tiny calendars, orders and pauses for the tests of the clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import polars as pl

from assay.clock import Book, Clock, Pair, compiled, of_orders, run, state

WEEKLY = {"calendar_id": pl.String, "effective_from": pl.Date, "weekday": pl.Int64, "opens": pl.String, "closes": pl.String}
EXCEPTIONS = {
    "calendar_id": pl.String, "day_on": pl.Date, "is_working": pl.Boolean, "as_weekday": pl.Int64, "name": pl.String,
}
FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
OFFICE = ("08:00-12:00", "13:00-18:00")
SHANGHAI, BERLIN = "Asia/Shanghai", "Europe/Berlin"
DONE = Clock("completion", "completed_at")
Stretch = tuple[str, str | None, str]
"""Paused, resumed, responsible."""


def weekly(
    hours: Iterable[str] = OFFICE, days: Iterable[int] = range(1, 6), since: date = FIRST, calendar: str = "C"
) -> pl.DataFrame:
    """One version: the same hours on each of those weekdays, written 08:00-12:00."""
    rows = [(calendar, since, day, *stretch.split("-")) for day in days for stretch in hours]
    return pl.DataFrame(rows, schema=WEEKLY, orient="row")


def exceptions(*rows: tuple[str, bool, int | None, str | None], calendar: str = "C") -> pl.DataFrame:
    """Days, whether they are worked, as which weekday, and their names."""
    listed = [(calendar, date.fromisoformat(day), is_working, as_, name) for day, is_working, as_, name in rows]
    return pl.DataFrame(listed, schema=EXCEPTIONS, orient="row")


def book(
    hours: pl.DataFrame | None = None, days: pl.DataFrame | None = None, pairs: Iterable[Pair] = (("C", SHANGHAI),)
) -> Book:
    """Office hours in Shanghai unless told otherwise."""
    return compiled(weekly() if hours is None else hours, exceptions() if days is None else days, pairs, FIRST, LAST)


def utc(text: str, zone: str = SHANGHAI) -> datetime:
    """A local moment, as in 2026-10-12 09:10, as naive UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)


def judged(
    of: Book,
    started: str,
    target: float | None = 120.0,
    stopped: str | None = None,
    cancelled: str | None = None,
    pauses: Iterable[Stretch] = (),
    as_of: str = "2027-01-01 00:00",
    pair: Pair = ("C", SHANGHAI),
) -> Mapping[str, object]:
    """One order's `minutes`, `running_minutes`, `deadline_at` (local) and `state`; all moments are local to the pair's zone."""
    zone = pair[1] or "UTC"
    moments = {
        "started_at": utc(started, zone),
        "completed_at": utc(stopped, zone) if stopped else None,
        "cancelled_at": utc(cancelled, zone) if cancelled else None,
    }
    order = pl.DataFrame(
        {"order_id": "O", "pair": of.code(pair), "completion_target_minutes": target} | moments,
        schema_overrides={"completion_target_minutes": pl.Float64} | dict.fromkeys(moments, pl.Datetime("us")),
    ).with_columns(ended_at=pl.min_horizontal("completed_at", "cancelled_at"))
    now = utc(as_of, zone)
    return _local(_run(order, paused(pauses, zone), of, now), zone)


def paused(stretches: Iterable[Stretch], zone: str = SHANGHAI, order_id: str = "O") -> pl.DataFrame:
    """Pauses of one order from local moments."""
    rows = [(order_id, who, utc(begin, zone), utc(end, zone) if end else None) for begin, end, who in stretches]
    schema = {
        "order_id": pl.String, "responsible": pl.String, "paused_at": pl.Datetime("us"), "resumed_at": pl.Datetime("us"),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _run(order: pl.DataFrame, pauses: pl.DataFrame, of: Book, now: datetime) -> Mapping[str, object]:
    found = order.hstack(run(order, of_orders(order, pauses, "order_id"), of, (DONE,), now))
    deadline, is_measurable = pl.col("completion_deadline_at"), pl.col("completion_is_measurable")
    word = state(deadline, is_measurable, pl.col("completed_at"), pl.col("cancelled_at"), now)
    return found.with_columns(completion_state=word).row(0, named=True)


def _local(row: Mapping[str, object], zone: str) -> Mapping[str, object]:
    deadline = row["completion_deadline_at"]
    assert deadline is None or isinstance(deadline, datetime)
    shown = deadline and f"{deadline.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
    named = ("minutes", "running_minutes", "state")
    return {name: row[f"completion_{name}"] for name in named} | {"deadline": shown}
