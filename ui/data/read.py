"""What the page *Data* reads, behind Streamlit's caches. Version and scope are part of every key."""

from __future__ import annotations

import polars as pl
import streamlit as st

from assay.cells import Where
from assay.scope import Scope
from assay.warehouse import read_loads
from assay.warehouse.read_loads import Arrived
from ui.warehouse import published

_KEPT = 64


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def arrived(version_: str, scope: Scope) -> Arrived:
    return read_loads.arrived(published(version_), scope)


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def files(version_: str, scope: Scope) -> pl.DataFrame:
    return read_loads.files(published(version_), scope)


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def loads(version_: str, scope: Scope) -> pl.DataFrame:
    return read_loads.loads(published(version_), scope)


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def validations(version_: str, scope: Scope) -> pl.DataFrame:
    return read_loads.validations(published(version_), scope)


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def quarantined(version_: str, scope: Scope, where: Where) -> pl.DataFrame:
    return read_loads.quarantined(published(version_), scope, where)


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def reasons(version_: str, scope: Scope, where: Where) -> pl.DataFrame:
    return read_loads.reasons(published(version_), scope, where)


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def coverage(version_: str, scope: Scope, where: Where) -> pl.DataFrame:
    return read_loads.coverage(published(version_), scope, where)


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def agreed(version_: str, scope: Scope, where: Where) -> pl.DataFrame:
    return read_loads.agreed(published(version_), scope, where)
