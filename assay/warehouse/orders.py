"""Orders: how many are open and how much of their time is left, and any list of them one page at a time.

Everything is filtered, counted and cut into pages inside the database.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import narwhals as nw
import polars as pl

from assay.cells import Where, distinct, narrowed
from assay.contracts import contract
from assay.scope import Scope
from assay.warehouse.orders_clock import Age, Band, ClockName, age, band, left, runs, state, used
from assay.warehouse.orders_counted import Figure, counted_by
from assay.warehouse.read import Warehouse, as_of, frames

Shown = Literal["open", "late", "all"]
Sorting = Literal["urgent", "newest"]
SHOWN: tuple[Shown, ...] = ("open", "late", "all")
SORTINGS: tuple[Sorting, ...] = ("urgent", "newest")
DATED = ("requested_on", "responded_on", "completed_on", "response_deadline_on", "completion_deadline_on")
"""The local days by which orders can be limited to a period."""
FOUND_BY = ("order_id", "asset_id", "recall_of")
"""What a search looks into, from the first sign on."""
ROW = (
    "order_id", "vendor_id", "site_id", "service", "kind", "category", "priority_at_request", "asset_id", "recall_of",
    "requested_at", "responded_at", "completed_at", "cancelled_at",
)
HIDDEN = ("worker_id", "worker_tenure", "worker_certificate", "worker_training")
"""Whom a vendor sends is the vendor's business: no screen and no file of ours lets a client look at orders by worker. Of the three
workers that a vendor has at a site the classes often tell which it was, so they are for sums and never stand beside an order."""
_LATE = ("missed", "open_past_deadline")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which orders: all that is given must hold, and what is empty asks for nothing.

    `where` are vendors, services and sites. `shown`: those whose clock runs, those late (open or not), or all. `states` are those
    of the clock, `orders_clock.PAUSED` among them. `dated` is a column of `DATED` with its first and last day. `find` is how an id
    of `FOUND_BY` begins.
    """

    where: Where = field(default_factory=Where)
    clock: ClockName = "completion"
    shown: Shown = "open"
    states: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    left: Band | None = None
    age: Age | None = None
    dated: tuple[str, date, date] | None = None
    find: str = ""
    figure: Figure | None = None
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """`total` orders were asked for; `rows` are some of them.

    Columns: `ROW`, `state`, `target`, `used`, `left` (working minutes), `deadline_at`, `is_running` of the clock, and the
    `time_zone` of the site. Moments are UTC.
    """

    total: int
    rows: pl.DataFrame


def progress(warehouse: Warehouse, scope: Scope, chosen: Chosen) -> pl.DataFrame:
    """How many orders wait, of those asked for: vendor_id, site_id, service, `left` (a band), `age` and `orders`, one row per
    combination that there is. What `chosen` says of bands, ages and `shown` does not count here."""
    at = as_of(warehouse)
    if at is None:
        return pl.DataFrame(schema={**dict.fromkeys((*_PLACES, "left", "age"), pl.String), "orders": pl.Int64})
    waiting = _narrowed(chosen, warehouse, scope).filter(runs(chosen.clock))
    keyed = waiting.select(*_PLACES, band(chosen.clock).alias("left"), age(at).alias("age"))
    counted = keyed.group_by(*_PLACES, "left", "age").agg(nw.len().cast(nw.Int64).alias("orders"))
    return counted.to_native().pl().sort(*_PLACES, "left", "age")


_PLACES = ("vendor_id", "site_id", "service")


def listed(
    warehouse: Warehouse, scope: Scope, chosen: Chosen, sorting: Sorting = "urgent", first: int = 0, size: int = 25
) -> Listed:
    """`size` of the orders asked for, from place `first` on.

    `urgent`: those that wait before the others, the one with the least time left first. `newest`: by the moment of the request.
    """
    found = selected(warehouse, scope, chosen)
    total = int(found.select(nw.len().alias("n")).to_native().pl().item())
    page = _sorted(found.select(*ROW, *_of_clock(chosen.clock)), sorting).to_native().limit(size, offset=first).pl()
    return Listed(total, _with_zones(page, warehouse))


def selected(warehouse: Warehouse, scope: Scope, chosen: Chosen) -> nw.LazyFrame:
    """The rows of the table `orders` that are asked for."""
    rows = _narrowed(chosen, warehouse, scope)
    clock, at = chosen.clock, as_of(warehouse)
    if chosen.shown == "late":
        rows = rows.filter(nw.col(f"{clock}_state").is_in(list(_LATE)))
    elif chosen.shown == "open" or chosen.left or chosen.age:
        rows = rows.filter(runs(clock))
    if chosen.left:
        rows = rows.filter(band(clock) == chosen.left)
    if chosen.age and at is not None:
        rows = rows.filter(age(at) == chosen.age)
    return rows


def _narrowed(chosen: Chosen, warehouse: Warehouse, scope: Scope) -> nw.LazyFrame:
    """What is asked for, but for the bands, ages and `shown`."""
    rows = _counted(chosen, warehouse, scope)
    named = {"priority_at_request": chosen.priorities, "kind": chosen.kinds, "category": chosen.categories, "order_id": chosen.ids}
    for column, values in named.items():
        if values:
            rows = rows.filter(nw.col(column).is_in(list(values)))
    if chosen.states:
        rows = rows.filter(state(chosen.clock).is_in(list(chosen.states)))
    if chosen.dated:
        column, first, last = chosen.dated
        rows = rows.filter(nw.col(column) >= nw.lit(first), nw.col(column) <= nw.lit(last))
    return rows.filter(_begins(chosen.find)) if chosen.find else rows


def _counted(chosen: Chosen, warehouse: Warehouse, scope: Scope) -> nw.LazyFrame:
    if chosen.figure:
        _refuse_what_is_hidden(chosen.figure)
        return narrowed(counted_by(chosen.figure, warehouse, scope, chosen.where), chosen.where)
    return narrowed(scope.filter(frames(warehouse)("orders")), chosen.where)


def _refuse_what_is_hidden(figure: Figure) -> None:
    """A list of the orders of which it holds would say it of each."""
    if hidden := [name for name, _ in figure.conditions if name in HIDDEN]:
        raise ValueError(f"orders are never listed by {', '.join(hidden)}")


def _begins(words: str) -> nw.Expr:
    """An id begins so, as typed or in capitals, as most ids are written."""
    typed = tuple(dict.fromkeys((words, words.upper())))
    return nw.any_horizontal(*(nw.col(name).str.starts_with(one) for name in FOUND_BY for one in typed), ignore_nulls=True)


def _of_clock(clock: ClockName) -> tuple[nw.Expr, ...]:
    return (
        state(clock).alias("state"),
        nw.col(f"{clock}_target_minutes").alias("target"),
        used(clock).alias("used"),
        left(clock).alias("left"),
        nw.col(f"{clock}_deadline_at").alias("deadline_at"),
        runs(clock).alias("is_running"),
    )


def _sorted(rows: nw.LazyFrame, sorting: Sorting) -> nw.LazyFrame:
    if sorting == "newest":
        return rows.sort("requested_at", "order_id", descending=[True, False])
    by = ("is_running", "left", "requested_at", "order_id")
    return rows.sort(*by, descending=[True, False, True, False], nulls_last=True)


def _with_zones(page: pl.DataFrame, warehouse: Warehouse) -> pl.DataFrame:
    zones = frames(warehouse)("sites").select("site_id", "time_zone").to_native().pl()
    return page.join(zones, on="site_id", how="left", maintain_order="left")


def categories(warehouse: Warehouse, scope: Scope) -> tuple[str, ...]:
    """The categories of the orders in scope."""
    found = distinct(scope.filter(frames(warehouse)("orders")), "category").to_native().pl()["category"]
    return tuple(found.drop_nulls().sort())


def level_ids(warehouse: Warehouse, scope: Scope) -> tuple[str, ...]:
    """The ids of all service levels of the agreements in scope."""
    frame_of = frames(warehouse)
    signed = scope.filter(frame_of("agreements")).select("agreement_id")
    found = frame_of("service_levels").join(signed, on="agreement_id", how="inner").select("level_id").to_native().pl()["level_id"]
    return tuple(found.sort())


def exported(warehouse: Warehouse, scope: Scope, chosen: Chosen, sorting: Sorting, limit: int) -> pl.DataFrame:
    """The first `limit` orders of a list: every column of the contract that the scope may see, moments in the site's local time."""
    declared = [column for column in contract("orders").columns if column.name not in HIDDEN]
    shown = [column for column in declared if scope.sees_comments or not column.is_personal]
    names = tuple(column.name for column in shown)
    keys = _of_clock(chosen.clock)
    found = selected(warehouse, scope, chosen).with_columns(*(key for key in keys))
    page = _with_zones(_sorted(found, sorting).to_native().limit(limit).pl(), warehouse)
    moments = [column.name for column in shown if column.type == "moment"]
    return page.with_columns(_local(name, page["time_zone"].unique().drop_nulls()) for name in moments).select(names)


def _local(name: str, zones: pl.Series) -> pl.Expr:
    """A moment as the clocks of the row's site show it."""
    in_utc = pl.col(name).dt.replace_time_zone("UTC")
    shown = [
        pl.when(pl.col("time_zone") == zone).then(in_utc.dt.convert_time_zone(zone).dt.replace_time_zone(None)) for zone in zones
    ]
    return pl.coalesce(*shown, pl.lit(None, pl.Datetime("us"))).alias(name)
