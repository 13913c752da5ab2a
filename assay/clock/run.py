"""Clocks of many orders at once: how long each took, by when it was due, how long it has run so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl

from assay.clock.book import MISSING, Book
from assay.clock.hours import MINUTE, Array
from assay.clock.still import Orders, Pauses, Still, still

AT_ONCE = 1 << 17
"""Orders that are worked on at a time: few enough that what is computed in between stays in the processor's cache."""
_LONGEST = 1 << 60
_MOMENT = pl.Datetime("us")
VENDOR = "vendor"


@dataclass(frozen=True, slots=True)
class Clock:
    """What is agreed to happen within a time: `name` begins the names of its columns, `stopped_at` is the column that stops it."""

    name: str
    stopped_at: str

    @property
    def target(self) -> str:
        return f"{self.name}_target_minutes"


def made(clock: Clock) -> pl.Schema:
    """The columns that `run` adds for a clock.

    `minutes` from start to stop and `running_minutes` from start to now, while it runs, are working minutes without the pauses that
    are not the vendor's. `deadline_at` is null where there is none: then the clock is not measurable (no time was agreed, or the
    calendar does not cover the start), or the order is paused, and the deadline depends on how long that lasts.
    """
    columns = {"minutes": pl.Float64(), "running_minutes": pl.Float64(), "deadline_at": _MOMENT, "is_measurable": pl.Boolean()}
    return pl.Schema({f"{clock.name}_{name}": dtype for name, dtype in columns.items()})


def run(orders: pl.DataFrame, pauses: pl.DataFrame, book: Book, clocks: Sequence[Clock], as_of: datetime) -> pl.DataFrame:
    """The columns `made` of each clock, one row per order, in the order given.

    `orders`: pair (a code of the book), started_at, ended_at (completed or cancelled; null while open), and for each clock its
    target and the column that stops it. `pauses`: as `of_orders` gives them. All moments are naive UTC.
    """
    now = _number(as_of)
    bounds = np.arange(0, len(orders) + AT_ONCE, AT_ONCE)
    cuts = pauses["order"].search_sorted(pl.Series(bounds, dtype=pl.UInt32)).to_list()
    parts = [
        _some(orders.slice(begin, AT_ONCE), pauses[low:high].with_columns(pl.col("order") - begin), book, clocks, now)
        for begin, low, high in zip(bounds[:-1].tolist(), cuts, cuts[1:], strict=False)
    ]
    empty = pl.DataFrame(schema={name: dtype for clock in clocks for name, dtype in made(clock).items()})
    return pl.concat([empty, *parts], rechunk=True)


def of_orders(orders: pl.DataFrame, pauses: pl.DataFrame, key: str) -> pl.DataFrame:
    """The pauses that stop clocks: `order` (the place of their order in `orders`), paused_at, resumed_at; sorted as `run` asks.

    `pauses` have the key of their order, responsible, paused_at and resumed_at. Those of the vendor stop no clock; those of orders
    that are not there stop none either.
    """
    places = orders.select(key).with_row_index("order")
    return (
        pauses.filter(pl.col("responsible") != VENDOR)
        .join(places, on=key, how="inner")
        .select("order", "paused_at", "resumed_at")
        .sort("order", "paused_at")
    )


def _some(orders: pl.DataFrame, pauses: pl.DataFrame, book: Book, clocks: Sequence[Clock], now: int) -> pl.DataFrame:
    asked = _numbers(orders, ["started_at", "ended_at", *(clock.stopped_at for clock in clocks)])
    stopped = _numbers(pauses, ["paused_at", "resumed_at"])
    known = Orders(orders["pair"].to_numpy(), asked["started_at"], asked["ended_at"])
    stood = still(book, known, Pauses(pauses["order"].to_numpy().astype("int64"), *stopped.values()), now)
    zero = book.worked(known.pair, known.start)
    found: dict[str, Array] = {}
    for clock in clocks:
        target = _target(orders[clock.target])
        values = _of_clock(asked[clock.stopped_at], target, known, stood, zero, book, now)
        found |= zip(made(clock), values, strict=True)
    return pl.DataFrame(found).select(_as_made(name, dtype) for clock in clocks for name, dtype in made(clock).items())


def _of_clock(
    stop: Array, target: Array, known: Orders, stood: Still, zero: Array, book: Book, now: int
) -> tuple[Array, Array, Array, Array]:
    """The values of the columns `made` of one clock, spans and moments in microseconds."""
    is_measurable = (target != MISSING) & (zero != MISSING)
    deadline = _deadline(np.maximum(target, 0), known, stood, zero, book)
    runs = (stop == MISSING) & (known.end == MISSING)
    elapsed = _elapsed(np.where(runs, now, stop), known, stood, zero, book)
    return (
        np.where(runs, MISSING, elapsed),
        np.where(runs, elapsed, MISSING),
        np.where(is_measurable, deadline, MISSING),
        is_measurable,
    )


def _elapsed(until: Array, known: Orders, stood: Still, zero: Array, book: Book) -> Array:
    """Working time from the start until then, without the standing still; MISSING where either end is not known."""
    passed = book.worked(known.pair, until)
    is_known = (passed != MISSING) & (zero != MISSING)
    since = np.maximum(passed - zero, 0)
    return np.where(is_known, since - stood.of_orders(stood.until(since[stood.order]), len(zero)), MISSING)


def _deadline(target: Array, known: Orders, stood: Still, zero: Array, book: Book) -> Array:
    """The earliest moment at which the target is used up; MISSING where a stretch that began before still runs."""
    pushes = stood.used < target[stood.order]
    pushed = stood.of_orders(np.where(pushes, stood.length, 0), len(zero))
    is_halted = stood.of_orders((pushes & stood.is_running).astype("int64"), len(zero)) > 0
    moment = book.reached(known.pair, np.where(zero == MISSING, MISSING, zero + target + pushed))
    return np.where(is_halted | (moment == MISSING), MISSING, np.maximum(moment, known.start))


def _target(minutes: pl.Series) -> Array:
    """Microseconds; MISSING where nothing was agreed."""
    spans = np.round(minutes.to_numpy() * MINUTE)
    return np.where(np.isnan(spans), MISSING, np.nan_to_num(spans).clip(0, _LONGEST).astype("int64"))


def _number(moment: datetime) -> int:
    return int(np.datetime64(moment, "us").astype("int64"))


def _numbers(frame: pl.DataFrame, names: Sequence[str]) -> dict[str, Array]:
    """Moments in microseconds since 1970; MISSING for a null."""
    physical = frame.select(pl.col(dict.fromkeys(names)).cast(_MOMENT).to_physical().fill_null(MISSING))
    return {name: physical[name].to_numpy() for name in physical.columns}


def _as_made(name: str, dtype: pl.DataType) -> pl.Expr:
    """A column of `made` from the microseconds that it was found as."""
    if dtype == pl.Boolean:
        return pl.col(name)
    known = pl.when(pl.col(name) != MISSING).then(pl.col(name))
    return (known.cast(dtype) if dtype == _MOMENT else known / MINUTE).alias(name)
