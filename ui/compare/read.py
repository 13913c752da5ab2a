"""What the page *Compare* reads, behind Streamlit's caches. Version and scope are in every key; a model is fitted once."""

from __future__ import annotations

from datetime import date

import polars as pl
import streamlit as st

from assay.cells import Where, dimensions, grains
from assay.kpis import Kpi
from assay.report.comparison import Comparison, comparison
from assay.report.comparison_times import Times, times
from assay.report.overview import overview
from assay.scope import Scope
from assay.warehouse import read
from assay.warehouse.durations import durations
from assay.warehouse.mix import case_mix, mixed
from assay.warehouse.orders_clock import ClockName
from ui import warehouse
from ui.warehouse import published

_KEPT = 64
_CELLS = 32


def offered(version_: str, scope: Scope) -> tuple[Kpi, ...]:
    """The KPIs by which vendors can be compared: those with vendor, site and months."""
    known = warehouse.kpis(version_, scope)
    return tuple(kpi for kpi in known if {"vendor_id", "site_id"} <= set(dimensions(kpi)) and "month" in grains(kpi))


def cells(version_: str, scope: Scope, kpi: Kpi, months: tuple[str, ...], sites: tuple[str, ...]) -> pl.DataFrame:
    """The cells of a KPI over the months, of all services; of inspections those of one method."""
    found = _cells(version_, scope, kpi.id, months, sites)
    return found.filter(pl.col("method") == warehouse.method(version_, scope)) if "method" in kpi.within else found


@st.cache_resource(max_entries=_CELLS, show_spinner=False)
def _cells(version_: str, scope: Scope, kpi_id: str, months: tuple[str, ...], sites: tuple[str, ...]) -> pl.DataFrame:
    return mixed(published(version_), _kpi(version_, scope, kpi_id), months, scope, sites)


def _kpi(version_: str, scope: Scope, kpi_id: str) -> Kpi:
    return next(one for one in warehouse.kpis(version_, scope) if one.id == kpi_id)


def services(found: pl.DataFrame) -> tuple[str, ...]:
    """The services that the cells tell of, that with most of the denominator first; none where no cell names one."""
    if "service" not in found.columns:
        return ()
    summed = found.filter(pl.col("service").is_not_null()).group_by("service").agg(pl.col("denominator").sum())
    return tuple(summed.filter(pl.col("denominator") > 0).sort("denominator", "service", descending=[True, False])["service"])


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def peer_groups(version_: str, scope: Scope) -> dict[str, str | None]:
    """The peer group of each vendor in scope."""
    return dict(read.vendors(published(version_), scope).select("vendor_id", "peer_group").iter_rows())


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def compared(
    version_: str, scope: Scope, kpi_id: str, service: str | None, months: tuple[str, ...], sites: tuple[str, ...],
    peers: str | None, on: date,
) -> Comparison:
    """The comparison of one service on one KPI; levels are those in force `on`."""
    kpi = _kpi(version_, scope, kpi_id)
    found = cells(version_, scope, kpi, months, sites)
    if service is not None:
        found = found.filter(pl.col("service") == service)
    names = warehouse.vendors(version_, scope)
    groups = peer_groups(version_, scope)
    chosen = {id_: name for id_, name in names.items() if peers is None or groups.get(id_) == peers}
    levels = [
        one for one in warehouse.levels(version_, scope, on) if one.kpi == kpi.id and (service is None or one.service == service)
    ]
    return comparison(kpi, found, case_mix(kpi), chosen, () if sites else levels, service, months)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def settled(version_: str, scope: Scope, kpi_id: str, service: str | None, month: str, on: date) -> dict[str, str]:
    """What the agreement says of each vendor in a month, by id: met, missed or no_data."""
    kpi = _kpi(version_, scope, kpi_id)
    where = Where(periods=(month,), services=() if service is None else (service,))
    levels = [one for one in warehouse.levels(version_, scope, on) if one.kpi == kpi.id and service in (None, one.service)]
    if not levels:
        return {}
    found = overview({kpi.id: warehouse.cells(version_, scope, kpi, "month", where)}, (kpi,), levels,
                     warehouse.vendors(version_, scope), (month,))
    return {row.vendor_id: row.kpis[0].verdict for row in found.rows}


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def waited(
    version_: str, scope: Scope, clock: ClockName, service: str | None, months: tuple[str, ...], sites: tuple[str, ...],
    priority: str | None, peers: str | None, on: date,
) -> Times:
    """How long orders of a service waited, by vendor, and how the vendors' paces compare on like work."""
    where = Where(periods=months, sites=sites)
    agreed = {
        one.priority: one.clock_minutes
        for one in warehouse.levels(version_, scope, on)
        if one.kpi == f"{clock}_on_time" and (service is None or one.service == service) and one.clock_minutes
    }
    names, groups = warehouse.vendors(version_, scope), peer_groups(version_, scope)
    chosen = {id_: name for id_, name in names.items() if peers is None or groups.get(id_) == peers}
    marks = tuple(sorted({minutes for minutes in agreed.values() if minutes}))

    def counted(by: tuple[str, ...], ends: tuple[float, ...] = ()) -> pl.DataFrame:
        return durations(published(version_), scope, where, clock, service, by, "month", ends, () if ends else marks)

    return times(counted, clock, chosen, priority, agreed)
