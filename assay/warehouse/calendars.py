"""The working calendar of an agreement: weekly hours by version, and the days that differ."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw
import polars as pl

from assay.scope import Scope
from assay.warehouse.read import Warehouse, frames


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """`hours`: effective_from, weekday (1 is Monday), opens, closes, in order. `days`: day_on, is_working, as_weekday, name."""

    calendar_id: str
    hours: pl.DataFrame
    days: pl.DataFrame


def calendar(warehouse: Warehouse, scope: Scope, agreement_id: str) -> Calendar | None:
    """The calendar that an agreement in scope names; None where it is round the clock, or out of scope."""
    signed = scope.filter(frames(warehouse)("agreements")).filter(nw.col("agreement_id") == agreement_id)
    named = signed.select("calendar_id").to_native().pl()["calendar_id"].drop_nulls()
    if named.is_empty():
        return None
    is_its = nw.col("calendar_id") == named[0]
    hours = frames(warehouse)("calendars").filter(is_its).select("effective_from", "weekday", "opens", "closes").to_native().pl()
    days = frames(warehouse)("calendar_days").filter(is_its).select("day_on", "is_working", "as_weekday", "name").to_native().pl()
    return Calendar(named[0], hours.sort("effective_from", "weekday", "opens"), days.sort("day_on"))
