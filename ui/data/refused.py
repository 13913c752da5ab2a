"""What waits in quarantine and why: by check with examples, by file, the rows themselves, and the workbook for repair."""

from __future__ import annotations

import polars as pl
import streamlit as st

from assay import written
from assay.contracts.reasons import meaning
from ui import download
from ui.data import read as data_read
from ui.data import repair as data_repair
from ui.data import words
from ui.data.files import table_title, title
from ui.data.paged import paged
from ui.markup import Cell, Column, Table
from ui.reading import Reading

_EXAMPLES = 3
_LONGEST = 60


def show(now: Reading) -> None:
    found = data_read.reasons(now.version, now.scope, now.members)
    if found.is_empty():
        st.markdown(now(words.NOTHING_WAITS))
        return
    if now.scope.sees_comments:
        download.button(lambda: data_repair.workbook(now), "assay-quarantine.xlsx", "quarantine", now, words.REPAIR_DOWNLOAD)
        st.caption(now(words.REPAIR_HINT))
    st.subheader(now(words.BY_CHECK), anchor=False)
    checks = by_check(found)
    paged(checks.height, lambda first, size: _checks(checks.slice(first, size), now), "refused_by_check", now, 15)
    st.subheader(now(words.BY_FILE), anchor=False)
    files = _by_file(found)
    paged(files.height, lambda first, size: _files(files.slice(first, size), now), "refused_by_file", now, 10)
    st.subheader(now(words.THE_ROWS), anchor=False)
    paged(found.height, lambda first, size: _rows(found.slice(first, size), now), "refused_rows", now, 10)


def by_check(found: pl.DataFrame) -> pl.DataFrame:
    """table_name, reason, columns, rows, files, examples (up to three different values, as written); the most frequent first."""
    value = pl.col("value") if "value" in found.columns else pl.lit(None, dtype=pl.String)
    return (
        found.with_columns(value.alias("value"))
        .group_by("table_name", "reason", "columns")
        .agg(
            pl.len().alias("rows"),
            pl.col("source_file_id").n_unique().alias("files"),
            pl.col("value").drop_nulls().unique(maintain_order=True).head(_EXAMPLES).alias("examples"),
        )
        .sort("rows", "table_name", "reason", "columns", descending=[True, False, False, False])
    )


def _by_file(found: pl.DataFrame) -> pl.DataFrame:
    return (
        found.group_by("source_file_id", "name", "sheet", "table_name")
        .agg(pl.col("source_row").n_unique().alias("rows"), pl.struct("reason", "columns").unique(maintain_order=True).alias("why"))
        .sort("rows", "name", "sheet", descending=[True, False, False], nulls_last=True)
    )


def _checks(checks: pl.DataFrame, now: Reading) -> Table:
    columns = (
        Column("check", now(words.CHECK), align="left", is_first=True),
        Column("table", now(words.TABLE), align="left"),
        Column("rows", now(words.COUNT)),
        Column("files", now(words.IN_FILES)),
        Column("examples", now(words.EXAMPLES), align="left"),
    )
    rows = tuple(
        {
            "check": Cell(meaning(row["table_name"], row["reason"], row["columns"])(now.language), is_long=True),
            "table": Cell(table_title(row["table_name"], now)),
            "rows": Cell(written.count(row["rows"])),
            "files": Cell(written.count(row["files"])),
            "examples": _examples(row["examples"]),
        }
        for row in checks.iter_rows(named=True)
    )
    return Table(columns, rows, now(words.BY_CHECK))


def _examples(values: list[str]) -> Cell:
    return Cell(" · ".join(value[:_LONGEST] for value in values) or written.NOTHING, tone="muted", is_long=True)


def _files(files: pl.DataFrame, now: Reading) -> Table:
    columns = (
        Column("file", now(words.FILE), align="left", is_first=True),
        Column("table", now(words.TABLE), align="left"),
        Column("rows", now(words.COUNT)),
        Column("why", now(words.CHECK), align="left"),
    )
    rows = tuple(
        {
            "file": Cell(title(row, now)),
            "table": Cell(table_title(row["table_name"], now)),
            "rows": Cell(written.count(row["rows"])),
            "why": Cell(_all_reasons(row["table_name"], row["why"], now), is_long=True),
        }
        for row in files.iter_rows(named=True)
    )
    return Table(columns, rows, now(words.BY_FILE))


def _all_reasons(table: str, why: list[dict[str, str]], now: Reading) -> str:
    return ("；" if now.language == "zh" else "; ").join(meaning(table, **one)(now.language) for one in why)


def _rows(found: pl.DataFrame, now: Reading) -> Table:
    columns = (
        Column("file", now(words.FILE), align="left", is_first=True),
        Column("line", now(words.LINE)),
        Column("check", now(words.CHECK), align="left"),
        Column("value", now(words.VALUE), align="left"),
    )
    rows = tuple(
        {
            "file": Cell(title(row, now)),
            "line": Cell(str(row["source_row"])),
            "check": Cell(meaning(row["table_name"], row["reason"], row["columns"])(now.language), is_long=True),
            "value": Cell((row.get("value") or written.NOTHING)[:_LONGEST], tone="muted"),
        }
        for row in found.iter_rows(named=True)
    )
    return Table(columns, rows, now(words.THE_ROWS))
