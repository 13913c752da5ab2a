"""How rows come to be known: in the drop of the period they begin in, and again in that of the last thing that happened to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

_CLIENT_ZONE_HOURS = 8


@dataclass(frozen=True, slots=True)
class Growth:
    """How one table grows. `born` is the column that begins a row; `events` are later moments and the columns known only with them.

    `months` is how long a period is: 1, 3 or 12. A row is in the drop of the period of `born`, as it stood at its end, and where
    something happened later, as it stands now, in the drop of the last event.
    """

    table: str
    born: tuple[str, ...]
    months: int = 1
    events: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


GROWTHS: tuple[Growth, ...] = (
    Growth("staff", ("started_on",), 3, {"ended_on": ()}),
    Growth("trainings", ("completed_on",), 3),
    Growth(
        "orders",
        ("requested_at",),
        1,
        {"responded_at": ("worker_id",), "completed_at": ("outcome", "visits", "cost"), "reopened_at": (), "cancelled_at": ()},
    ),
    Growth("pauses", ("paused_at",), 1, {"resumed_at": ()}),
    Growth("inspections", ("due_on", "done_on"), 3, {"done_on": ("defects", "score", "outcome")}),
    Growth("findings", ("found_on",), 3, {"corrected_on": ()}),
    Growth("surveys", ("invited_at",), 1, {"answered_at": ("csat", "nps", "comment")}),
    Growth("complaints", ("received_at",), 3, {"replied_at": (), "closed_at": ()}),
    Growth("aggregates", ("period_on",), 12),
)


def month_number(column: pl.Expr, is_moment: bool) -> pl.Expr:
    """Months since year 0 at the client's office."""
    local = column.dt.offset_by(f"{_CLIENT_ZONE_HOURS}h") if is_moment else column
    return local.dt.year().cast(pl.Int32) * 12 + local.dt.month() - 1


def dated(frame: pl.DataFrame, growth: Growth, first: date) -> pl.DataFrame:
    """With `born` and `last`, the periods in which a row first and last comes; older rows come in the first period."""

    def period(name: str) -> pl.Expr:
        return month_number(pl.col(name), frame.schema[name] != pl.Date) // growth.months

    begin = (first.year * 12 + first.month - 1) // growth.months
    born = pl.min_horizontal(*(period(name) for name in growth.born)).clip(lower_bound=begin).cast(pl.Int32)
    last = pl.max_horizontal(born, *(period(name) for name in growth.events)).cast(pl.Int32)
    return frame.with_columns(born=born, last=last)


def drop(dated: pl.DataFrame, growth: Growth, period: int) -> pl.DataFrame:
    """The rows of one period's drop: those that began in it, as they stood at its end, and those that last changed in it."""
    fresh = dated.filter(pl.col("born") == period)
    later = dated.filter((pl.col("last") == period) & (pl.col("born") < period))
    return pl.concat([_as_it_stood(fresh, growth, period), later]).drop("last")


def _as_it_stood(fresh: pl.DataFrame, growth: Growth, period: int) -> pl.DataFrame:
    """Without what happened after the period."""
    hidden: dict[str, pl.Expr] = {}
    for event, known_with_it in growth.events.items():
        is_later = month_number(pl.col(event), fresh.schema[event] != pl.Date) // growth.months > period
        hidden |= {name: pl.when(~is_later.fill_null(False)).then(name) for name in (event, *known_with_it)}
    return fresh.with_columns(**hidden)


def folder(period: int, growth: Growth, months: tuple[date, ...]) -> str:
    """The month in whose folder a period's drop lies: its last one, or the running one."""
    last = months[-1].year * 12 + months[-1].month - 1
    year, month = divmod(min((period + 1) * growth.months - 1, last), 12)
    return f"{year}-{month + 1:02d}"


def periods(growth: Growth, months: tuple[date, ...]) -> tuple[int, ...]:
    """All periods that the axis touches."""
    numbers = {(month.year * 12 + month.month - 1) // growth.months for month in months}
    return tuple(sorted(numbers))
