"""What a month's end asks of the data besides sums: whether it has come everywhere, and what limits a vendor's band."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date
from zoneinfo import ZoneInfo

import narwhals as nw

from assay.scope import Scope
from assay.warehouse.read import Warehouse, as_of, frames


@dataclass(frozen=True, slots=True)
class Limits:
    """What caps a vendor's band: critical findings open at the end of the month (or at as_of, where that is earlier), and safety
    complaints of the month that were validated."""

    open_critical_findings: int = 0
    validated_safety_complaints: int = 0


def last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def is_over(warehouse: Warehouse, month: date) -> bool:
    """Whether the month that begins on `month` has ended at every site by the moment that the data reach; False without data."""
    reached = as_of(warehouse)
    if reached is None:
        return False
    named = frames(warehouse)("sites").select("time_zone").unique().to_native().pl()["time_zone"].drop_nulls()
    zones = [ZoneInfo(name) for name in named] or [UTC]
    return all(reached.replace(tzinfo=UTC).astimezone(zone).date() > last_day(month) for zone in zones)


def limits(warehouse: Warehouse, scope: Scope, month: date) -> Mapping[str, Limits]:
    """By vendor in scope; one without any has no entry."""
    findings, complaints = _open_critical(warehouse, scope, month), _safety(warehouse, scope, month)
    vendors = sorted({*findings, *complaints})
    return {vendor: Limits(findings.get(vendor, 0), complaints.get(vendor, 0)) for vendor in vendors}


def _open_critical(warehouse: Warehouse, scope: Scope, month: date) -> dict[str, int]:
    reached = as_of(warehouse)
    day = min(last_day(month), reached.date()) if reached else last_day(month)
    is_open = nw.col("corrected_on").is_null() | (nw.col("corrected_on") > day)
    known = (nw.col("severity") == "critical") & (nw.col("found_on") <= day)
    return _by_vendor(scope.filter(frames(warehouse)("findings")).filter(known & is_open))


def _safety(warehouse: Warehouse, scope: Scope, month: date) -> dict[str, int]:
    is_counted = (nw.col("complaint_category") == "safety") & nw.col("is_validated")
    within = nw.col("received_on").is_between(month, last_day(month))
    return _by_vendor(scope.filter(frames(warehouse)("complaints")).filter(is_counted & within))


def _by_vendor(rows: nw.LazyFrame) -> dict[str, int]:
    counted = rows.group_by("vendor_id").agg(nw.len().cast(nw.Int64).alias("n"))
    return {vendor: n for vendor, n in counted.to_native().pl().drop_nulls("vendor_id").iter_rows()}
