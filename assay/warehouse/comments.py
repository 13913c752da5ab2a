"""What people wrote in surveys and complaints: by scope, and masked on the way out. Nothing else reads comments to count them."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw
import polars as pl

from assay.cells import Where, narrowed
from assay.kpis import Grain
from assay.scope import Scope
from assay.terms.masked import masked
from assay.warehouse.read import Warehouse, frames

_SAID = {"surveys": ("response_id", "answered_on"), "complaints": ("complaint_id", "received_on")}
"""Where comments are: the key of a row, and the day on which it was said."""
_COLUMNS = (
    "source", "id", "vendor_id", "site_id", "service", "order_id", "said_on", "period", "csat", "complaint_category", "comment",
)  # fmt: skip


class NotSeen(PermissionError):
    """The reader may not see comments, and so nothing that is counted in them."""


def comments(
    warehouse: Warehouse, scope: Scope, grain: Grain = "month", where: Where | None = None, names: Sequence[str] = ()
) -> pl.DataFrame:
    """Each comment of the vendors, sites and services of `where` in its periods (labels of the grain; none: all), by day and id.

    Columns: source (surveys, complaints), id, vendor_id, site_id, service, order_id, said_on, period, csat (1 to 5, null for
    complaints), complaint_category (null for surveys), comment (masked: see `assay.terms.masked`; `names` of people who are known
    are masked too). What was left empty is no comment. Raises NotSeen where the scope sees no comments.
    """
    if not scope.sees_comments:
        raise NotSeen("this reader does not see comments")
    frame_of, chosen = frames(warehouse), where or Where()
    days = frame_of("days").select(nw.col("day_on").alias("said_on"), nw.col(grain).alias("period"))
    parts = [_said(narrowed(scope.filter(frame_of(table)), chosen), table).join(days, on="said_on", how="inner") for table in _SAID]
    found = pl.concat((part.to_native().pl() for part in (_within(one, chosen) for one in parts)), how="diagonal")
    told = found.filter(pl.col("comment").str.strip_chars() != "").sort("said_on", "source", "id")
    return told.with_columns(masked(told["comment"], names)).select(_COLUMNS)


def _said(rows: nw.LazyFrame, table: str) -> nw.LazyFrame:
    key, day = _SAID[table]
    own = "csat" if table == "surveys" else "complaint_category"
    shared = ("vendor_id", "site_id", "service", "order_id", own, "comment")
    return rows.filter(~nw.col("comment").is_null()).select(
        nw.lit(table).alias("source"), nw.col(key).alias("id"), nw.col(day).alias("said_on"), *shared
    )


def _within(rows: nw.LazyFrame, where: Where) -> nw.LazyFrame:
    return rows.filter(nw.col("period").is_in(list(where.periods))) if where.periods else rows
