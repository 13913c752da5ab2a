"""The page *Vendor*: one vendor's card, which can be handed over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from assay import written
from assay.register.open import NotOpened
from assay.report.vendor_card import VendorCard
from assay.report.vendor_card_told import Change, changes, headline
from ui import address, first_steps, warehouse
from ui.agreements import view as agreements_view
from ui.agreements import words as agreements_words
from ui.markup import Cell, Column, Table
from ui.reading import Reading
from ui.table import cards
from ui.table import show as show_table
from ui.vendor import file as vendor_file
from ui.vendor import levels as vendor_levels
from ui.vendor import places as vendor_places
from ui.vendor import read as vendor_read
from ui.vendor import status as vendor_status
from ui.vendor import table as vendor_table
from ui.vendor import view as vendor_view
from ui.vendor import words

_CSS = Path(__file__).parents[1] / "assets" / "vendor.css"


def show(now: Reading) -> None:
    if not now.periods:
        first_steps.show(now)
        return
    vendor = vendor_view.vendor(now)
    if vendor is None:
        st.header(now(words.NONE_TITLE), anchor=False)
        st.markdown(now(words.NONE_BODY))
        return
    try:
        with st.spinner(now(words.SETTLING)):
            card = vendor_read.card(now.version, now.scope, vendor, agreements_view.month(now))
    except NotOpened as error:
        st.header(now(agreements_words.NO_REGISTER), anchor=False)
        st.markdown(error.text(now.language))
        return
    _card(card, now)


def _card(card: VendorCard, now: Reading) -> None:
    st.html(f"<style>{_CSS.read_text(encoding='utf-8')}</style>")
    st.header(headline(card, now.language), anchor=False)
    _head(card, now)
    if card.settled.accepted.accounts:
        cards(vendor_status.cards(card, now), "vendor_status")
    _changed(card, now)
    _kpis(card, now)
    vendor_places.show(card, now)
    _levels(card, now)


def _head(card: VendorCard, now: Reading) -> None:
    """Whose card, the files, and what must be known to read it rightly."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="vendor_head"):
        _choice(card, now)
        vendor_file.buttons(card, now)
    month = written.period(card.label, now.language)
    notes = (
        (now.grain == "quarter", now(agreements_words.BY_MONTH, month=month)),
        (not card.settled.is_over, now(words.MONTH_RUNS, month=month)),
        (len(now.view.get("vendors", ())) > 1, now(words.OTHER_VENDORS)),
        (bool(now.view.get("sites") or now.view.get("services")), now(words.WHOLE)),
        (not card.settled.accepted.accounts, now(words.NO_AGREEMENT)),
    )
    for applies, note in notes:
        if applies:
            st.caption(note)


def _choice(card: VendorCard, now: Reading) -> None:
    """Where the scope sees one vendor only, there is nothing to choose."""
    names = vendor_view.vendors(now)
    if len(names) < 2:
        return
    key = f"card_vendor_{now.language}"
    if st.session_state.get(key) != card.vendor_id:
        st.session_state[key] = card.vendor_id
    st.selectbox(
        now(words.VENDOR), list(names), format_func=lambda id_: names[id_], key=key, on_change=_follow, args=(key,), width=280,
    )


def _follow(key: str) -> None:
    address.go(vendors=st.session_state[key])


def _changed(card: VendorCard, now: Reading) -> None:
    st.subheader(now(words.CHANGED), anchor=False)
    found = changes(card, now.language)
    if found:
        show_table(_changes(found, card, now), "vendor_changes")
        return
    first = warehouse.periods(now.version, now.scope, "month")[-1].label
    st.markdown(now(words.NO_MONTH_BEFORE if card.label == first else words.NOTHING_CHANGED))


def _changes(found: Sequence[Change], card: VendorCard, now: Reading) -> Table:
    """A sentence a row; it opens the line of the statement, or the control chart."""
    columns = (Column("said", now(words.HOW), align="left"),)
    return Table(columns, tuple(_change(one, card, now) for one in found), now(words.CHANGED))


def _change(one: Change, card: VendorCard, now: Reading) -> dict[str, Cell]:
    if one.level is not None:
        href = agreements_view.of_statement(card.vendor_id, card.month, one.level.line.level.level_id)
        return {"said": Cell(one.sentence, href=href, tone=one.tone, is_long=True)}
    href = None if one.kpi is None else vendor_view.of_series(one.kpi.kpi.id, card.vendor_id)
    return {"said": Cell(one.sentence, href=href, tone=one.tone, is_long=True)}


def _kpis(card: VendorCard, now: Reading) -> None:
    st.subheader(now(words.ALL_KPIS), anchor=False)
    if not card.kpis:
        st.markdown(now(words.NO_SERIES))
        return
    st.caption(now(words.KPIS_HINT))
    show_table(vendor_table.table(card, now), "vendor_kpis")


def _levels(card: VendorCard, now: Reading) -> None:
    if card.levels:
        st.subheader(now(words.ALL_LEVELS), anchor=False)
        st.caption(now(words.LEVELS_HINT))
        show_table(vendor_levels.table(card, now), "vendor_levels")
