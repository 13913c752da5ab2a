"""The page *Data*: the sentence, four figures, and one part at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st

from assay import written
from assay.say import overview as say
from assay.warehouse.read_loads import Arrived
from ui import address, data_catalogue, data_checks, data_coverage, data_files, data_read, data_refused, data_upload
from ui import words_data as words
from ui.markup import Card
from ui.reading import PARTS, Reading
from ui.table import cards

_SHOWN: dict[str, Callable[[Reading], None]] = {
    "files": data_files.show,
    "refused": data_refused.show,
    "checks": data_checks.show,
    "coverage": data_coverage.show,
    "catalogue": data_catalogue.show,
    "upload": data_upload.show,
}


def show(now: Reading) -> None:
    found = data_read.arrived(now.version, now.scope)
    st.header(say.data_headline(found.as_of, found.files, found.refused, found.waiting, now.language), anchor=False)
    cards(_figures(found, now), "data_figures")
    st.segmented_control(
        now(words.THE_ROWS), PARTS, format_func=lambda part: now(words.PARTS[part]), key=address.widget("part", _opened(now)),
        on_change=address.follow, required=True, label_visibility="collapsed",
    )
    _SHOWN[now.part](now)


def _opened(now: Reading) -> dict[str, tuple[str, ...]]:
    """The view with the part that is open, also where the link names none."""
    return {**now.view, "part": (now.part,)}


def _figures(found: Arrived, now: Reading) -> tuple[Card, ...]:
    rows = found.accepted + found.waiting
    share = written.percent(found.waiting / rows if rows else None, 2)
    holes, expected = data_coverage.holes(now)
    return (
        _freshness(found, now),
        Card(now(words.FILES), written.count(found.files), href=address.link("data", part="files"),
             basis=now(words.FILES_REFUSED, count=found.refused) if found.refused else now(words.FILES_WHOLE),
             note=now(words.FILES_ROWS, count=written.count(found.accepted))),
        Card(now(words.WAITING), written.count(found.waiting), basis=now(words.WAITING_SHARE, share=share),
             href=address.link("data", part="refused")),
        Card(now(words.HOLES), written.count(holes), basis=now(words.HOLES_OF, expected=expected),
             href=address.link("data", part="coverage")),
    )


def _freshness(found: Arrived, now: Reading) -> Card:
    age = written.NOTHING
    if found.as_of:
        age = now(words.FRESH_OLD, age=written.age(datetime.now(UTC).replace(tzinfo=None) - found.as_of, now.language))
    load = now(words.FRESH_LOAD, moment=written.moment(found.last_load))
    return Card(now(words.FRESH), written.moment(found.as_of)[5:] or written.NOTHING, unit="UTC", basis=age, note=load)
