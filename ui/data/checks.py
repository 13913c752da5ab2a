"""Validation results: load by load, the rules that some rows broke with examples, and how many every row kept."""

from __future__ import annotations

import json

import polars as pl
import streamlit as st

from assay import written
from assay.contracts.reasons import meaning
from ui.data import read as data_read
from ui.data import words
from ui.data.files import table_title
from ui.data.paged import paged
from ui.markup import Cell, Column, Table
from ui.reading import Reading

_EXAMPLES = 3


def show(now: Reading) -> None:
    found = data_read.validations(now.version, now.scope)
    if found.is_empty():
        st.markdown(now(words.OWN_ROWS) if now.scope.limits else now(words.NO_CHECKS))
        return
    rules = by_rule(found)
    broken = rules.filter(pl.col("unexpected") > 0)
    st.markdown(now(words.CHECK_SUMMARY, **_totals(found, rules)))
    st.subheader(now(words.CHECK_BY_LOAD), anchor=False)
    loads = _by_load(found)
    paged(loads.height, lambda first, size: _loads(loads.slice(first, size), now), "checks_by_load", now, 10)
    st.subheader(now(words.CHECK_BROKEN), anchor=False)
    paged(broken.height, lambda first, size: _rules(broken.slice(first, size), now), "checks_broken", now)
    _kept(rules.filter(pl.col("unexpected") == 0), now)


def by_rule(found: pl.DataFrame) -> pl.DataFrame:
    """table_name, reason, columns, expectation, tested, unexpected, trend (share a load, oldest first), examples; worst first."""
    share = pl.col("unexpected") / pl.col("rows_tested")
    by_load = (
        found.sort("finished_at", "source_file_id")
        .group_by("table_name", "reason", "columns", "expectation", "load_id", maintain_order=True)
        .agg(pl.col("rows_tested", "unexpected").sum(), pl.col("examples"))
    )
    return (
        by_load.group_by("table_name", "reason", "columns", "expectation", maintain_order=True)
        .agg(
            pl.col("rows_tested", "unexpected").sum(), share.alias("trend"),
            pl.col("examples").explode().filter(pl.col("examples").explode() != "[]"),
        )
        .sort("unexpected", "table_name", "reason", "columns", descending=[True, False, False, False])
    )


def _totals(found: pl.DataFrame, rules: pl.DataFrame) -> dict[str, str]:
    return {
        "files": written.count(found["source_file_id"].n_unique()), "rules": written.count(rules.height),
        "tested": written.count(found["rows_tested"].sum()), "unexpected": written.count(found["unexpected"].sum()),
    }


def _by_load(found: pl.DataFrame) -> pl.DataFrame:
    files = found.group_by("load_id").agg(
        pl.col("finished_at").first(), pl.len().alias("rules"), pl.col("source_file_id").n_unique().alias("files"),
        pl.col("rows_tested", "unexpected").sum(),
    )
    seconds = found.unique(["load_id", "source_file_id"]).group_by("load_id").agg(pl.col("seconds").sum())
    return files.join(seconds, on="load_id").sort("finished_at", "load_id", descending=True)


def _loads(loads: pl.DataFrame, now: Reading) -> Table:
    columns = (
        Column("at", now(words.LOADED_AT), align="left", is_first=True),
        Column("files", now(words.FILES)), Column("rules", now(words.EVALUATED)), Column("tested", now(words.TESTED)),
        Column("unexpected", now(words.UNEXPECTED)), Column("took", now(words.TOOK)),
    )
    rows = tuple(
        {
            "at": Cell(written.moment(row["finished_at"])),
            "files": Cell(written.count(row["files"])),
            "rules": Cell(written.count(row["rules"])),
            "tested": Cell(written.count(row["rows_tested"])),
            "unexpected": Cell(written.count(row["unexpected"])),
            "took": Cell(now(words.SECONDS, seconds=f"{row['seconds']:.1f}")),
        }
        for row in loads.iter_rows(named=True)
    )
    return Table(columns, rows, now(words.CHECK_BY_LOAD))


def _kept(kept: pl.DataFrame, now: Reading) -> None:
    more = st.expander(now(words.CHECK_KEPT, count=kept.height), key="checks_kept", on_change="rerun")
    if more.open:
        with more:
            paged(kept.height, lambda first, size: _rules(kept.slice(first, size), now), "checks_kept_table", now)


def _rules(rules: pl.DataFrame, now: Reading) -> Table:
    columns = (
        Column("check", now(words.CHECK), align="left", is_first=True),
        Column("table", now(words.TABLE), align="left"),
        Column("tested", now(words.TESTED)), Column("unexpected", now(words.UNEXPECTED)), Column("share", now(words.SHARE)),
        Column("examples", now(words.EXAMPLES), align="left"), Column("rule", now(words.RULE), align="left"),
    )
    return Table(columns, tuple(_rule(row, now) for row in rules.iter_rows(named=True)), now(words.CHECK_BROKEN))


def _rule(row: dict, now: Reading) -> dict[str, Cell]:
    examples = dict.fromkeys(example for found in row["examples"] for example in json.loads(found))
    tested = row["rows_tested"]
    trend = tuple(row["trend"][-13:]) if len(row["trend"]) > 1 else ()
    return {
        "check": Cell(meaning(row["table_name"], row["reason"], row["columns"])(now.language), is_long=True),
        "table": Cell(table_title(row["table_name"], now)),
        "tested": Cell(written.count(tested)),
        "unexpected": Cell(written.count(row["unexpected"])),
        "share": Cell(written.percent(row["unexpected"] / tested if tested else None, 2), trend=trend),
        "examples": Cell(" · ".join(list(examples)[:_EXAMPLES]) or written.NOTHING, tone="muted", is_long=True),
        "rule": Cell(row["expectation"], tone="muted"),
    }
