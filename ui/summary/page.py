"""The page *Summary*: the month in a sentence, its figures, who missed, why, what it costs and what is done."""

from __future__ import annotations

import streamlit as st

from assay import written
from assay.register.open import NotOpened
from assay.report.document import Document
from assay.report.summary.read import NoMonth
from ui import address, first_steps
from ui.agreements import request as agreements_request
from ui.agreements import view as agreements_view
from ui.agreements import words as agreements_words
from ui.reading import Reading
from ui.summary import file as summary_file
from ui.summary import read as summary_read
from ui.summary import screen, words
from ui.summary import view as summary_view

_ALL = "*"


def show(now: Reading) -> None:
    if not now.periods:
        first_steps.show(now)
        return
    month, vendor = agreements_view.month(now), summary_view.vendor(now)
    label = written.period(f"{month:%Y-%m}", now.language)
    try:
        with st.spinner(now(words.READING)):
            document = summary_read.document(now.version, now.scope, month, now.language, vendor, agreements_request.moment())
    except NotOpened as error:
        _cannot(now(agreements_words.NO_REGISTER), error.text(now.language))
    except NoMonth:
        _cannot(now(words.NO_MONTH, month=label), now(words.CHOOSE))
    else:
        _page(document, f"assay-{month:%Y-%m}-{now.language}" + (f"-{vendor}" if vendor else ""), vendor, label, now)


def _cannot(title: str, body: str) -> None:
    st.header(title, anchor=False)
    st.markdown(body)


def _page(document: Document, name: str, vendor: str | None, label: str, now: Reading) -> None:
    st.header(f"{document.title} · {document.subtitle}", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom", key="summary_head"):
        _choice(vendor, now)
        summary_file.buttons(document, name, vendor is not None, now)
    _notes(vendor, label, now)
    screen.show(document, now)


def _choice(vendor: str | None, now: Reading) -> None:
    """Where the scope sees one vendor only, there is nothing to choose."""
    names = summary_view.vendors(now)
    if len(names) < 2:
        return
    key = f"summary_vendor_{now.language}"
    if st.session_state.get(key) != (vendor or _ALL):
        st.session_state[key] = vendor or _ALL
    st.selectbox(
        now(words.WHOSE), [_ALL, *names], format_func=lambda id_: names.get(id_, now(words.ALL)), key=key, on_change=_follow,
        args=(key,), width=280,
    )


def _follow(key: str) -> None:
    chosen = st.session_state[key]
    address.go(vendors=None if chosen == _ALL else chosen)


def _notes(vendor: str | None, label: str, now: Reading) -> None:
    """What must be known to read the page rightly, where it applies."""
    notes = (
        (now.grain != "month", now(words.BY_MONTH, month=label)),
        (vendor is None and len(now.view.get("vendors", ())) > 1, now(words.FIRST_OF)),
        (bool(now.view.get("sites") or now.view.get("services")), now(words.WHOLE)),
    )
    for applies, note in notes:
        if applies:
            st.caption(note)
