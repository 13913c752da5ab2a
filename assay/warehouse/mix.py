"""Cells for a fair comparison: by vendor, site and what the work was, so that vendors can be compared on like work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import narwhals as nw
import polars as pl

from assay import cells as waist
from assay.cells import Where, dimensions
from assay.kpis import Kpi
from assay.scope import Scope
from assay.warehouse.read import Warehouse, frames

ASKED = ("kind", "category", "priority_at_request", "shift", "mode", "respondent_group", "severity", "is_announced")
"""What the client or the user sets, never the vendor: what was asked for, when, how urgent; who was asked, and how; how grave it
was; whether the visit was announced. Visits, reopenings and the priority that a vendor gives itself are left alone."""
SEASON = "season"
_PLACES = ("vendor_id", "site_id", "service")


def case_mix(kpi: Kpi) -> tuple[str, ...]:
    """What vendors are allowed for on this KPI: those of `ASKED` that it offers, and the quarter of the year."""
    offered = dimensions(kpi)
    return (*(name for name in ASKED if name in offered), SEASON)


def mixed(warehouse: Warehouse, kpi: Kpi, months: Sequence[str], scope: Scope, sites: Sequence[str] = ()) -> pl.DataFrame:
    """One row per vendor, site, service (where the KPI has one), case mix and `within` of the KPI, summed over the months.

    Columns: those, as text; `season` Q1 to Q4; numerator, denominator, squares where the KPI has them, as Float64. Sorted. Grouped
    inside the database: over ten million orders some ten thousand rows come back. Raises ValueError where the KPI has no months.
    """
    offered = dimensions(kpi)
    places = tuple(name for name in _PLACES if name in offered)
    mix = case_mix(kpi)
    keys = tuple(dict.fromkeys((*places, *mix[:-1], *kpi.within)))
    where = Where(periods=tuple(months), sites=tuple(sites))
    # What was left out lies on other dates, and would be another pass over all rows.
    found = waist.cells(replace(kpi, excluded=()), frames(warehouse), keys, "month", scope, where)
    sums = ("numerator", "denominator", *(("squares",) if kpi.squares else ()))
    grouped = (
        found.with_columns(_season())
        .group_by(*keys, SEASON)
        .agg(*(nw.col(name).sum().cast(nw.Float64) for name in sums))
        .to_native()
        .pl()
    )
    return grouped.with_columns(pl.col(keys).cast(pl.String)).sort(*keys, SEASON, nulls_last=True)


def _season() -> nw.Expr:
    """The quarter of the year of a month like 2026-10."""
    month = nw.col("period").str.slice(5, 2)
    quarter = nw.when(month <= "03").then(nw.lit("Q1")).when(month <= "06").then(nw.lit("Q2"))
    return quarter.when(month <= "09").then(nw.lit("Q3")).otherwise(nw.lit("Q4")).alias(SEASON)
