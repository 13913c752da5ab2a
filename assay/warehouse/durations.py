"""How long orders waited to be answered or completed, those that still wait included, counted by working minutes.

An order requested in the period is done (its clock stopped), waits (its clock runs at the moment that the data reach), or was
cancelled, whichever came first. Orders are grouped inside the database, in one scan. Only cancelled ones leave it: what their
clocks had run to is not stored, so it is counted here, by the clock that the load uses.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import inf
from typing import TypeVar

import narwhals as nw
import polars as pl

from assay.cells import FrameOf, Where, narrowed
from assay.clock import Book, Clock, compiled, of_orders, run
from assay.clock.reopened import PAUSE, awaited
from assay.contracts import contract
from assay.kpis import Grain
from assay.scope import Scope
from assay.warehouse.orders_clock import ClockName
from assay.warehouse.read import Warehouse, as_of, frames

COARSER = ((480.0, 1.0), (2880.0, 5.0), (20160.0, 30.0), (inf, 1440.0))
"""Up to how many minutes ticks are how long: a minute up to 8 hours, then 5 up to 2 days, 30 up to 2 weeks, a day beyond. From 100
minutes to two weeks a tick is at most about one per cent of the time, beyond that at most seven."""
ENDED = ("events", "cancelled", "censored")
Frame = TypeVar("Frame", nw.LazyFrame, nw.DataFrame)
_EPOCH, _MARGIN = datetime(1970, 1, 3), timedelta(days=2)
_CANCELLED = Clock("wait", "cancelled_at")
_TIMES = ("order_id", "agreement_id", "site_id", "requested_at", "completed_at", "reopened_at", "cancelled_at")


def durations(
    warehouse: Warehouse,
    scope: Scope,
    where: Where,
    clock: ClockName,
    service: str | None = None,
    by: Sequence[str] = ("vendor_id",),
    grain: Grain = "month",
    ends: Sequence[float] = (),
    exact_at: Sequence[float] = (),
) -> pl.DataFrame:
    """Orders requested in the periods of `where` (labels of `grain`; none means all), sorted by *by and minutes.

    Columns: *by, `minutes` (Float64, the end of the tick: a time in it is rounded up, one under a minute to 1), `events` (done),
    `cancelled`, `censored` (waiting), `unknown` (Int64), `spent` (Float64, the sum of the exact minutes). Orders whose time is not
    known stand in rows without minutes: no calendar covers them, or they were completed and nobody wrote down when they were
    answered. Ticks are those of `COARSER`, cut besides at `exact_at`, so that the share done within such a time is exact; or, where
    `ends` are given, the bands that these end and one beyond (minutes ∞). Raises ValueError for what is no dimension of orders.
    """
    _refuse_what_is_no_dimension(by)
    frame_of = frames(warehouse)
    rows = _asked(frame_of, scope, where, service, grain)
    stopped, runs = nw.col(f"{clock}_minutes"), nw.col(f"{clock}_running_minutes")
    is_cancelled = _is_cancelled(clock)
    told = rows.filter(~is_cancelled).select(*by, spent=nw.coalesce(stopped, runs), events=stopped, censored=runs)
    called_off = _called_off(frame_of, scope, rows.filter(is_cancelled), by, as_of(warehouse) or _EPOCH)
    minutes = _band(ends) if ends else _tick(exact_at)
    parts = (_grouped(told, by, minutes).to_native().pl(), _grouped(nw.from_native(called_off), by, minutes).to_native())
    return _added(parts, by)


def _refuse_what_is_no_dimension(by: Sequence[str]) -> None:
    offered = [column.name for column in contract("orders").columns if column.is_dimension]
    wrong = [name for name in by if name not in offered]
    if wrong:
        raise ValueError(f"orders do not offer {', '.join(wrong)}; they offer {', '.join(offered)}")


def _asked(frame_of: FrameOf, scope: Scope, where: Where, service: str | None, grain: Grain) -> nw.LazyFrame:
    """The orders of the scope and the view that were requested in its periods."""
    rows = narrowed(scope.filter(frame_of("orders")), where)
    if service is not None:
        rows = rows.filter(nw.col("service") == service)
    if not where.periods:
        return rows
    days = frame_of("days").filter(nw.col(grain).is_in(list(where.periods))).select("day_on")
    return rows.join(days, left_on="requested_on", right_on="day_on", how="inner")


def _is_cancelled(clock: ClockName) -> nw.Expr:
    """The order was cancelled before its clock stopped, and before it was completed for good."""
    completed = nw.when(~nw.col("completed_on").is_null()).then(nw.col("completed_at"))
    stopped = nw.coalesce(nw.col("responded_at"), completed) if clock == "response" else completed
    cancelled = nw.col("cancelled_at")
    return ~cancelled.is_null() & (stopped.is_null() | (cancelled < stopped).fill_null(False))


def _grouped(told: Frame, by: Sequence[str], minutes: nw.Expr) -> Frame:
    """By tick: how many ended in which way (those with a value in that column of `ENDED`), `orders` in all, the sum `spent`."""
    present = [name for name in ENDED if name in told.collect_schema().names()]
    counted = (nw.col(name).count().cast(nw.Int64) for name in present)
    keyed = told.with_columns(minutes=minutes).group_by(*by, "minutes")
    return keyed.agg(*counted, orders=nw.len().cast(nw.Int64), spent=nw.col("spent").sum().cast(nw.Float64))


def _tick(exact_at: Sequence[float]) -> nw.Expr:
    """The end of the tick in which a time falls; null where it is not known."""
    spent = nw.col("spent")
    found = nw.when(spent <= 1.0).then(nw.lit(1.0))
    for until, length in COARSER:
        found = found.when(spent <= until).then((spent / length).ceil() * length)
    tick = found.otherwise(nw.lit(None, nw.Float64))
    for mark in sorted(exact_at, reverse=True):
        tick = nw.when((spent <= mark) & (tick > mark)).then(nw.lit(float(mark))).otherwise(tick)
    return tick


def _band(ends: Sequence[float]) -> nw.Expr:
    first, *others = (*sorted(ends), inf)
    found = nw.when(nw.col("spent") <= first).then(nw.lit(float(first)))
    for end in others:
        found = found.when(nw.col("spent") <= end).then(nw.lit(float(end)))
    return found.otherwise(nw.lit(None, nw.Float64))


def _called_off(frame_of: FrameOf, scope: Scope, rows: nw.LazyFrame, by: Sequence[str], at: datetime) -> pl.DataFrame:
    """*by, and of each cancelled order what its clock had run to between the request and the cancellation."""
    orders = _with_calendar(rows.select(*dict.fromkeys((*by, *_TIMES))).to_native().pl(), frame_of)
    pauses = _pauses(frame_of, scope, rows, orders)
    nothing_agreed = pl.lit(None, pl.Float64).alias(_CANCELLED.target)
    asked = orders.with_columns(nothing_agreed, started_at="requested_at", ended_at="cancelled_at")
    book = _book(frame_of, orders)
    found = run(book.coded(asked), of_orders(asked, pauses, "order_id"), book, (_CANCELLED,), at)
    return asked.select(*by, spent=found["wait_minutes"], cancelled=found["wait_minutes"])


def _with_calendar(orders: pl.DataFrame, frame_of: FrameOf) -> pl.DataFrame:
    """With the calendar of the agreement of each order and the time zone of its site."""
    calendars = frame_of("agreements").select("agreement_id", "calendar_id").to_native().pl()
    zones = frame_of("sites").select("site_id", "time_zone").to_native().pl()
    return (
        orders.join(calendars, on="agreement_id", how="left", maintain_order="left")
        .join(zones, on="site_id", how="left", maintain_order="left")
    )


def _pauses(frame_of: FrameOf, scope: Scope, rows: nw.LazyFrame, orders: pl.DataFrame) -> pl.DataFrame:
    """The pauses of the cancelled orders, and their time from a completion that did not last to the reopening."""
    recorded = scope.filter(frame_of("pauses")).select("order_id", *PAUSE)
    own = recorded.join(rows.select("order_id"), on="order_id", how="inner").to_native().pl()
    return pl.concat([own, awaited(orders, "order_id")], how="vertical_relaxed")


def _book(frame_of: FrameOf, orders: pl.DataFrame) -> Book:
    """Working time of the calendars of these orders, from the first request to the last cancellation."""
    hours, days = (frame_of(table).to_native().pl() for table in ("calendars", "calendar_days"))
    first, last = orders["requested_at"].min() or _EPOCH, orders["cancelled_at"].max() or _EPOCH
    pairs = orders.select("calendar_id", "time_zone").unique().iter_rows()
    return compiled(hours, days, pairs, (first - _MARGIN).date(), (last + _MARGIN).date())


def _added(parts: Sequence[pl.DataFrame], by: Sequence[str]) -> pl.DataFrame:
    """Several groupings as one. What ended in no known way is unknown."""
    return (
        pl.concat(parts, how="diagonal")
        .group_by(*by, "minutes")
        .agg(pl.col(*ENDED, "orders", "spent").sum())
        .with_columns(unknown=pl.col("orders") - pl.sum_horizontal(ENDED))
        .select(*by, "minutes", *ENDED, "unknown", "spent")
        .sort(*by, "minutes", nulls_last=True)
    )
