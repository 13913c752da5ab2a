"""Vendors by KPI: the heat table of the main KPIs of one service. A picture of it can be taken away; on the page it is a table,
readable on a phone, and each cell leads on."""

from __future__ import annotations

import polars as pl
import streamlit as st

from assay import written
from assay.charts.chart import Chart
from assay.charts.svg import svg
from assay.report.comparison import Compared, Comparison
from assay.report.comparison_heat import heat, is_deep, value, vendors
from assay.report.comparison_pictures import hover, tone
from assay.say import compare as say
from ui import download, opening
from ui import words as common
from ui.compare import read as compare_read
from ui.compare import view as compare_view
from ui.compare import words
from ui.literal import literal
from ui.markup import Cell, Column, Table, Tone
from ui.reading import Reading
from ui.table import show as show_table

_TONES: dict[str, Tone] = {"improvement": "improvement", "concern": "concern", "neutral": "neutral"}


def show(found: Comparison, now: Reading) -> None:
    with st.spinner(now(words.FITTING)):
        several = read(found, now)
    if not several:
        st.markdown(now(words.NOTHING_BODY))
        return
    drawn = heat(several, now.language)
    st.markdown(f"**{literal(drawn.title)}**")
    st.caption(literal(drawn.subtitle))
    show_table(table(several, now), "compare_heat")
    st.caption(literal(drawn.note))
    _files(several, drawn, now)


def _files(several: list[Comparison], drawn: Chart, now: Reading) -> None:
    label = several[0].months[-1]
    with st.container(horizontal=True, key="compare_heat_files"):
        download.button(lambda: workbook(several, now), f"assay-compare-kpis-{label}.xlsx", "heat", now)
        st.download_button(now(words.PICTURE), lambda: svg(drawn).encode(), f"assay-compare-kpis-{label}.svg", "image/svg+xml",
                           key="compare_heat_picture", on_click="ignore", icon=":material/download:", type="tertiary")


def read(found: Comparison, now: Reading) -> list[Comparison]:
    """The comparisons on the main KPIs and the chosen one; those that tell of nobody are left out."""
    offered = {kpi.id: kpi for kpi in compare_read.offered(now.version, now.scope)}
    main, _ = opening.kpis(now.version, now.scope, "month")
    ids = [kpi.id for kpi in main if kpi.id in offered]
    asked = [*ids, *([found.kpi.id] if found.kpi.id not in ids else [])]
    of = (found.service, found.months, now.view.get("sites", ()), compare_view.peers(now), now.period.last)
    told = [compare_read.compared(now.version, now.scope, id_, *of) for id_ in asked]
    return [one for one in told if one.vendors]


def table(several: list[Comparison], now: Reading) -> Table:
    """Most concern on top; a cell opens the comparison on its KPI."""
    columns = (
        Column("vendor", now(words.VENDOR), align="left", is_first=True),
        *(Column(one.kpi.id, one.kpi.title(now.language), one.kpi.sentence(now.language)) for one in several),
    )
    return Table(columns, tuple(_row(id_, name, several, now) for id_, name in vendors(several).items()), now(words.PARTS["kpis"]))


def _row(id_: str, name: str, several: list[Comparison], now: Reading) -> dict[str, Cell]:
    cells = {one.kpi.id: _cell(one.get(id_), one, id_, now) for one in several}
    return {"vendor": Cell(name, href=compare_view.of_vendor(id_)), **cells}


def _cell(one: Compared | None, found: Comparison, id_: str, now: Reading) -> Cell:
    if one is None:
        return Cell(written.NOTHING, tone="muted")
    of = _TONES.get(tone(one, found.kpi), "plain")
    shade = "" if of == "plain" else "deep" if is_deep(one) else "shaded"
    muted: Tone = "muted" if one.adjusted is None else of
    return Cell(value(one, found.kpi, now.language), href=compare_view.of_kpi(found.kpi.id, id_), tone=muted, shade=shade,
                hover=hover(one, found, now.language))


def workbook(several: list[Comparison], now: Reading) -> bytes:
    """One row a vendor and KPI, in full precision."""
    rows = [
        {
            now(words.VENDOR): one.name,
            "vendor_id": one.vendor_id,
            "kpi": found.kpi.id,
            now(common.KPI): found.kpi.title(now.language),
            "n": one.sums.denominator,
            now(words.CRUDE): one.crude.value,
            now(words.ADJUSTED): None if one.adjusted is None else one.adjusted.value,
            now(words.BAND): "" if one.band is None else say.band(one.band, found.kpi.direction, now.language),
        }
        for found in several
        for one in found.vendors
    ]
    return download.workbook({now(words.HEAT_FILE): pl.DataFrame(rows, infer_schema_length=None)})
