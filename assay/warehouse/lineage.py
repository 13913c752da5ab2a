"""From a KPI's figure to the rows that it counts, and from each row to the file and line it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import narwhals as nw
import polars as pl

from assay.cells import FrameOf, Where, narrowed
from assay.checks import ROW
from assay.contracts import contract
from assay.kpis import Grain, Kpi, Part
from assay.scope import Scope
from assay.warehouse.read import Warehouse, frames

Side = Literal["numerator", "denominator"]
SHOWN = ("vendor_id", "site_id", "service", "category")
_ORIGINS = {"open_orders": ("orders", "order_id"), "staff_months": ("staff", "worker_id")}
"""Tables that were computed row by row from another: that one, and the key by which its rows are found."""
_FILE = "source_file_id"


@dataclass(frozen=True, slots=True)
class Behind:
    """`total` rows count; `rows` are some of them, by day and key: the key columns, those of `SHOWN` that the table has, `day_on`,
    `counts` (what the row adds to the sum), `name` and `sheet` of its file, `source_row`."""

    total: int
    rows: pl.DataFrame


def behind(
    warehouse: Warehouse, kpi: Kpi, side: Side, grain: Grain, label: str, scope: Scope, where: Where, method: str | None = None,
    first: int = 0, size: int = 25,
) -> Behind:
    """The rows that one sum of a KPI counts in one period. `method` limits inspections to one method, as the overview does."""
    frame_of = frames(warehouse)
    part = kpi.numerator if side == "numerator" else kpi.denominator
    rows = counted(part, frame_of, grain, (label,), scope, replace(where, periods=()))
    if method and "method" in kpi.within:
        rows = rows.filter(nw.col("method") == method)
    names = tuple(dict.fromkeys((*contract(part.table).key, *(name for name in SHOWN if name in _columns(part.table)))))
    traced = _traced(part.table, rows, frame_of).select(*names, "day_on", "counts", _FILE, ROW)
    total = int(traced.select(nw.len().alias("n")).to_native().pl().item())
    page = traced.sort("day_on", *contract(part.table).key).to_native().limit(size, offset=first).pl()
    files = frame_of("files").select(_FILE, "name", "sheet").unique().to_native().pl()
    return Behind(total, page.join(files, on=_FILE, how="left", maintain_order="left").drop(_FILE))


def _columns(table: str) -> set[str]:
    return {column.name for column in contract(table).columns}


def counted(part: Part, frame_of: FrameOf, grain: Grain, labels: Sequence[str], scope: Scope, where: Where) -> nw.LazyFrame:
    """The rows of the table that add anything to the sum in the periods, with `day_on` and `counts`."""
    days = frame_of("days").filter(nw.col(grain).is_in(list(labels))).select("day_on")
    rows = narrowed(scope.filter(frame_of(part.table)), where)
    valued = rows.with_columns(nw.col(part.on).alias("day_on"), part.expression.cast(nw.Float64).alias("counts"))
    return valued.filter(nw.col("counts") != 0).join(days, on="day_on", how="inner")


def _traced(table: str, counted: nw.LazyFrame, frame_of: FrameOf) -> nw.LazyFrame:
    """With source_file_id and source_row: the table's own, or those of the row that it was computed from."""
    if table not in _ORIGINS:
        return counted
    origin, key = _ORIGINS[table]
    lines = frame_of(origin).group_by(key).agg(nw.col(_FILE).max(), nw.col(ROW).max())
    return counted.join(lines, on=key, how="left")
