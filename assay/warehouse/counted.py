"""What the rows of a KPI add to its sums, grouped by what decides to which level of an agreement they belong."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import narwhals as nw
import polars as pl

from assay.cells import FrameOf, Place, Values, dimensions, names, places
from assay.contracts import contract
from assay.kpis import Kpi
from assay.scope import Scope

KEY = "key"
PRIORITY = "priority_at_request"
_APART = "|"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows are counted: those of these vendors between two local days, both included. `keys` limits to rows of these keys;
    `by_key` gives each row by itself."""

    vendors: Collection[str]
    first: date
    last: date
    keys: Collection[str] | None = None
    by_key: bool = False


def counted(kpi: Kpi, frame_of: FrameOf, scope: Scope, asked: Asked) -> pl.DataFrame:
    """vendor_id, service, site_id, priority, agreement_id, is_ordered, table, day_on, the KPI's `within`, `key` where asked for
    by key, and a Float64 a sum under the names of `assay.cells.names`.

    Each sum is the KPI's own expression over the rows that its own date places, as in a cell. `priority` is null unless all tables
    of the KPI have one: a rate of two tables of which one has none cannot be told by priority.
    """
    parts = [_on(place, values, kpi, frame_of, scope, asked) for place, values in places(kpi).items()]
    return pl.concat(parts, how="diagonal").with_columns(pl.col(names(kpi)).fill_null(0.0))


def key_of(table: str) -> nw.Expr:
    """The key of a row as one text: what adjustments name it by."""
    columns = contract(table).key
    if len(columns) == 1:
        return nw.col(columns[0]).cast(nw.String)
    return nw.concat_str([nw.col(name).cast(nw.String).fill_null("") for name in columns], separator=_APART)


def _on(place: Place, values: Values, kpi: Kpi, frame_of: FrameOf, scope: Scope, asked: Asked) -> pl.DataFrame:
    table, on = place
    rows = scope.filter(frame_of(table)).filter(
        nw.col("vendor_id").is_in(sorted(asked.vendors)), nw.col(on).is_between(asked.first, asked.last)
    )
    if asked.keys is not None:
        rows = rows.filter(key_of(table).is_in(sorted(asked.keys)))
    by = _by(table, on, kpi, asked)
    valued = rows.select(*(one.alias(name) for name, one in by.items()), *(one.alias(name) for name, one in values.items()))
    summed = valued.group_by(*by).agg(*(nw.col(name).sum().cast(nw.Float64) for name in values))
    return summed.to_native().pl().with_columns(table=pl.lit(table), is_ordered=pl.lit(_is_ordered(table)))


def _by(table: str, on: str, kpi: Kpi, asked: Asked) -> dict[str, nw.Expr]:
    """What rows are grouped by, under the names of the result."""
    nothing = nw.lit(None, dtype=nw.String)
    return {
        "vendor_id": nw.col("vendor_id"),
        "service": nw.col("service"),
        "site_id": nw.col("site_id"),
        "priority": nw.col(PRIORITY) if PRIORITY in dimensions(kpi) else nothing,
        "agreement_id": nw.col("agreement_id") if _is_ordered(table) else nothing,
        "day_on": nw.col(on),
        **{name: nw.col(name) for name in kpi.within},
        **({KEY: key_of(table)} if asked.by_key else {}),
    }


def _is_ordered(table: str) -> bool:
    """Whether its rows know under which agreement they were asked for."""
    return any(column.name == "agreement_id" for column in contract(table).derived)


def totals(rows: pl.DataFrame, kpi: Kpi, by: Sequence[str]) -> pl.DataFrame:
    """The sums of the rows by some of their columns; sorted by them.

    Real sums are rounded: on several threads they are added up in any order, and two recomputations must be equal.
    """
    return rows.group_by(by).agg(pl.col(names(kpi)).sum().round(6)).sort(by, nulls_last=True)
