"""Clocks of the rows of a table: their times, deadlines and states under the calendars that their agreements name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import product

import polars as pl

from assay.clock import Book, Clock, compiled, of_orders, run, state
from assay.contracts.vocabulary import STATES
from pipelines.derive.days import HORIZON
from pipelines.derive.local import local_date

STARTS: Mapping[str, str] = {"orders": "requested_at", "complaints": "received_at"}
"""The tables with clocks, and what starts those."""
_A_DAY = timedelta(days=1)
_STATE = pl.Enum(tuple(STATES))


def working_time(frames: Mapping[str, pl.LazyFrame], as_of: datetime) -> Book:
    """The book of the calendars that agreements name, in the zones of all sites, from the first clock to well after `as_of`."""
    named = frames["agreements"].select(pl.col("calendar_id").drop_nulls().unique().sort()).collect().to_series()
    zones = frames["sites"].select(pl.col("time_zone").drop_nulls().unique().sort()).collect().to_series()
    calendars, exceptions = (frames[name].collect() for name in ("calendars", "calendar_days"))
    return compiled(calendars, exceptions, product(named, zones), _first(frames, as_of), as_of.date() + HORIZON)


def _first(frames: Mapping[str, pl.LazyFrame], as_of: datetime) -> date:
    """The day before the first clock started: nowhere was it earlier."""
    starts = [frames[table].select(pl.col(start).min().alias("start")) for table, start in STARTS.items()]
    first: datetime | None = pl.concat(starts).collect()["start"].min()  # type: ignore[assignment]
    return min(first or as_of, as_of).date() - _A_DAY


def with_clocks(
    rows: pl.LazyFrame, pauses: pl.LazyFrame, clocks: Sequence[Clock], key: str, book: Book, zones: Sequence[str], as_of: datetime
) -> pl.DataFrame:
    """The rows with `_minutes`, `_running_minutes`, `_log_minutes`, `_deadline_at`, `_deadline_on` and `_state` of each clock.

    `rows`: the key, calendar_id, time_zone, started_at, ended_at, cancelled_at, and of each clock its target and what stops it.
    `pauses`: the key, responsible, paused_at, resumed_at. The plan of the rows is carried out here, for clocks are computed on
    arrays; from then on columns are only added, so that what ten million orders take is held once. Zones and states are Enums,
    which take a byte a row where a text takes sixteen.
    """
    zone = pl.col("time_zone").cast(pl.Enum(zones), strict=False)
    frame = book.coded(rows).drop("calendar_id").with_columns(zone).collect()
    found = run(frame, of_orders(frame, pauses.collect(), key), book, clocks, as_of)
    whole = frame.drop("started_at", "pair").hstack(found)
    return whole.hstack(whole.lazy().select(_judged(clocks, zones, as_of)).collect().rechunk())


def _judged(clocks: Sequence[Clock], zones: Sequence[str], as_of: datetime) -> Iterator[pl.Expr]:
    """What follows from times and deadlines."""
    for clock in clocks:
        yield _log_minutes(pl.col(f"{clock.name}_minutes")).alias(f"{clock.name}_log_minutes")
        yield local_date(pl.col(f"{clock.name}_deadline_at"), zones).alias(f"{clock.name}_deadline_on")
        yield _state(clock, as_of).alias(f"{clock.name}_state")


def _log_minutes(minutes: pl.Expr) -> pl.Expr:
    """ln(max(minutes, 1)): an answer within the first minute counts as one minute, for the logarithm of 0 is none."""
    return minutes.clip(lower_bound=1.0).log()


def _state(clock: Clock, as_of: datetime) -> pl.Expr:
    deadline, is_measurable = pl.col(f"{clock.name}_deadline_at"), pl.col(f"{clock.name}_is_measurable")
    return state(deadline, is_measurable, pl.col(clock.stopped_at), pl.col("cancelled_at"), as_of).cast(_STATE)
