"""What the page *Vendor* reads, behind Streamlit's caches. Version, scope and the register's revision are in every key."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import streamlit as st

from assay.agreements.terms import month_after
from assay.cells import Where, dimensions
from assay.kpis import Kpi
from assay.register.revision import Revision, revision
from assay.report.targets import keys
from assay.report.trends import Trends
from assay.report.vendor_card import VendorCard, card_kpis, levels, validity
from assay.report.vendor_card_places import BY, Places, places
from assay.scope import Scope
from assay.stats.spc.rules import RULE_SETS
from assay.warehouse import read
from ui import opening, register, warehouse
from ui.agreements import read as agreements_read
from ui.trends import read as trends_read
from ui.warehouse import published

_KEPT, _CELLS = 32, 256
_A_YEAR = 12


def card(version_: str, scope: Scope, vendor_id: str, month: date) -> VendorCard:
    """One vendor's card of the month that begins on `month`. Raises `NotOpened`, `settled.UnknownVendor`."""
    return _card(version_, scope, vendor_id, month, register.where(), revision(register.opened()))


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _card(version_: str, scope: Scope, vendor_id: str, month: date, where: str, written: Revision) -> VendorCard:
    settled = agreements_read.settled(version_, scope, vendor_id, month)
    before = agreements_read.settled(version_, scope, vendor_id, month_after(month, -1))
    signed = [one for one in agreements_read.agreements(version_, scope) if one.vendor_id == vendor_id]
    label = f"{month:%Y-%m}"
    trends = series(version_, scope, vendor_id, month_after(month) - timedelta(days=1))
    earlier = series(version_, scope, vendor_id, month - timedelta(days=1))
    cells = {kpi.id: _own(version_, scope, kpi, vendor_id) for kpi in trends.kpis}
    return VendorCard(
        vendor_id, settled.name, month, settled, bool(before.accepted.accounts), levels(settled, before), validity(signed, month),
        card_kpis(trends, earlier, vendor_id, cells, label), _places(version_, scope, vendor_id, label), trends.axis.labels,
        trends.axis.is_partial,
    )


def series(version_: str, scope: Scope, vendor_id: str, until: date) -> Trends:
    """Every KPI of the vendor by month as it stood at the end of a day's month."""
    ids = tuple(kpi.id for kpi in trends_read.offered(version_, scope, "vendor_id", "month"))
    where = Where((), (vendor_id,))
    return trends_read.table(version_, scope, ids, "vendor_id", "month", where, until, RULE_SETS[0].id)


def _own(version_: str, scope: Scope, kpi: Kpi, vendor_id: str) -> pl.DataFrame:
    """The cells that the series of the KPI was made of: asked for in the same way, they are there already."""
    by = keys(kpi, "vendor_id", dimensions(kpi), agreements_read.agreements(version_, scope))
    return trends_read.cells(version_, scope, kpi, by, "month", Where((), (vendor_id,)))


def _places(version_: str, scope: Scope, vendor_id: str, label: str) -> Places:
    """Services and sites over the year that ends with the month, of the KPIs that the overview opens with."""
    known = [one.label for one in reversed(warehouse.periods(version_, scope, "month")) if one.label <= label]
    labels = tuple(known[-_A_YEAR:]) or (label,)
    main, _ = opening.kpis(version_, scope, "month")
    offered = [kpi for kpi in main if set(BY) <= set(dimensions(kpi))]
    return places({kpi.id: _cells(version_, scope, kpi, labels) for kpi in offered}, offered, vendor_id, labels)


def _cells(version_: str, scope: Scope, kpi: Kpi, labels: tuple[str, ...]) -> pl.DataFrame:
    """By vendor, service and site; of inspections those of one method."""
    found = _summed(version_, scope, kpi.id, labels)
    return found.filter(pl.col("method") == warehouse.method(version_, scope)) if "method" in kpi.within else found


@st.cache_data(max_entries=_CELLS, show_spinner=False)
def _summed(version_: str, scope: Scope, kpi_id: str, labels: tuple[str, ...]) -> pl.DataFrame:
    (kpi,) = (one for one in warehouse.kpis(version_, scope) if one.id == kpi_id)
    return read.cells(published(version_), kpi, BY, "month", scope, Where(labels))
