"""The frame around every page: language, navigation, filters, the page itself, the stamp."""

from __future__ import annotations

import os
import time
from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from assay import written
from assay.scope import Scope
from assay.text import LANGUAGES, Language, Text
from assay.warehouse.read import Outdated, Period, Unreadable
from ui import address, filters, look, opening, reading, warehouse, words
from ui.agreements import view as agreements_view
from ui.causes import view as causes_view
from ui.compare import view as compare_view
from ui.orders import view as orders_view
from ui.reading import PARTS, Reading, members
from ui.trends import view as trends_view
from ui.view import View

ICON = Path(__file__).parent / "assets" / "icon.svg"
_LED = "assay_led"
_NAMES = {"zh": "中文", "en": "English"}
_KEY_WORDS = {
    "period": words.PERIOD, "vendors": words.VENDORS, "services": words.SERVICES, "sites": words.SITES, "kpi": words.KPI,
    "part": words.PART, **orders_view.KEY_WORDS, **agreements_view.KEY_WORDS,
    **trends_view.KEY_WORDS, **compare_view.KEY_WORDS, **causes_view.KEY_WORDS,
}


def language_before_data() -> Language:
    """The language that the link asks for; for what has to be said before any data can be read."""
    return "en" if st.query_params.get("lang") == "en" else "zh"


def open_frame(scope: Scope) -> Reading | None:
    """The reading of this run; None, with the reason on the page, where there is nothing to read."""
    look.dress()
    try:
        return _reading(warehouse.version(), scope)
    except Outdated:
        return _cannot(words.OUTDATED_TITLE, words.OUTDATED_BODY)
    except Unreadable:
        return _cannot(words.BROKEN_TITLE, words.BROKEN_BODY)


def _cannot(title: Text, body: Text) -> None:
    language = language_before_data()
    st.header(title(language))
    st.markdown(body(language))


def _reading(version: str, scope: Scope) -> Reading:
    names = {"vendors": warehouse.vendors(version, scope), "sites": warehouse.sites(version, scope)}
    allowed = {
        "lang": LANGUAGES,
        "period": filters.Labels(version, scope),
        "kpi": [*(kpi.id for kpi in warehouse.kpis(version, scope)), *warehouse.bare(version, scope)],
        "services": warehouse.services(version, scope),
        "part": (*PARTS, *agreements_view.PARTS, *trends_view.PARTS, *compare_view.PARTS),
        "basis": agreements_view.BASES,
        **trends_view.allowed(),
        **compare_view.allowed(version, scope),
        **causes_view.allowed(version, scope),
        **orders_view.allowed(version, scope),
        **{key: list(of) for key, of in names.items()},
    }
    view, dropped = address.arrive(allowed, lambda asked: _defaults(asked, version, scope))
    asked = filters.period(version, scope, view["period"][0]) if "period" in view else None
    period = asked or _running(datetime.now(UTC).date())
    language: Language = "en" if view["lang"] == ("en",) else "zh"
    found = Reading(language, version, scope, view, period, warehouse.periods(version, scope, period.grain))
    reading.put(found)
    address.note(dropped, {key: word(language) for key, word in _KEY_WORDS.items()}, language)
    return found


def _defaults(asked: View, version: str, scope: Scope) -> View:
    """What a link that does not say so means: Chinese, and the latest month in which there is something to judge."""
    month = None if "period" in asked else opening.month(version, scope, members(asked))
    return {"lang": ("zh",)} | ({"period": (month,)} if month else {})


def _running(today: date) -> Period:
    """The month that runs, for a warehouse in which nothing was recorded yet."""
    days = monthrange(today.year, today.month)[1]
    return Period(f"{today:%Y-%m}", "month", today.replace(day=1), today.replace(day=days), is_partial=True)


def lead(now: Reading, page: Page, to: Page) -> None:
    """Before the first load a session begins on the page that takes files; after that the reader goes where they like."""
    if now.is_empty and not st.session_state.get(_LED):
        st.session_state[_LED] = True
        if page.url_path == "":
            st.switch_page(to, query_params=address.params())


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
    heard = now(words.STAMP_COVERAGE, heard=found.vendors_heard, agreed=found.vendors_agreed)
    parts = (
        now(words.STAMP_AS_OF, moment=written.moment(found.as_of), age=age),
        *([heard] if found.vendors_agreed else []),
        now(words.STAMP_LOADED, moment=written.moment(found.loaded_at)),
        now(words.STAMP_REFUSED, share=written.percent(found.refused_share, 2), count=written.count(found.rows_refused)),
    )
    st.caption(" · ".join(parts))


def debug(began: float, now: Reading | None) -> None:
    """How long the server took, where ASSAY_DEBUG asks for it."""
    if os.environ.get("ASSAY_DEBUG"):
        language = now.language if now else language_before_data()
        st.caption(words.DEBUG(language, milliseconds=round(1000 * (time.perf_counter() - began))))
