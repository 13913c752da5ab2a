"""One line of a statement opened: the sentence, how its amount came about, what was left out, and the records behind it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import polars as pl
import streamlit as st

from assay import written
from assay.agreements.account import Account, Line
from assay.agreements.statement import Statement
from assay.contracts import contract
from assay.contracts.vocabulary import CATEGORIES
from assay.kpis import Kpi
from assay.report.settled import Settled
from assay.say import amounts, overview
from assay.say import statement as say
from assay.text import Text
from assay.warehouse.behind_line import Behind
from ui import address, warehouse
from ui.agreements import orders as agreements_orders
from ui.agreements import read as agreements_read
from ui.agreements import request as agreements_request
from ui.agreements import words
from ui.data.paged import paged
from ui.markup import Cell, Column, Table
from ui.orders.list import local
from ui.reading import Reading

_SIZE = 10
_TIMED = ("deadline_at", "stopped_at")


def show(line: Line, account: Account, shown: Statement, found: Settled, now: Reading) -> None:
    kpi = found.kpis[line.level.kpi]
    with st.container(border=True, key="statement_line"):
        with st.container(horizontal=True, vertical_alignment="center", key="statement_line_heading"):
            st.subheader(amounts.level_name(kpi, line.level, now.language), anchor=False)
            st.button(now(words.CLOSE), icon=":material/close:", key="close_line", type="tertiary", on_click=address.go,
                      kwargs={"line": None})
        st.markdown(f"**{_stopped(say.line(kpi, line, now.language), now)}**")
        for said in _told(line, shown, found, now):
            st.markdown(said)
        st.caption(kpi.sentence(now.language))
        _rows(line, account, found, now)
        agreements_request.show(line, account, found, now)


def _stopped(said: str, now: Reading) -> str:
    return said + ("。" if now.language == "zh" else ".")


def _told(line: Line, shown: Statement, found: Settled, now: Reading) -> list[str]:
    """How the amount came about; what was left out; what other methods found."""
    kpi = found.kpis[line.level.kpi]
    came = amounts.of_line(line, shown, found.kpis, now.language)
    out = left_out(line, found, now)
    said = [_stopped(came, now)] if came else []
    said += [now(words.LEFT_OUT, what=out)] if out else []
    for method, sums in line.judged.beside.items():
        counted = overview.basis(kpi, sums.numerator, sums.denominator, {}, now.language)
        said.append(now(words.BESIDE, method=say.method(method, now.language), counted=counted))
    return said


def left_out(line: Line, found: Settled, now: Reading) -> str:
    """What the line does not count, and why: by the KPI, or because it was waived or a dispute was granted."""
    of_kpi = {one.reason: one.text for one in found.kpis[line.level.kpi].excluded}
    known = {**of_kpi, "waived": words.WAIVED, "disputed": words.DISPUTED}
    parts = [f"{known[reason](now.language)} {written.count(n)}" for reason, n in line.judged.excluded.items() if n]
    return ("，" if now.language == "zh" else ", ").join(parts)


def behind(line: Line, account: Account, found: Settled, now: Reading, first: int, size: int) -> Behind:
    return agreements_read.behind(
        now.version, now.scope, account.agreement.agreement_id, line.level.level_id, found.month, line.judged.method, first, size
    )


def _rows(line: Line, account: Account, found: Settled, now: Reading) -> None:
    total = behind(line, account, found, now, 0, _SIZE)
    if not total.total:
        st.caption(now(words.NO_RECORDS))
        return
    st.markdown(f"**{now(words.BEHIND, counted=written.count(total.counted), total=written.count(total.total))}**")
    kpi = found.kpis[line.level.kpi]
    paged(total.total, lambda first, size: _table(behind(line, account, found, now, first, size).rows, kpi, now),
          f"line_{line.level.level_id}", now, _SIZE)


def _table(rows: pl.DataFrame, kpi: Kpi, now: Reading) -> Table:
    clock = "state" in rows.columns
    columns = (
        Column("key", now(words.RECORD), align="left", is_first=True),
        Column("counts", now(words.COUNTS), now(words.COUNTS_HINT), align="left"),
        *((Column("late", now(words.TIME), now(words.TIME_HINT)), Column("deadline_at", now(words.DUE_AT)),
           Column("stopped_at", now(words.STOPPED_AT))) if clock else ()),
        Column("day", now(words.DAY)),
        *(Column(name, title, align="left") for name, title in _facts(rows, now).items()),
    )
    return Table(columns, tuple(_row(row, kpi, rows.columns, now) for row in rows.iter_rows(named=True)), now(words.RECORDS))


_OWN = (
    "table", "key", "day_on", "numerator", "denominator", "reason", "time_zone", "target_minutes", "minutes", "state", *_TIMED,
)
"""What has a column of its own, or none."""


def _facts(rows: pl.DataFrame, now: Reading) -> dict[str, str]:
    """The other columns that the tables of these rows have, with their titles."""
    declared = [contract(table) for table in rows["table"].unique(maintain_order=True)]
    known = {column.name: column.text(now.language) for one in declared for column in one.columns}
    keys = {name for one in declared for name in one.key}
    return {name: known[name] for name in rows.columns if name not in _OWN and name not in keys and name in known}


def _row(row: dict, kpi: Kpi, names: list[str], now: Reading) -> dict[str, Cell]:
    declared = contract(row["table"])
    own = {column.name: column for column in declared.columns}
    named = [name for name in names if name in own and name not in (*_OWN, *declared.key)]
    facts = {name: _fact(name, row[name], own[name].words, now) for name in named}
    return {
        "key": Cell(row["key"], href=_to_trace(row)),
        "counts": _counts(row, kpi, now),
        "late": _late(row, now),
        **{name: _local(row.get(name), row["time_zone"]) for name in _TIMED},
        "day": Cell(str(row["day_on"])),
        **facts,
    }


def _to_trace(row: dict) -> str | None:
    return address.link("orders", order=row["key"], **agreements_orders.LEFT) if row["table"] == "orders" else None


def _counts(row: dict, kpi: Kpi, now: Reading) -> Cell:
    """Whether the row counts as it was agreed, against it, or not at all and why."""
    if row["reason"] is not None:
        why = {one.reason: one.text for one in kpi.excluded}[row["reason"]]
        return Cell(now(words.NOT_COUNTED), tone="muted", note=why(now.language))
    ratio = f"{written.quantity(row['numerator'])} / {written.quantity(row['denominator'])}"
    if kpi.chart != "p" or kpi.squares or kpi.direction == "none":
        return Cell(ratio)
    is_good = (row["numerator"] > 0) == (kpi.direction == "higher")
    return Cell(ratio, mark="met" if is_good else "missed", mark_word=now(words.KEPT if is_good else words.SPOILT))


def _late(row: dict, now: Reading) -> Cell:
    if row.get("minutes") is None or row.get("target_minutes") is None:
        return Cell(written.NOTHING, tone="muted")
    used, target = (written.working(round(row[name]), now.language) for name in ("minutes", "target_minutes"))
    return Cell(used, note=now(words.OF_TARGET, target=target))


def _local(at: datetime | None, zone: str | None) -> Cell:
    return Cell(written.NOTHING, tone="muted") if at is None else Cell(local(at, zone))


def _fact(name: str, value: object, known: Mapping[str, Text], now: Reading) -> Cell:
    if value is None:
        return Cell(written.NOTHING, tone="muted")
    if name == "site_id":
        return Cell(warehouse.sites(now.version, now.scope).get(str(value), str(value)))
    if isinstance(value, bool):
        return Cell(now(words.YES if value else words.NO))
    if isinstance(value, float):
        return Cell(written.quantity(value))
    return Cell(overview.word(CATEGORIES if name == "category" else known, str(value), now.language))
