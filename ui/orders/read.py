"""What the page *Orders* reads, behind Streamlit's caches. Version and scope are part of every key."""

from __future__ import annotations

import polars as pl
import streamlit as st

from assay.scope import Scope
from assay.warehouse import order, orders
from assay.warehouse.order import Order
from assay.warehouse.orders import Chosen, Listed, Sorting
from ui.warehouse import published

_KEPT, _PAGES = 64, 256


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def progress(version_: str, scope: Scope, chosen: Chosen) -> pl.DataFrame:
    return orders.progress(published(version_), scope, chosen)


@st.cache_data(max_entries=_PAGES, show_spinner=False)
def listed(version_: str, scope: Scope, chosen: Chosen, sorting: Sorting, first: int, size: int) -> Listed:
    return orders.listed(published(version_), scope, chosen, sorting, first, size)


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def one(version_: str, scope: Scope, order_id: str) -> Order | None:
    return order.one(published(version_), order_id, scope)


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def categories(version_: str, scope: Scope) -> tuple[str, ...]:
    return orders.categories(published(version_), scope)


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def levels(version_: str, scope: Scope) -> tuple[str, ...]:
    """The ids of all service levels in scope."""
    return orders.level_ids(published(version_), scope)
