"""The data dictionary and the KPI catalogue, read from the declarations: one table, one KPI at a time."""

from __future__ import annotations

import streamlit as st

from assay import docs
from assay.contracts import CONTRACTS
from assay.kpis import KPIS, Kpi
from ui import warehouse
from ui.data import words
from ui.reading import Reading


def show(now: Reading) -> None:
    _kpi(now)
    _table(now)


def _table(now: Reading) -> None:
    st.subheader(now(words.DICTIONARY), anchor=False)
    by_name = {declared.table: declared for declared in CONTRACTS}
    chosen = st.selectbox(
        now(words.CHOOSE_TABLE), by_name, format_func=lambda name: f"{by_name[name].title(now.language)} · {name}",
        key=f"dictionary_{now.language}",
    )
    with st.container(key="dictionary"):
        st.markdown(_without_heading(docs.of_table(by_name[chosen], now.language)))


def _kpi(now: Reading) -> None:
    st.subheader(now(words.CATALOGUE), anchor=False)
    known: dict[str, Kpi] = {kpi.id: kpi for kpi in warehouse.kpis(now.version, now.scope) or KPIS}
    chosen = st.selectbox(
        now(words.CHOOSE_KPI), known, format_func=lambda id_: known[id_].title(now.language), key=f"catalogue_{now.language}",
    )
    st.markdown(_without_heading(docs.of_kpi(known[chosen], now.language)))


def _without_heading(text: str) -> str:
    """What stands under the heading of the generated page; the choice above says it already."""
    return text.strip().partition("\n")[2]
