"""The records behind the missed lines of a statement, each on a table of its own: what a vendor looks at before it disputes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from assay.agreements.account import Line
from assay.contracts import contract
from assay.contracts.vocabulary import STATES
from assay.kpis import Kpi
from assay.report.document import Cell, Column, Table
from assay.report.form import Form
from assay.report.settled import Settled
from assay.say import statement_words as words
from assay.say.amounts import level_name
from assay.scope import Scope
from assay.text import Language
from assay.warehouse.behind_line import SHOWN, Behind, behind_line
from assay.warehouse.read import Warehouse

AT_MOST = 5_000
_NUMBER = Form("number")
_LOCAL = ("deadline_at", "stopped_at")


@dataclass(frozen=True, slots=True)
class LineRows:
    """A line of a statement with the rows behind it."""

    line: Line
    behind: Behind


def rows_of_missed(warehouse: Warehouse, scope: Scope, found: Settled, at_most: int = AT_MOST) -> tuple[LineRows, ...]:
    """The rows behind each missed line of the statement, those that spoil it first, `at_most` of each."""
    return tuple(
        LineRows(line, behind_line(warehouse, scope, account.agreement, line.level, found.kpis[line.level.kpi], found.month,
                                   line.judged.method, 0, at_most))
        for account in found.accepted.accounts
        for line in account.lines
        if line.judged.verdict == "missed"
    )  # fmt: skip


def rows_table(one: LineRows, kpi: Kpi, language: Language) -> Table:
    """The rows as a table; moments in the zone of their site. Raises nothing for a line without rows: it has no line then."""
    rows = _local(one.behind.rows)
    tables = rows["table"].unique(maintain_order=True).to_list()
    shown = [name for table in tables for name in SHOWN[table] if name in rows.columns]
    names = ["key", "day_on", "numerator", "denominator", "reason", *_present(rows, words.CLOCK), *dict.fromkeys(shown)]
    titles = {name: _title(name, tables, language) for name in names}
    told = rows.select(_worded(rows, name, tables, kpi, language) for name in names)
    columns = tuple(Column(titles[name], _NUMBER if told[name].dtype.is_numeric() else Form()) for name in names)
    note = words.SHOWN_ONLY(language, shown=rows.height, total=one.behind.total) if rows.height < one.behind.total else ""
    return Table(level_name(kpi, one.line.level, language), columns, tuple(_cells(row) for row in told.iter_rows()), note=note)


def _present(rows: pl.DataFrame, named: Mapping[str, object]) -> list[str]:
    return [name for name in named if name in rows.columns]


def _cells(row: tuple[str | float | date | datetime | None, ...]) -> tuple[Cell, ...]:
    return tuple(row)


def _local(rows: pl.DataFrame) -> pl.DataFrame:
    """Moments as the clock on the wall at the site showed them."""
    zones = rows["time_zone"].drop_nulls().unique().sort().to_list()

    def on_the_wall(name: str) -> pl.Expr:
        utc = pl.col(name).dt.replace_time_zone("UTC")
        moved = {zone: utc.dt.convert_time_zone(zone).dt.replace_time_zone(None) for zone in zones}
        there = [pl.when(pl.col("time_zone") == zone).then(one) for zone, one in moved.items()]
        return pl.coalesce(*there, pl.col(name)).alias(name)

    return rows.with_columns(on_the_wall(name) for name in _LOCAL if name in rows.columns)


def _title(name: str, tables: list[str], language: Language) -> str:
    named = {"key": words.KEY, "day_on": words.DAY, "numerator": words.NUMERATOR, "denominator": words.DENOMINATOR}
    known = {**named, "reason": words.OUT, **words.CLOCK}
    if name in known:
        return known[name](language)
    of = next(table for table in tables if name in SHOWN[table])
    return contract(of).column(name).text(language)


def _worded(rows: pl.DataFrame, name: str, tables: list[str], kpi: Kpi, language: Language) -> pl.Expr:
    """The column with known words in the reader's language, yes and no for flags."""
    if rows[name].dtype == pl.Boolean:
        is_so = pl.when(pl.col(name)).then(pl.lit(words.YES(language)))
        return is_so.when(~pl.col(name)).then(pl.lit(words.NO(language))).alias(name)
    known = _words(name, tables, kpi)
    if not known or rows[name].dtype != pl.String:
        return pl.col(name)
    return pl.col(name).replace({ours: text(language) for ours, text in known.items()})


def _words(name: str, tables: list[str], kpi: Kpi) -> Mapping[str, object]:
    if name == "reason":
        return {one.reason: one.text for one in kpi.excluded}
    if name == "state":
        return STATES
    of = next((table for table in tables if name in SHOWN[table]), None)
    return contract(of).column(name).words if of else {}
