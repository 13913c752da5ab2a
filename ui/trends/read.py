"""What the page *Trends* reads, behind Streamlit's caches. Version, scope and the register's revision are in every key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl
import streamlit as st

from assay.cells import Where, dimensions, grains
from assay.indicators import measured
from assay.kpis import Grain, Kpi
from assay.register.rebases import Recorded, recorded
from assay.register.revision import Revision, revision
from assay.report import trends_read
from assay.report.targets import keys
from assay.report.trends import Axis, Trends, trends
from assay.scope import Scope
from assay.stats.spc.rules import RULE_SETS
from assay.text import Text
from assay.warehouse import read
from assay.warehouse.spans import spans
from ui import register, warehouse
from ui.agreements import read as agreements_read
from ui.warehouse import published

_KEPT, _FEW = 64, 16


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def _spans(version_: str, scope: Scope, grain: Grain) -> pl.DataFrame:
    return spans(published(version_), grain, warehouse.periods(version_, scope, grain))


def axis(version_: str, scope: Scope, grain: Grain, until: date) -> Axis:
    """The periods up to the one that holds `until`; the running one comes along where it is the next."""
    reached = warehouse.stamp(version_, scope).as_of
    return trends_read.axis(_spans(version_, scope, grain), grain, until, reached.date() if reached else None)


def cells(version_: str, scope: Scope, kpi: Kpi, by: tuple[str, ...], grain: Grain, members: Where) -> pl.DataFrame:
    """The cells of a KPI over all time by some dimensions; of inspections those of one method."""
    found = _cells(version_, scope, kpi.id, by, grain, members)
    return found.filter(pl.col("method") == warehouse.method(version_, scope)) if "method" in kpi.within else found


@st.cache_data(max_entries=512, show_spinner=False)
def _cells(version_: str, scope: Scope, kpi_id: str, by: tuple[str, ...], grain: Grain, members: Where) -> pl.DataFrame:
    (kpi,) = (one for one in warehouse.kpis(version_, scope) if one.id == kpi_id)
    return read.cells(published(version_), kpi, by, grain, scope, members)


def offered(version_: str, scope: Scope, across: str, grain: Grain) -> tuple[Kpi, ...]:
    """The KPIs that have series of this grain by this dimension; bare values of this grain among them."""
    counted = tuple(kpi for kpi in warehouse.kpis(version_, scope) if grain in grains(kpi) and across in dimensions(kpi))
    return (*counted, *bare(version_, scope, grain))


@st.cache_resource(max_entries=_FEW, show_spinner=False)
def bare(version_: str, scope: Scope, grain: Grain) -> tuple[Kpi, ...]:
    """The figures that arrive as values without a denominator, at the grain they came in."""
    found = warehouse.measurements(version_, scope, Where()).filter(pl.col("grain") == grain).unique("kpi", keep="last").sort("kpi")
    told = found.select("kpi", "title_zh", "title_en", "unit", "direction", "decimals").rows()
    return tuple(measured(id_, Text(zh or id_, en or id_), *rest, grain) for id_, zh, en, *rest in told)


def _bare_cells(version_: str, scope: Scope, kpi_id: str, across: str, grain: Grain, members: Where) -> pl.DataFrame:
    """As cells, each value over one. Where a member has several at a time there is no series: a roll-up of them does not exist."""
    own = warehouse.measurements(version_, scope, members).filter(pl.col("kpi") == kpi_id, pl.col("grain") == grain)
    single = own.group_by("period", across).agg(numerator=pl.col("value").sum(), n=pl.len()).filter(pl.col("n") == 1)
    return single.select("period", across, "numerator", denominator=pl.lit(1.0))


def rebases(version_: str, scope: Scope) -> tuple[Recorded, ...]:
    """All that was written of rebases, withdrawn or not. Raises `NotOpened`."""
    return _rebases(version_, scope, register.where(), revision(register.opened()))


@st.cache_resource(max_entries=_FEW, show_spinner=False)
def _rebases(version_: str, scope: Scope, where: str, written: Revision) -> tuple[Recorded, ...]:
    return recorded(register.opened(), scope)


def table(
    version_: str, scope: Scope, kpi_ids: tuple[str, ...], across: str, grain: Grain, members: Where, until: date, rules: str
) -> Trends:
    """The icon table of some KPIs. Raises `NotOpened`."""
    written = revision(register.opened())
    return _table(version_, scope, kpi_ids, across, grain, members, until, rules, register.where(), written)


@st.cache_resource(max_entries=_FEW, show_spinner=False)
def _table(
    version_: str, scope: Scope, kpi_ids: tuple[str, ...], across: str, grain: Grain, members: Where, until: date, rules: str,
    where: str, written: Revision,
) -> Trends:
    values = {kpi.id: kpi for kpi in bare(version_, scope, grain)}
    known = {kpi.id: kpi for kpi in warehouse.kpis(version_, scope)} | values
    chosen = [known[id_] for id_ in kpi_ids]
    signed = agreements_read.agreements(version_, scope)
    found = {
        kpi.id: _bare_cells(version_, scope, kpi.id, across, grain, members)
        if kpi.id in values
        else cells(version_, scope, kpi, keys(kpi, across, dimensions(kpi), signed), grain, members)
        for kpi in chosen
    }
    rule_set = next(one for one in RULE_SETS if one.id == rules)
    return trends(
        found, chosen, across, names(version_, scope, across), axis(version_, scope, grain, until), signed,
        trends_read.rebased(rebases(version_, scope)), rule_set, tuple(values),
    )


def names(version_: str, scope: Scope, across: str) -> Mapping[str, str]:
    """Names by id of the vendors or the sites in scope."""
    return (warehouse.vendors if across == "vendor_id" else warehouse.sites)(version_, scope)
