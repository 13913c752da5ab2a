"""What pages read: the readers of the warehouse behind Streamlit's caches. Version and scope are part of every key."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
import streamlit as st

from assay.cells import Where, dimensions
from assay.kpis import KPIS, Grain, Kpi
from assay.level import Level
from assay.report.overview import BY, METHOD
from assay.scope import Scope
from assay.warehouse import empty, read
from assay.warehouse.read import Period, Stamp, Warehouse

_KEPT = 512  # cached answers of each reader


def home() -> Path:
    """The folder of the warehouse; the environment variable ASSAY_WAREHOUSE names another."""
    return Path(os.environ.get("ASSAY_WAREHOUSE", "data/warehouse")).absolute()


def version() -> str:
    """The version to read now; `empty.VERSION` before the first load. Raises `read.Unreadable`."""
    return read.version(home()) or empty.VERSION


@st.cache_resource(max_entries=2, show_spinner=False)
def _opened(home_: Path, version_: str) -> Warehouse:
    return empty.opened() if version_ == empty.VERSION else read.opened(home_, version_)


def published(version_: str) -> Warehouse:
    return _opened(home(), version_)


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def vendors(version_: str, scope: Scope) -> dict[str, str]:
    """Names of the vendors in scope, by id."""
    return dict(read.vendors(published(version_), scope).select("vendor_id", "name").iter_rows())


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def sites(version_: str, scope: Scope) -> dict[str, str]:
    """Names of the sites in scope, by id."""
    return dict(read.sites(published(version_), scope).select("site_id", "name").iter_rows())


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def services(version_: str, scope: Scope) -> tuple[str, ...]:
    return read.services(published(version_), scope)


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def periods(version_: str, scope: Scope, grain: Grain) -> tuple[Period, ...]:
    """The periods of a grain, latest first."""
    return read.periods(published(version_), grain, scope)


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def levels(version_: str, scope: Scope, on: date) -> tuple[Level, ...]:
    """The service levels in force on a day."""
    return read.levels(published(version_), scope, on)


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def stamp(version_: str, scope: Scope) -> Stamp:
    return read.stamp(published(version_), scope)


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def measurements(version_: str, scope: Scope, where: Where) -> pl.DataFrame:
    return read.measurements(published(version_), scope, where)


def bare(version_: str, scope: Scope) -> tuple[str, ...]:
    """The ids of the indicators whose figures are bare values."""
    return tuple(measurements(version_, scope, Where())["kpi"].unique().sort())


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def method(version_: str, scope: Scope) -> str:
    """The method of which inspections are shown, since methods are never pooled: random checks, or where nobody ever made one the
    most frequent method."""
    known = read.methods(published(version_), scope)
    return METHOD if METHOD in known or not known else known[0]


def kpis(version_: str, scope: Scope) -> tuple[Kpi, ...]:
    """Every KPI that this warehouse can tell of: the declared ones, then those that arrive as figures."""
    return (*_measured(version_), *_indicators(version_, scope))


@st.cache_resource(max_entries=2, show_spinner=False)
def _measured(version_: str) -> tuple[Kpi, ...]:
    return read.measured(published(version_), KPIS)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _indicators(version_: str, scope: Scope) -> tuple[Kpi, ...]:
    return read.indicators(published(version_), scope)


def cells(version_: str, scope: Scope, kpi: Kpi, grain: Grain, where: Where) -> pl.DataFrame:
    """The cells of one KPI by those of the overview's dimensions that it offers; of inspections those of one `method`."""
    by = tuple(name for name in BY if name in dimensions(kpi))
    found = _cells(version_, scope, kpi.id, by, grain, where)
    return found.filter(pl.col("method") == method(version_, scope)) if "method" in kpi.within else found


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def _cells(version_: str, scope: Scope, kpi_id: str, by: Sequence[str], grain: Grain, where: Where) -> pl.DataFrame:
    (kpi,) = (one for one in kpis(version_, scope) if one.id == kpi_id)
    return read.cells(published(version_), kpi, by, grain, scope, where)
