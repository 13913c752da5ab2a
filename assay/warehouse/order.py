"""Everything about one order: its row, its clocks told event by event, what was agreed, what came of it, and where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import narwhals as nw
import polars as pl

from assay.checks import ROW
from assay.clock import Clock, compiled
from assay.clock.trace import Trace, trace
from assay.contracts import contract
from assay.scope import Scope
from assay.warehouse.orders import HIDDEN
from assay.warehouse.read import Warehouse, as_of, frames

CLOCKS = (Clock("response", "responded_at"), Clock("completion", "completed_at"))
KPIS = ("response_on_time", "completion_on_time", "completion_rate", "clearance_rate", "repeat_rate")
"""The KPIs of which an agreement may state a level for an order."""
_FILE = "source_file_id"
_LINKED = ("order_id", "requested_at", "completed_at", "cancelled_at", "category", "completion_state")
_TOLD_BY = (
    "order_id", "requested_at", "responded_at", "completed_at", "reopened_at", "cancelled_at", *(clock.target for clock in CLOCKS),
)
_MARGIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Order:
    """One order. `row` is its row of `orders`; moments are UTC, `time_zone` is that of its site.

    `traces` tell its clocks, in local time. `pauses`, `surveys`, `complaints` are its rows there, without personal columns
    unless the scope sees them. `levels` of the agreement about it: level_id, kpi, priority, clock_minutes, target. `repeats`
    is the order that this one had to repeat, `repeated_by` are those that had to repeat it. `file`: name, sheet and source_row.
    """

    row: Mapping[str, object]
    time_zone: str
    traces: tuple[Trace, ...]
    pauses: pl.DataFrame
    agreement: Mapping[str, object] | None
    levels: pl.DataFrame
    surveys: pl.DataFrame
    complaints: pl.DataFrame
    repeats: pl.DataFrame
    repeated_by: pl.DataFrame
    file: Mapping[str, object] | None


def one(warehouse: Warehouse, order_id: str, scope: Scope) -> Order | None:
    """The order of that id; None where there is none in scope."""
    found = _own(warehouse, "orders", scope, nw.col("order_id") == order_id, hidden=HIDDEN)
    if found.is_empty():
        return None
    row = found.row(0, named=True)
    is_its = nw.col("order_id") == order_id
    pauses, surveys, complaints = (_own(warehouse, table, scope, is_its) for table in ("pauses", "surveys", "complaints"))
    zone = _single(warehouse, "sites", nw.col("site_id") == row["site_id"])
    agreement = _single(warehouse, "agreements", nw.col("agreement_id") == row["agreement_id"]) if row["agreement_id"] else None
    time_zone = str(zone["time_zone"]) if zone else "UTC"
    return Order(
        row,
        time_zone,
        _traces(warehouse, found, pauses, agreement, time_zone),
        pauses,
        agreement,
        _levels(warehouse, row),
        surveys,
        complaints,
        _linked(warehouse, scope, nw.col("order_id") == (row["recall_of"] or "")),
        _linked(warehouse, scope, nw.col("recall_of") == order_id),
        _file(warehouse, row),
    )


def _own(warehouse: Warehouse, table: str, scope: Scope, which: nw.Expr, hidden: tuple[str, ...] = ()) -> pl.DataFrame:
    declared = contract(table)
    unseen = () if scope.sees_comments else tuple(column.name for column in declared.columns if column.is_personal)
    names = [column.name for column in declared.columns if column.name not in (*unseen, *hidden)]
    rows = scope.filter(frames(warehouse)(table)).filter(which).select(*names, _FILE, ROW)
    return rows.to_native().pl().sort(*declared.key)


def _single(warehouse: Warehouse, table: str, which: nw.Expr) -> Mapping[str, object] | None:
    """A row that the order names: the scope that shows the order shows it."""
    return next(iter(frames(warehouse)(table).filter(which).to_native().pl().to_dicts()), None)


def _levels(warehouse: Warehouse, row: Mapping[str, object]) -> pl.DataFrame:
    is_its = nw.col("priority").is_null() | (nw.col("priority") == row["priority_at_request"])
    stated = frames(warehouse)("service_levels").filter(nw.col("agreement_id") == (row["agreement_id"] or ""), is_its)
    named = stated.filter(nw.col("kpi").is_in(list(KPIS))).select("level_id", "kpi", "priority", "clock_minutes", "target")
    found = named.to_native().pl().sort("kpi", "priority", "level_id", nulls_last=True)
    return found.unique("kpi", keep="first", maintain_order=True)


def _linked(warehouse: Warehouse, scope: Scope, which: nw.Expr) -> pl.DataFrame:
    found = scope.filter(frames(warehouse)("orders")).filter(which).select(*_LINKED)
    return found.to_native().pl().sort("requested_at", "order_id")


def _file(warehouse: Warehouse, row: Mapping[str, object]) -> Mapping[str, object] | None:
    named = frames(warehouse)("files").filter(nw.col(_FILE) == row[_FILE]).select("name", "sheet").unique()
    found = named.to_native().pl().to_dicts()
    return {**found[0], ROW: row[ROW]} if found else None


def _traces(
    warehouse: Warehouse, order: pl.DataFrame, pauses: pl.DataFrame, agreement: Mapping[str, object] | None, zone: str
) -> tuple[Trace, ...]:
    at = as_of(warehouse)
    if at is None:
        return ()
    calendar = agreement["calendar_id"] if agreement else None
    asked = order.select(*_TOLD_BY, calendar_id=pl.lit(calendar, pl.String), time_zone=pl.lit(zone))
    is_its = nw.col("calendar_id") == (calendar or "")
    hours, days = (frames(warehouse)(table).filter(is_its).to_native().pl() for table in ("calendars", "calendar_days"))
    first, last = _reach(order.row(0, named=True), at)
    book = compiled(hours, days, [(str(calendar), zone)] if calendar else [], first.date(), last.date())
    return tuple(trace(asked, pauses, clock, book, at) for clock in CLOCKS)


def _reach(row: Mapping[str, datetime | None], at: datetime) -> tuple[datetime, datetime]:
    """Between which moments working time has to be known, with a margin for the hours between UTC and local days."""
    later = [row[name] for name in ("response_deadline_at", "completion_deadline_at", "responded_at", "completed_at")]
    start = row["requested_at"] or at
    return start - _MARGIN, max(at, start, *(moment for moment in later if moment)) + _MARGIN
