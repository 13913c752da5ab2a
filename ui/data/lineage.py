"""The rows behind a figure, each with the file and line it came from."""

from __future__ import annotations

import polars as pl
import streamlit as st

from assay import written
from assay.contracts import Contract, contract
from assay.kpis import Kpi
from assay.report.overview import Card as Result
from assay.warehouse import lineage
from assay.warehouse.lineage import Behind, Side
from ui import address, download, warehouse
from ui.data import words
from ui.data.files import title
from ui.data.paged import paged
from ui.markup import Cell, Column, Table
from ui.orders import view as orders_view
from ui.orders.words import OPENS_ORDERS
from ui.reading import Reading

LIMIT = 10_000
_SIZE = 15
SIDES: tuple[Side, ...] = ("numerator", "denominator")


def show(result: Result, now: Reading) -> None:
    """An expander that fetches nothing before it is opened."""
    more = st.expander(now(words.BEHIND, period=now.period.label), key="behind", on_change="rerun")
    if more.open:
        with more:
            _rows(result.kpi, now)


def _rows(kpi: Kpi, now: Reading) -> None:
    names = dict(zip(SIDES, kpi.counted, strict=True))
    side: Side = st.segmented_control(
        now(words.BEHIND_PART), SIDES, default="denominator", required=True, key=f"behind_side_{now.language}",
        format_func=lambda one: names[one](now.language), label_visibility="collapsed",
    )
    total = _behind(kpi, side, now, 0, 1).total
    if not total:
        st.caption(now(words.BEHIND_NONE))
        return
    st.caption(now(words.BEHIND_HINT, limit=written.count(LIMIT)))
    orders = orders_view.opening(kpi, side)
    if orders:
        to = address.params(**orders)
        st.page_link("pages/orders.py", label=now(OPENS_ORDERS), icon=":material/assignment:", query_params=to)
    key = f"behind_{kpi.id}_{side}"
    paged(total, lambda first, size: _table(kpi, side, _behind(kpi, side, now, first, size).rows, now), key, now, _SIZE)
    download.button(lambda: download.workbook({kpi.id: _behind(kpi, side, now, 0, LIMIT).rows}),
                    f"assay-{kpi.id}-{now.period.label}-{side}.xlsx", key, now, words.BEHIND_DOWNLOAD)


def _behind(kpi: Kpi, side: Side, now: Reading, first: int, size: int) -> Behind:
    opened = warehouse.published(now.version)
    method = warehouse.method(now.version, now.scope)
    return lineage.behind(opened, kpi, side, now.grain, now.period.label, now.scope, now.members, method, first, size)


def _table(kpi: Kpi, side: Side, rows: pl.DataFrame, now: Reading) -> Table:
    part = kpi.numerator if side == "numerator" else kpi.denominator
    declared = contract(part.table)
    own = [name for name in rows.columns if name not in (part.on, "day_on", "counts", "name", "sheet", "source_row")]
    said = {column.name: column.text(now.language) for column in declared.columns}
    columns = (
        *(Column(name, said[name], align="left", is_first=place == 0) for place, name in enumerate(own)),
        Column("day", now(words.BEHIND_DAY), align="left"),
        Column("counts", now(words.BEHIND_COUNTS)),
        Column("file", now(words.FILE), align="left"),
        Column("line", now(words.LINE)),
    )
    shown = tuple(_row(row, own, declared, now) for row in rows.iter_rows(named=True))
    return Table(columns, shown, now(words.BEHIND, period=now.period.label))


def _row(row: dict, own: list[str], declared: Contract, now: Reading) -> dict[str, Cell]:
    names = {"vendor_id": warehouse.vendors(now.version, now.scope), "site_id": warehouse.sites(now.version, now.scope)}
    for name in own:
        names.setdefault(name, {value: words_(now.language) for value, words_ in declared.column(name).words.items()})
    values = {name: Cell(str(names[name].get(row[name], row[name] or written.NOTHING))) for name in own}
    if row.get("order_id"):
        values["order_id"] = Cell(row["order_id"], href=orders_view.of_order(row["order_id"]))
    file = Cell(title(row, now), href=address.link("data", part="files")) if row["name"] else Cell(written.NOTHING)
    line = Cell(written.NOTHING if row["source_row"] is None else str(row["source_row"]), tone="muted")
    return {**values, "day": Cell(str(row["day_on"])), "counts": Cell(written.quantity(row["counts"])), "file": file, "line": line}
