"""What the page *Trends* reads, behind Streamlit's caches. Version, scope and the register's revision are in every key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl
import streamlit as st

from assay.cells import Where, dimensions, grains
from assay.kpis import Grain, Kpi
from assay.register.rebases import Recorded, recorded
from assay.register.revision import Revision, revision
from assay.report.targets import keys
from assay.report.trends import Axis, Trends, trends
from assay.scope import Scope
from assay.stats.spc.rules import RULE_SETS
from assay.warehouse import read
from assay.warehouse.spans import spans
from ui import register, warehouse
from ui.agreements import read as agreements_read
from ui.warehouse import published

_KEPT, _FEW = 64, 16
EFFECTS = ("holidays", "makeup_workdays")


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def _spans(version_: str, scope: Scope, grain: Grain) -> pl.DataFrame:
    return spans(published(version_), grain, scope)


def axis(version_: str, scope: Scope, grain: Grain, until: date) -> Axis:
    """The periods up to the one that holds `until`; the running one comes along where it is the next."""
    found = _spans(version_, scope, grain)
    over = found.filter(pl.col("first") <= until)
    after = found.filter((pl.col("first") > until) & pl.col("is_partial")).head(1)
    shown = over if len(over) + len(after) < len(found) else pl.concat([over, after])
    effects = {name: shown[name].to_numpy() for name in EFFECTS}
    is_partial = bool(len(shown)) and bool(shown["is_partial"][-1])
    reached = warehouse.stamp(version_, scope).as_of
    as_of = reached.date() if reached else None
    return Axis(grain, tuple(shown["label"]), tuple(shown["first"]), tuple(shown["last"]), is_partial, effects, as_of)


def cells(version_: str, scope: Scope, kpi: Kpi, by: tuple[str, ...], grain: Grain, members: Where) -> pl.DataFrame:
    """The cells of a KPI over all time by some dimensions; of inspections those of one method."""
    found = _cells(version_, scope, kpi.id, by, grain, members)
    return found.filter(pl.col("method") == warehouse.method(version_, scope)) if "method" in kpi.within else found


@st.cache_data(max_entries=512, show_spinner=False)
def _cells(version_: str, scope: Scope, kpi_id: str, by: tuple[str, ...], grain: Grain, members: Where) -> pl.DataFrame:
    (kpi,) = (one for one in warehouse.kpis(version_, scope) if one.id == kpi_id)
    return read.cells(published(version_), kpi, by, grain, scope, members)


def offered(version_: str, scope: Scope, across: str, grain: Grain) -> tuple[Kpi, ...]:
    """The KPIs that have series of this grain by this dimension."""
    return tuple(kpi for kpi in warehouse.kpis(version_, scope) if grain in grains(kpi) and across in dimensions(kpi))


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
    known = {kpi.id: kpi for kpi in warehouse.kpis(version_, scope)}
    chosen = [known[id_] for id_ in kpi_ids]
    signed = agreements_read.agreements(version_, scope)
    by = {kpi.id: keys(kpi, across, dimensions(kpi), signed) for kpi in chosen}
    found = {kpi.id: cells(version_, scope, kpi, by[kpi.id], grain, members) for kpi in chosen}
    rule_set = next(one for one in RULE_SETS if one.id == rules)
    return trends(
        found, chosen, across, names(version_, scope, across), axis(version_, scope, grain, until), signed,
        _rebased(rebases(version_, scope)), rule_set,
    )


def names(version_: str, scope: Scope, across: str) -> Mapping[str, str]:
    """Names by id of the vendors or the sites in scope."""
    return (warehouse.vendors if across == "vendor_id" else warehouse.sites)(version_, scope)


def _rebased(found: tuple[Recorded, ...]) -> dict[tuple[str, str | None], list[date]]:
    """The days from which a series begins anew, by KPI and member."""
    days: dict[tuple[str, str | None], list[date]] = {}
    for one in found:
        if one.withdrawal is None:
            rebase = one.rebase
            days.setdefault((rebase.kpi, rebase.vendor_id or rebase.site_id), []).append(rebase.from_on)
    return days
