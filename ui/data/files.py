"""What came in and when: refused files with their messages, files by table, every file, the loads."""

from __future__ import annotations

import json
from collections.abc import Mapping

import polars as pl
import streamlit as st

from assay import written
from assay.contracts import CONTRACTS, contract
from assay.contracts.records import FILE_STATES
from ui import address
from ui.data import read as data_read
from ui.data import words
from ui.data.paged import paged
from ui.markup import Cell, Column, Table
from ui.reading import Reading
from ui.table import show as show_table

_KNOWN = {declared.table for declared in CONTRACTS}


def show(now: Reading) -> None:
    files = data_read.files(now.version, now.scope)
    if now.scope.limits:
        st.caption(now(words.OWN_ROWS))
    refused = files.filter(pl.col("state") == "refused")
    if refused.height:
        st.subheader(now(words.REFUSED_FILES), anchor=False)
        show_table(_refused(refused, now), "refused_files")
    st.subheader(now(words.BY_TABLE), anchor=False)
    show_table(_by_table(files, now), "files_by_table")
    st.subheader(now(words.ALL_FILES), anchor=False)
    st.caption(now(words.ALL_FILES_HINT))
    paged(files.height, lambda first, size: _files(files.slice(first, size), now), "files", now)
    st.subheader(now(words.LOADS), anchor=False)
    loads = data_read.loads(now.version, now.scope)
    paged(loads.height, lambda first, size: _loads(loads.slice(first, size), now), "loads", now, 10)


def title(row: Mapping[str, object], now: Reading) -> str:
    """A file as people name it: its path, and its sheet where it has some."""
    return now(words.SHEET_OF, name=row["name"], sheet=row["sheet"]) if row["sheet"] else str(row["name"])


def table_title(table: str | None, now: Reading) -> str:
    return contract(table).title(now.language) if table in _KNOWN and table else now(words.NO_TABLE)


def _refused(files: pl.DataFrame, now: Reading) -> Table:
    columns = (
        Column("file", now(words.FILE), align="left", is_first=True),
        Column("message", now(words.MESSAGE), align="left"),
        Column("table", now(words.TABLE), align="left"),
        Column("at", now(words.LOADED_AT)),
    )
    rows = tuple(
        {
            "file": Cell(title(row, now)),
            "message": Cell(row[f"message_{now.language}"] or written.NOTHING, is_long=True),
            "table": Cell(table_title(row["table_name"], now)),
            "at": Cell(written.moment(row["loaded_at"])),
        }
        for row in files.iter_rows(named=True)
    )
    return Table(columns, rows, now(words.REFUSED_FILES))


def _by_table(files: pl.DataFrame, now: Reading) -> Table:
    order = {declared.table: place for place, declared in enumerate(CONTRACTS)}
    summed = (
        files.filter(pl.col("table_name").is_not_null())
        .group_by("table_name")
        .agg(pl.len().alias("files"), pl.col("rows_read", "rows_accepted", "rows_quarantined").sum(), pl.col("loaded_at").max())
        .sort(pl.col("table_name").replace_strict(order, default=len(order)))
    )
    columns = (Column("table", now(words.TABLE), align="left", is_first=True), Column("files", now(words.FILES)), *_counts(now))
    rows = tuple(
        {"table": Cell(table_title(row["table_name"], now)), "files": Cell(written.count(row["files"])), **_numbers(row)}
        for row in summed.iter_rows(named=True)
    )
    return Table(columns, rows, now(words.BY_TABLE))


def _counts(now: Reading) -> tuple[Column, ...]:
    return (
        Column("rows_read", now(words.READ)),
        Column("rows_accepted", now(words.ACCEPTED)),
        Column("rows_quarantined", now(words.QUARANTINED)),
        Column("loaded_at", now(words.LOADED_AT)),
    )


def _numbers(row: Mapping[str, object]) -> dict[str, Cell]:
    counts = {name: Cell(written.count(row[name])) for name in ("rows_read", "rows_accepted")}
    waiting = Cell(written.count(row["rows_quarantined"]), tone="plain" if row["rows_quarantined"] else "muted")
    return {**counts, "rows_quarantined": waiting, "loaded_at": Cell(written.moment(row["loaded_at"]))}


def _files(files: pl.DataFrame, now: Reading) -> Table:
    columns = (
        Column("file", now(words.FILE), align="left", is_first=True),
        Column("table", now(words.TABLE), align="left"),
        Column("state", now(words.STATE), align="left"),
        Column("encoding", now(words.ENCODING), align="left"),
        *_counts(now),
    )
    rows = tuple(
        {
            "file": Cell(title(row, now)),
            "table": Cell(table_title(row["table_name"], now)),
            "state": Cell(FILE_STATES[row["state"]](now.language)),
            "encoding": Cell(row["encoding"] or written.NOTHING, tone="muted"),
            **_numbers(row),
            **_to_quarantine(row),
        }
        for row in files.iter_rows(named=True)
    )
    return Table(columns, rows, now(words.ALL_FILES))


def _to_quarantine(row: Mapping[str, object]) -> dict[str, Cell]:
    count = row["rows_quarantined"]
    return {"rows_quarantined": Cell(written.count(count), href=address.link("data", part="refused"))} if count else {}


def _loads(loads: pl.DataFrame, now: Reading) -> Table:
    columns = (
        Column("started", now(words.STARTED), align="left", is_first=True),
        Column("as_of", now(words.REACHES)),
        Column("files", now(words.FILES)),
        Column("refused", now(words.REFUSED_COUNT)),
        Column("rows", now(words.READ)),
        Column("quarantined", now(words.QUARANTINED)),
        Column("took", now(words.TOOK)),
    )
    return Table(columns, tuple(_load(row, now) for row in loads.iter_rows(named=True)), now(words.LOADS))


def _load(row: Mapping[str, object], now: Reading) -> dict[str, Cell]:
    steps: dict[str, float] = json.loads(str(row["seconds"])) if row["seconds"] else {}
    counted = {key: Cell(written.count(row[name])) for key, name in
               (("files", "files"), ("refused", "refused"), ("rows", "rows_read"), ("quarantined", "rows_quarantined"))}
    took = now(words.SECONDS, seconds=written.count(sum(steps.values())))
    hover = "\n".join(f"{step}: {seconds:.1f}" for step, seconds in steps.items())
    return {
        "started": Cell(written.moment(row["started_at"])), "as_of": Cell(written.moment(row["as_of"])), **counted,
        "took": Cell(took, hover=hover),
    }
