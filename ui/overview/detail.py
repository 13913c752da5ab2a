"""One KPI opened: what it counts, each service level, period by period; and the figures that arrive as bare values."""

from __future__ import annotations

import polars as pl
import streamlit as st

from assay import written
from assay.agreements.standing import Standing, interval_of, value_of
from assay.kpis import Kpi
from assay.report.overview import Card as Result
from assay.report.overview import Overview, left_out, total
from assay.say import overview as say
from assay.warehouse.orders_counted import REST
from ui import address, download, warehouse, words
from ui.causes.words_closer import WHY_HINT, WHY_MOVED
from ui.data import lineage as data_lineage
from ui.markup import Cell, Column, Table
from ui.orders import view as orders_view
from ui.reading import Reading
from ui.table import show as show_table


def show(now: Reading, found: Overview) -> None:
    """The opened KPI of the view; `found` is the overview of this KPI alone."""
    (result,) = found.cards
    kpi = result.kpi
    with st.container(border=True, key="detail"):
        with st.container(horizontal=True, vertical_alignment="center", key="detail_heading"):
            st.subheader(kpi.title(now.language), anchor=False)
            download.button(lambda: download.history(result, _cells(now, result), now), f"assay-{kpi.id}.xlsx", "history", now)
            st.page_link("pages/causes.py", label=now(WHY_MOVED), icon=":material/account_tree:", help=now(WHY_HINT),
                         query_params=address.params())
            st.button(now(words.CLOSE_DETAIL), icon=":material/close:", key="close_detail", type="tertiary",
                      on_click=address.go, kwargs={"kpi": None})
        st.markdown(kpi.sentence(now.language))
        st.markdown(f"**{now(words.DETAIL_HISTORY)}**")
        show_table(_history(result, _cells(now, result), now), "history")
        _standings(result, now)
        data_lineage.show(result, now)


def _standings(result: Result, now: Reading) -> None:
    """The levels that were missed; those that were met are many and one click away."""
    missed = [one for one in result.standings if one.verdict == "missed"]
    others = [one for one in result.standings if one.verdict != "missed"]
    if missed:
        st.markdown(f"**{now(words.DETAIL_MISSED, count=len(missed), judged=len(result.standings))}**")
        show_table(_levels(result, missed, now), "levels")
    if others:
        more = st.expander(now(words.DETAIL_OTHERS, count=len(others)), key="levels_met", on_change="rerun")
        if more.open:
            with more:
                show_table(_levels(result, others, now), "levels_met_table")


def _cells(now: Reading, result: Result) -> pl.DataFrame:
    return warehouse.cells(now.version, now.scope, result.kpi, now.grain, now.where)


def _levels(result: Result, standings: list[Standing], now: Reading) -> Table:
    columns = (
        Column("vendor", now(words.VENDORS), align="left", is_first=True),
        Column("level", now(words.DETAIL_LEVEL), align="left"),
        Column("result", now(words.DETAIL_RESULT)),
        Column("target", now(words.DETAIL_TARGET)),
        Column("basis", f"{result.kpi.counted[0](now.language)} / {result.kpi.counted[1](now.language)}"),
        Column("evidence", now(words.DETAIL_EVIDENCE), now(words.EVIDENCE_NOTE)),
    )
    names = warehouse.vendors(now.version, now.scope)

    def concern(one: Standing) -> tuple[bool, float, str]:
        return not one.is_beyond_chance, 1.0 if one.chance is None else one.chance, names[one.level.vendor_id]

    rows = tuple(_level(result, one, names, now) for one in sorted(standings, key=concern))
    return Table(columns, rows, now(words.DETAIL_LEVELS))


def _level(result: Result, one: Standing, names: dict[str, str], now: Reading) -> dict[str, Cell]:
    kpi, language = result.kpi, now.language
    mark = {"met": "met", "missed": "missed", "no_data": "none"}[one.verdict]
    word = "" if mark == "none" else now(say.MET if mark == "met" else say.MISSED)
    chance = written.NOTHING if one.chance is None else written.percent(one.chance, 1)
    return {
        "vendor": Cell(names[one.level.vendor_id], href=address.link("", vendors=one.level.vendor_id)),
        "level": Cell(say.about(one.level, language)),
        "result": Cell(written.value(kpi, one.value, language), _of_level(kpi, one, REST), mark, word),
        "target": Cell(say.goal(kpi, one.level.target, language)),
        "basis": Cell(say.basis(kpi, one.sums.numerator, one.sums.denominator, {}, language), _of_level(kpi, one, "denominator")),
        "evidence": Cell(chance, tone="concern" if one.is_beyond_chance else "plain", note=_evidence(one, now)),
    }


def _of_level(kpi: Kpi, one: Standing, sum_: str) -> str | None:
    """The link to the orders that a level was judged by: all of them, or the rest, which failed it."""
    about = one.level
    narrowed = {"vendors": about.vendor_id, "services": about.service, "sites": about.site_id, "priorities": about.priority}
    return orders_view.of_figure(kpi, sum_, **narrowed) if one.sums.denominator else None


def _evidence(one: Standing, now: Reading) -> str:
    if one.verdict != "missed":
        return ""
    return now(words.BEYOND_SHORT if one.is_beyond_chance else words.WITHIN_SHORT)


def _history(result: Result, cells: pl.DataFrame, now: Reading) -> Table:
    above, below = (words_(now.language) for words_ in result.kpi.counted)
    columns = (
        Column("period", now(words.DETAIL_MONTH), align="left", is_first=True),
        Column("value", now(words.DETAIL_VALUE)),
        Column("interval", now(words.DETAIL_INTERVAL)),
        Column("numerator", above),
        Column("denominator", below),
        Column("left_out", now(words.DETAIL_LEFT_OUT)),
    )
    rows = tuple(_period(result, cells.filter(pl.col("period") == label), label, now) for label in reversed(now.trend))
    return Table(columns, rows, now(words.DETAIL_HISTORY))


def _period(result: Result, cells: pl.DataFrame, label: str, now: Reading) -> dict[str, Cell]:
    kpi, sums = result.kpi, total(cells)
    return {
        "period": Cell(label, href=address.link("", period=label)),
        "value": Cell(written.value(kpi, value_of(kpi, sums), now.language)),
        "interval": Cell(say.interval_only(kpi, interval_of(kpi, sums), now.language)),
        "numerator": Cell(written.quantity(sums.numerator), href=_orders(kpi, "numerator", sums.numerator, label)),
        "denominator": Cell(written.quantity(sums.denominator), href=_orders(kpi, "denominator", sums.denominator, label)),
        "left_out": Cell(say.left_out(kpi, left_out(cells), now.language) or written.NOTHING),
    }


def _orders(kpi: Kpi, sum_: str, counted: float, label: str) -> str | None:
    """The link to the orders that a sum counts, where it counts any."""
    return orders_view.of_figure(kpi, sum_, period=label) if counted else None


def measurements(now: Reading) -> None:
    """Figures received as bare values: the latest per vendor and site, at the grain they came in."""
    found = warehouse.measurements(now.version, now.scope, now.where)
    if found.is_empty():
        return
    st.markdown(f"**{now(words.MEASUREMENTS)}**")
    st.caption(now(words.MEASUREMENTS_HINT))
    show_table(_measured(found, now), "measurements")


def _measured(found: pl.DataFrame, now: Reading) -> Table:
    vendors, sites = warehouse.vendors(now.version, now.scope), warehouse.sites(now.version, now.scope)
    columns = (
        Column("title", now(words.KPI), align="left", is_first=True),
        Column("vendor", now(words.VENDORS), align="left"),
        Column("site", now(words.SITES), align="left"),
        Column("period", now(words.PERIOD), align="left"),
        Column("value", now(words.DETAIL_VALUE)),
    )
    series = found.group_by("kpi", "vendor_id", "site_id", "service", maintain_order=True).agg(pl.all())
    rows = tuple(_measurement(row, vendors, sites, now) for row in series.iter_rows(named=True))
    return Table(columns, rows, now(words.MEASUREMENTS))


def _measurement(row: dict, vendors: dict[str, str], sites: dict[str, str], now: Reading) -> dict[str, Cell]:
    decimals, unit = row["decimals"][-1] or 0, row["unit"][-1] or ""
    site = sites.get(row["site_id"], row["site_id"]) if row["site_id"] else now(words.ALL)
    return {
        "title": Cell(row[f"title_{now.language}"][-1] or row["kpi"]),
        "vendor": Cell(vendors.get(row["vendor_id"], row["vendor_id"])),
        "site": Cell(site),
        "period": Cell(row["period"][-1] or written.NOTHING),
        "value": Cell(f"{row['value'][-1]:,.{decimals}f} {unit}".strip(), trend=tuple(row["value"][-13:])),
    }
