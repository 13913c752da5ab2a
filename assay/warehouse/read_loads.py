"""Reading what the platform wrote down about its own work: files, loads, validation results, quarantine, coverage.

A file has no owner. Who may not see everything is told of a file only what came of the rows in scope; of whole files, of their
messages and of validation results, which show values of every vendor, such a reader sees nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import narwhals as nw
import polars as pl

from assay.cells import Where, narrowed
from assay.contracts import SOURCES
from assay.contracts.records import FILES, VALIDATIONS
from assay.contracts.schema import polars_schema
from assay.scope import Scope
from assay.warehouse.read import Warehouse, as_of, frames

OWNED = tuple(c.table for c in SOURCES if {"vendor_id"} <= {column.name for column in c.columns})
"""The tables whose rows belong to a vendor."""
COVERED = {
    "orders": "requested_on", "inspections": "done_on", "surveys": "invited_on", "complaints": "received_on",
    "aggregates": "period_on",
}
"""The tables that a vendor is heard of in every month, with the date that places a row."""
_COUNTS = ("rows_read", "rows_accepted", "rows_quarantined", "rows_unchanged")


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came in, all loads together. Files are those of the latest say about each; `waiting` are rows in quarantine."""

    as_of: datetime | None
    last_load: datetime | None
    files: int
    refused: int
    accepted: int
    waiting: int


def arrived(warehouse: Warehouse, scope: Scope) -> Arrived:
    """The numbers that the page begins with."""
    latest = files(warehouse, scope).unique("source_file_id", keep="first", maintain_order=True)
    waiting = quarantined(warehouse, scope).height
    loads_ = loads(warehouse, scope)
    refused = latest.filter(pl.col("state") == "refused").height
    last = loads_["finished_at"].max()
    accepted = int(latest["rows_accepted"].sum())
    return Arrived(as_of(warehouse), last if isinstance(last, datetime) else None, latest.height, refused, accepted, waiting)


def files(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """The columns of `files`, latest first, refused ones before others.

    Under a limited scope: the files that rows in scope came from, `rows_accepted` and `rows_quarantined` counted over those rows
    (those that are in the warehouse or in quarantine now), without messages.
    """
    found = frames(warehouse)("files").filter(nw.col("state") != "unchanged").to_native().pl()
    if scope.limits:
        found = _in_scope(found, warehouse, scope)
    return found.sort(pl.col("loaded_at").dt.truncate("1s"), pl.col("state") == "refused", "name", "sheet",
                      descending=[True, True, False, False], nulls_last=True)


def _in_scope(found: pl.DataFrame, warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    accepted = _by_file([_lines(warehouse, scope, table) for table in OWNED], "rows_accepted")
    waiting = _by_file([quarantined(warehouse, scope).select("source_file_id")], "rows_quarantined")
    own = (
        accepted.join(waiting, on="source_file_id", how="full", coalesce=True)
        .with_columns(pl.col("rows_accepted", "rows_quarantined").fill_null(0))
        .with_columns(rows_read=pl.col("rows_accepted") + pl.col("rows_quarantined"), rows_unchanged=pl.lit(0, dtype=pl.Int64))
    )
    latest = found.filter(pl.col("state") == "loaded").sort("loaded_at").unique("source_file_id", keep="last")
    nothing = pl.lit(None, dtype=pl.String)
    return (
        latest.drop(*_COUNTS)
        .join(own, on="source_file_id", how="inner")
        .with_columns(message_zh=nothing, message_en=nothing)
        .select(column.name for column in FILES.columns)
    )


def _lines(warehouse: Warehouse, scope: Scope, table: str) -> pl.DataFrame:
    return scope.filter(frames(warehouse)(table)).select("source_file_id").to_native().pl()


def _by_file(rows: list[pl.DataFrame], name: str) -> pl.DataFrame:
    counted = pl.concat(rows).group_by("source_file_id").agg(pl.len().cast(pl.Int64).alias(name))
    return counted.sort("source_file_id")


def loads(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """load_id, started_at, finished_at, as_of, seconds, and over the files in scope: files, refused, rows_read, rows_quarantined;
    latest first."""
    known = frames(warehouse)("loads").to_native().pl()
    is_refused = (pl.col("state") == "refused").sum().cast(pl.Int64).alias("refused")
    counted = (
        files(warehouse, scope)
        .group_by("load_id")
        .agg(pl.len().cast(pl.Int64).alias("files"), is_refused, pl.col("rows_read", "rows_quarantined").sum())
    )
    numbers = pl.col("files", "refused", "rows_read", "rows_quarantined").fill_null(0)
    return known.join(counted, on="load_id", how="left").with_columns(numbers).sort("finished_at", "load_id", descending=True)


def validations(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """The columns of `validations` with `finished_at` of their load; no rows under a limited scope."""
    if scope.limits:
        return pl.DataFrame(schema={**polars_schema(VALIDATIONS.columns), "finished_at": pl.Datetime("us")})
    frame_of = frames(warehouse)
    when = frame_of("loads").select("load_id", "finished_at")
    found = frame_of("validations").join(when, on="load_id", how="left").to_native().pl()
    keys = ("finished_at", "table_name", "source_file_id", "reason", "columns")
    return found.sort(*keys, descending=[True, *4 * [False]])


def quarantined(warehouse: Warehouse, scope: Scope, where: Where | None = None) -> pl.DataFrame:
    """The rows in quarantine with the name and sheet of their file, by table, file and line: the columns of `quarantine`, `name`,
    `sheet`. Without `record` where the scope sees no comments."""
    kept = narrowed(scope.filter(frames(warehouse)("quarantine")), where or Where()).to_native().pl()
    keys = ("table_name", "name", "sheet", "source_row")
    named = kept.join(_names(warehouse), on="source_file_id", how="left").sort(*keys, nulls_last=True)
    return named if scope.sees_comments else named.drop("record")


def _names(warehouse: Warehouse) -> pl.DataFrame:
    """name and sheet by source_file_id, which is the same for the same name and sheet."""
    return frames(warehouse)("files").select("source_file_id", "name", "sheet").unique().to_native().pl()


def reasons(warehouse: Warehouse, scope: Scope, where: Where | None = None) -> pl.DataFrame:
    """Why each row is in quarantine: source_file_id, source_row, reason, columns, value, table_name, name, sheet; one row a reason.
    Without `value` where the scope sees no comments."""
    rows = quarantined(warehouse, scope, where).select("source_file_id", "source_row", "table_name", "name", "sheet")
    found = frames(warehouse)("quarantine_reasons").to_native().pl()
    keys = ("table_name", "name", "sheet", "source_row", "reason", "columns")
    told = rows.join(found, on=["source_file_id", "source_row"], how="inner").sort(*keys, nulls_last=True)
    return told if scope.sees_comments else told.drop("value")


def coverage(warehouse: Warehouse, scope: Scope, where: Where | None = None) -> pl.DataFrame:
    """vendor_id, month, rows: how many rows each vendor was heard of with in each month, over the tables of `COVERED`; sorted."""
    frame_of, chosen = frames(warehouse), where or Where()
    dated = [
        narrowed(scope.filter(frame_of(table)), chosen).select("vendor_id", nw.col(on).alias("day_on"))
        for table, on in COVERED.items()
    ]
    days = frame_of("days").select("day_on", "month")
    placed = nw.concat(dated, how="vertical").join(days, on="day_on", how="inner")
    counted = placed.group_by("vendor_id", "month").agg(nw.len().cast(nw.Int64).alias("rows"))
    return counted.to_native().pl().drop_nulls("vendor_id").sort("vendor_id", "month")


def agreed(warehouse: Warehouse, scope: Scope, where: Where | None = None) -> pl.DataFrame:
    """vendor_id, effective_from, effective_to of every agreement in view: when a vendor can be expected to be heard of."""
    found = narrowed(scope.filter(frames(warehouse)("agreements")), where or Where())
    return found.select("vendor_id", "effective_from", "effective_to").to_native().pl().sort("vendor_id", "effective_from")


def expected(agreements: pl.DataFrame, first: date, last: date) -> frozenset[str]:
    """The vendors of the agreements of `agreed` that were in force on any day between two."""
    ends = pl.col("effective_to").is_null() | (pl.col("effective_to") >= first)
    return frozenset(agreements.filter(pl.col("effective_from") <= last, ends)["vendor_id"])
