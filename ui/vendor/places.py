"""Strengths and weaknesses: the clearest few in sentences, and every comparison behind them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from assay import written
from assay.contracts.vocabulary import SERVICES
from assay.report.vendor_card import VendorCard
from assay.report.vendor_card_places import LEAST_OTHERS, Place
from assay.report.vendor_card_told import clearest
from assay.say import overview, vendor_words
from assay.say import vendor as say
from assay.text import Text
from ui import warehouse
from ui.markup import Cell, Column, Table, Tone
from ui.reading import Reading
from ui.table import show as show_table
from ui.vendor import view as vendor_view
from ui.vendor import words


def show(card: VendorCard, now: Reading) -> None:
    found = card.places
    first, last = (written.period(label, now.language) for label in (found.first, found.last))
    st.subheader(now(words.PLACES, first=first, last=last), anchor=False)
    if not found.found:
        st.markdown(now(words.PLACES_NOTHING))
        return
    _said(card, now)
    st.caption(note(card, now))
    more = st.expander(now(words.ALL_PLACES, count=len(found.found)), key="all_places", on_change="rerun")
    if more.open:
        with more:
            show_table(_table(found.found, card, now), "places")


def note(card: VendorCard, now: Reading) -> str:
    """What was compared with what, and what was not."""
    if any(one.against == "others" for one in card.places.found):
        return now(words.PLACES_NOTE, least=LEAST_OTHERS, few=card.places.too_few)
    return now(words.PLACES_NOTE_OWN, few=card.places.too_few)


def _said(card: VendorCard, now: Reading) -> None:
    weak, strong = card.places.weaknesses, card.places.strengths
    count = len(card.places.found)
    if not weak and not strong:
        st.markdown(now(words.PLACES_NONE, count=count))
        return
    st.markdown(now(words.PLACES_COUNT, count=count, weak=len(weak), strong=len(strong)))
    for column, (title, several) in zip(st.columns(2), ((words.WEAK, weak), (words.STRONG, strong)), strict=True):
        with column:
            _few(title, several, now)


def _few(title: Text, several: Sequence[Place], now: Reading) -> None:
    sentences = clearest(several, warehouse.sites(now.version, now.scope), now.language)
    if sentences:
        st.markdown(f"**{now(title)}**")
        st.html(f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in sentences)}</ul>")


def _table(found: Sequence[Place], card: VendorCard, now: Reading) -> Table:
    columns = (
        Column("where", now(words.WHERE), align="left", is_first=True),
        Column("kpi", now(words.KPI), align="left"),
        Column("value", now(words.VALUE)),
        Column("beside", now(words.BESIDE)),
        Column("apart", now(words.DIFFERENCE), now(words.DIFFERENCE_HINT)),
        Column("q", "q"),
        Column("n", "n"),
    )
    sites = warehouse.sites(now.version, now.scope)
    return Table(columns, tuple(_row(one, sites, card, now) for one in found), now(words.ALL_PLACES, count=len(found)))


def _row(one: Place, sites: dict[str, str], card: VendorCard, now: Reading) -> dict[str, Cell]:
    kpi, language = one.kpi, now.language
    by, between = written.change(kpi, one.compared.value, language), say.span(kpi, one.compared.low, one.compared.high, language)
    tones: dict[str, Tone] = {"better": "improvement", "worse": "concern"}
    tone = tones.get(one.compared.side, "plain") if one.compared.is_clear else "plain"
    beside = now(vendor_words.AGAINST[one.against], **({"others": one.others} if one.against == "others" else {}))
    return {
        "where": Cell(where(one, sites, now), href=_href(one, card)),
        "kpi": Cell(kpi.title(language)),
        "value": Cell(written.value(kpi, one.value, language)),
        "beside": Cell(written.value(kpi, one.other_value, language), note=beside),
        "apart": Cell(by, note=between, tone=tone),
        "q": Cell(_q(one.compared.q_value)),
        "n": Cell(written.quantity(one.sums.denominator)),
    }


def _q(value: float | None) -> str:
    return written.NOTHING if value is None else written.chance(value)


def where(one: Place, sites: dict[str, str], now: Reading) -> str:
    if one.site_id is None:
        return overview.word(SERVICES, one.service or written.NOTHING, now.language)
    return sites.get(one.site_id, one.site_id)


def _href(one: Place, card: VendorCard) -> str:
    if one.site_id is None:
        return vendor_view.of_series(one.kpi.id, card.vendor_id)
    return vendor_view.of_site(one.kpi.id, card.vendor_id, one.service, one.site_id)
