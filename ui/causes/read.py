"""What the page *Root cause* reads and works out, behind Streamlit's caches. Version and scope are in every key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl
import streamlit as st

from assay.cells import Where
from assay.kpis import Grain, Kpi
from assay.report import causes
from assay.report.causes import Changed, Located, changed, located
from assay.scope import Scope
from assay.warehouse import read
from ui import warehouse
from ui.causes.asked import Question
from ui.warehouse import published

_KEPT, _FEW = 32, 8
YEAR = 12


def changed_of(asked: Question, split: str) -> Changed | None:
    """How the KPI moved between the two periods, within what the filters and the conditions leave."""
    of = asked
    return _changed(of.version, of.scope, of.kpi.id, of.grain, of.periods, of.by, split, of.members, of.pairs)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _changed(
    version_: str, scope: Scope, kpi_id: str, grain: Grain, periods: tuple[str, str], by: tuple[str, ...], split: str,
    members: Where, pairs: tuple[tuple[str, str | None], ...],
) -> Changed | None:
    asked = tuple(dict.fromkeys((split, *by, *(name for name, _ in pairs))))
    found = cells(version_, scope, kpi_id, grain, asked, periods, members)
    return changed(narrowed(found, pairs), known(version_, scope, kpi_id), *periods, by, split)


def located_of(asked: Question) -> Located | None:
    """Where the change is concentrated. The conditions do not narrow it: they are what it finds."""
    of = asked
    return _located(of.version, of.scope, of.kpi.id, of.grain, of.periods, of.by, of.depth, of.members)


@st.cache_resource(max_entries=_FEW, show_spinner=False)
def _located(
    version_: str, scope: Scope, kpi_id: str, grain: Grain, periods: tuple[str, str], by: tuple[str, ...], depth: int,
    members: Where,
) -> Located | None:
    before, after = periods
    now = cells(version_, scope, kpi_id, grain, by, periods, members)
    known_before = history(version_, scope, grain, before, float(now["denominator"].sum()) / 2)
    found = cells(version_, scope, kpi_id, grain, by, (*known_before, after), members)
    return located(found, known(version_, scope, kpi_id), before, after, by, depth)


def history(version_: str, scope: Scope, grain: Grain, before: str, rows: float) -> tuple[str, ...]:
    """The labels of the periods up to `before` that say what was to be expected, oldest first; `rows` are those of one."""
    return causes.history([one.label for one in warehouse.periods(version_, scope, grain)], before, rows)


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def cells(
    version_: str, scope: Scope, kpi_id: str, grain: Grain, by: tuple[str, ...], periods: tuple[str, ...], members: Where
) -> pl.DataFrame:
    """The cells of a KPI; of inspections those of one method."""
    kpi = known(version_, scope, kpi_id)
    found = read.cells(published(version_), replace(kpi, excluded=()), by, grain, scope, replace(members, periods=periods))
    return found.filter(pl.col("method") == warehouse.method(version_, scope)) if "method" in kpi.within else found


def narrowed(found: pl.DataFrame, pairs: tuple[tuple[str, str | None], ...]) -> pl.DataFrame:
    """The cells in which all conditions hold."""
    for name, value in pairs:
        found = found.filter(pl.col(name).cast(pl.String).eq_missing(pl.lit(value, pl.String)))
    return found


def known(version_: str, scope: Scope, kpi_id: str) -> Kpi:
    (kpi,) = (one for one in warehouse.kpis(version_, scope) if one.id == kpi_id)
    return kpi


def names(version_: str, scope: Scope) -> Mapping[str, Mapping[str, str]]:
    """Names of vendors and sites by the dimension that holds their ids."""
    return {"vendor_id": warehouse.vendors(version_, scope), "site_id": warehouse.sites(version_, scope)}
