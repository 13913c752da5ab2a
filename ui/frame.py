"""The frame around every page: language, navigation, filters, the page itself, the stamp."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from assay import written
from assay.scope import Scope
from assay.text import LANGUAGES, Language, Text
from assay.warehouse.read import Period, Unreadable
from ui import address, filters, look, reading, warehouse, words
from ui.reading import PARTS, Reading

ICON = Path(__file__).parent / "assets" / "icon.svg"
_NAMES = {"zh": "中文", "en": "English"}
_KEY_WORDS = {
    "period": words.PERIOD, "vendors": words.VENDORS, "services": words.SERVICES, "sites": words.SITES, "kpi": words.KPI,
    "part": words.PART,
}


def language_before_data() -> Language:
    """The language that the link asks for; for what has to be said before any data can be read."""
    return "en" if st.query_params.get("lang") == "en" else "zh"


def open_frame(scope: Scope) -> Reading | None:
    """The reading of this run; None, with the reason on the page, where there is nothing to read."""
    look.dress()
    try:
        version = warehouse.version()
        return _reading(version, scope) if version else _nothing(words.EMPTY_TITLE, words.EMPTY_BODY)
    except Unreadable:
        return _nothing(words.BROKEN_TITLE, words.BROKEN_BODY)


def _nothing(title: Text, body: Text) -> None:
    language = language_before_data()
    st.header(title(language))
    st.markdown(body(language))


def _reading(version: str, scope: Scope) -> Reading | None:
    periods = filters.periods(version, scope)
    if not periods:
        return _nothing(words.EMPTY_TITLE, words.EMPTY_BODY)
    names = {"vendors": warehouse.vendors(version, scope), "sites": warehouse.sites(version, scope)}
    allowed = {
        "lang": LANGUAGES,
        "period": list(periods),
        "kpi": [kpi.id for kpi in warehouse.kpis(version, scope)],
        "services": warehouse.services(version, scope),
        "part": PARTS,
        **{key: list(of) for key, of in names.items()},
    }
    view, dropped = address.arrive(allowed, {"lang": ("zh",), "period": (_last_full(periods),)})
    period = periods[view["period"][0]]
    language: Language = "en" if view["lang"] == ("en",) else "zh"
    found = Reading(language, version, scope, view, period, warehouse.periods(version, scope, period.grain))
    reading.put(found)
    address.note(dropped, {key: word(language) for key, word in _KEY_WORDS.items()}, language)
    return found


def _last_full(periods: Mapping[str, Period]) -> str:
    """The last full month; where none is full yet, the running one."""
    months = [period for period in periods.values() if period.grain == "month"]
    return next((period.label for period in months if not period.is_partial), months[0].label)


def side(now: Reading, groups: Mapping[str, list[Page]]) -> None:
    """The side: the product, the pages in groups, the language."""
    with st.sidebar:
        st.markdown(f"**{now(words.PRODUCT)}**")
        for group, pages in groups.items():
            st.caption(group)
            for page in pages:
                st.page_link(page, query_params=address.params())
        st.segmented_control(
            now(words.LANGUAGE), LANGUAGES, format_func=_NAMES.__getitem__, key=address.widget("lang", now.view),
            on_change=address.follow, required=True, label_visibility="collapsed",
        )


def stamp(now: Reading) -> None:
    """One line at the foot: how far the data reach, what they cover, when they came, what was refused."""
    found = warehouse.stamp(now.version, now.scope)
    if found.as_of is None:
        st.caption(now(words.STAMP_EMPTY))
        return
    age = written.age(datetime.now(UTC).replace(tzinfo=None) - found.as_of, now.language)
    parts = (
        now(words.STAMP_AS_OF, moment=written.moment(found.as_of), age=age),
        now(words.STAMP_COVERAGE, heard=found.vendors_heard, agreed=found.vendors_agreed),
        now(words.STAMP_LOADED, moment=written.moment(found.loaded_at)),
        now(words.STAMP_REFUSED, share=written.percent(found.refused_share, 2), count=written.count(found.rows_refused)),
    )
    st.caption(" · ".join(parts))


def debug(began: float, now: Reading | None) -> None:
    """How long the server took, where ASSAY_DEBUG asks for it."""
    if os.environ.get("ASSAY_DEBUG"):
        language = now.language if now else language_before_data()
        st.caption(words.DEBUG(language, milliseconds=round(1000 * (time.perf_counter() - began))))
