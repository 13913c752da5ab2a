"""The rows behind one line of a statement: what each counted, or why it was left out, and how late it was."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import narwhals as nw
import polars as pl

from assay.cells import FrameOf, names
from assay.contracts import contract
from assay.kpis import Kpi
from assay.level import Agreement, Level
from assay.scope import Scope
from assay.warehouse.agreed import agreements
from assay.warehouse.counted import KEY, Asked, counted, key_of
from assay.warehouse.governed import attributed
from assay.warehouse.month_end import last_day
from assay.warehouse.read import Warehouse, frames

SHOWN: Mapping[str, tuple[str, ...]] = {
    "orders": ("site_id", "category", "priority_at_request", "kind", "outcome", "visits", "is_recalled"),
    "open_orders": ("site_id", "category", "priority_at_request", "kind", "age_days", "is_overdue"),
    "complaints": ("site_id", "complaint_category", "severity", "is_validated"),
    "surveys": ("site_id", "csat", "nps"),
    "inspections": ("site_id", "method", "outcome", "score", "defects", "sample_size", "population"),
    "findings": ("site_id", "method", "severity", "due_on", "corrected_on"),
    "staff_months": ("site_id", "role", "days_employed", "certified_days"),
    "trainings": ("site_id", "course", "hours"),
    "aggregates": ("site_id", "grain"),
}
"""What is shown of a row beside its key and what it counted."""
STOPPED_AT = {"response": "responded_at", "completion": "completed_at", "reply": "replied_at"}
"""What stops each clock."""
_PARTS = ("deadline_at", "target_minutes", "minutes", "state")


@dataclass(frozen=True, slots=True)
class Behind:
    """`total` rows belong to the line, of which `counted` are in its sums and the others were left out.

    `rows` are some of them. Columns: table, key, the key's own columns, day_on, numerator, denominator, reason (None where it was
    counted), those of `SHOWN`, time_zone of the site; where a clock decides, deadline_at, target_minutes, minutes, state and
    stopped_at (naive UTC). Those that spoil the result come first, those left out last.
    """

    total: int
    counted: int
    rows: pl.DataFrame


def behind_line(
    warehouse: Warehouse,
    scope: Scope,
    agreement: Agreement,
    level: Level,
    kpi: Kpi,
    month: date,
    method: str | None = None,
    first: int = 0,
    size: int = 25,
) -> Behind:
    """The rows of a level in the month that begins on `month`, from the `first` on, `size` of them; `method` for an inspection KPI.

    They are found as `agreed.measures` finds them, so their sums are those of the line.
    """
    asked = Asked((agreement.vendor_id,), month, last_day(month), by_key=True)
    signed = agreements(warehouse, scope, agreement.vendor_id)
    found = attributed(counted(kpi, frames(warehouse), scope, asked), signed, kpi).filter(level_id=level.level_id)
    rows = _with_reason(found if method is None else found.filter(method=method), kpi)
    page = rows.slice(first, size)
    return Behind(rows.height, rows["reason"].null_count(), _told(page, kpi, frames(warehouse), scope))


def _with_reason(found: pl.DataFrame, kpi: Kpi) -> pl.DataFrame:
    """One row a key that counts or was left out for a reason; the others have nothing to do with the KPI."""
    reasons = [pl.when(pl.col(f"excluded_{one.reason}") != 0).then(pl.lit(one.reason)) for one in kpi.excluded]
    summed = found.group_by("table", KEY, "day_on").agg(pl.col(names(kpi)).sum())
    is_in = (pl.col("numerator") != 0) | (pl.col("denominator") != 0)
    reason = pl.when(~is_in).then(pl.coalesce(*reasons, pl.lit(None, dtype=pl.String)))
    told = summed.with_columns(reason=reason).filter(is_in | pl.col("reason").is_not_null())
    return told.sort(pl.col("reason").is_not_null(), _spoils(kpi), "day_on", KEY, descending=[False, True, False, False])


def _spoils(kpi: Kpi) -> pl.Expr:
    """Whether the row is what makes the result worse. People are not ranked: their rows come by day."""
    if kpi.origin == "vendor" or kpi.direction == "none":
        return pl.lit(False)
    return pl.col("numerator") > 0 if kpi.direction == "lower" else pl.col("numerator") < pl.col("denominator")


def _told(page: pl.DataFrame, kpi: Kpi, frame_of: FrameOf, scope: Scope) -> pl.DataFrame:
    """The rows with what their tables say about them, in the order given."""
    found = [_facts(table, part[KEY], kpi, frame_of, scope) for (table,), part in page.partition_by("table", as_dict=True).items()]
    zones = frame_of("sites").select("site_id", "time_zone").to_native().pl()
    kept = page.select("table", KEY, "day_on", "numerator", "denominator", "reason")
    facts = pl.concat([pl.DataFrame(schema={"table": pl.String, KEY: pl.String, "site_id": pl.String}), *found], how="diagonal")
    return kept.join(facts, on=["table", KEY], how="left", maintain_order="left").join(
        zones, on="site_id", how="left", maintain_order="left"
    )


def _facts(table: str, keys: Collection[str], kpi: Kpi, frame_of: FrameOf, scope: Scope) -> pl.DataFrame:
    rows = scope.filter(frame_of(table)).filter(key_of(table).is_in(list(keys)))
    shown = dict.fromkeys((*contract(table).key, *SHOWN[table]))
    clock = {name: nw.col(column) for name, column in clock_of(table, kpi).items()}
    columns = {KEY: key_of(table), **{name: nw.col(name) for name in shown}, **clock}
    found = rows.select(*(one.alias(name) for name, one in columns.items())).to_native().pl()
    return found.with_columns(table=pl.lit(table))


def clock_of(table: str, kpi: Kpi) -> dict[str, str]:
    """Where a clock decides on the KPI: what is told of it, and in which column of the table it stands."""
    clock = kpi.denominator.on.removesuffix("_deadline_on")
    if clock not in STOPPED_AT or kpi.denominator.table != table:
        return {}
    present = {column.name for column in contract(table).columns}
    return {name: f"{clock}_{name}" for name in _PARTS if f"{clock}_{name}" in present} | {"stopped_at": STOPPED_AT[clock]}
