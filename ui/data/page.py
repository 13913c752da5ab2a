"""The page *Data*: the sentence, four figures, and one part at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st

from assay import written
from assay.say import overview as say
from assay.warehouse.read_loads import Arrived
from ui import address
from ui.data import catalogue as data_catalogue
from ui.data import checks as data_checks
from ui.data import coverage as data_coverage
from ui.data import files as data_files
from ui.data import read as data_read
from ui.data import refused as data_refused
from ui.data import upload as data_upload
from ui.data import words
from ui.markup import Card
from ui.reading import PARTS, Reading
from ui.table import cards
from ui.words import EMPTY_TITLE

_SHOWN: dict[str, Callable[[Reading], None]] = {
    "files": data_files.show,
    "refused": data_refused.show,
    "checks": data_checks.show,
    "coverage": data_coverage.show,
    "catalogue": data_catalogue.show,
    "upload": data_upload.show,
}


_BEFORE_DATA = ("catalogue", "upload")
"""The parts that have something to show before the first load."""


def show(now: Reading) -> None:
    if now.is_empty:
        st.header(now(EMPTY_TITLE), anchor=False)
    else:
        _head(now)
    _parts(now)
    if now.is_empty and now.part not in _BEFORE_DATA:
        st.markdown(now(words.NOTHING_YET))
    else:
        _SHOWN[now.part](now)


def _head(now: Reading) -> None:
    found = data_read.arrived(now.version, now.scope)
    st.header(say.data_headline(found.as_of, found.files, found.refused, found.waiting, now.language), anchor=False)
    cards(_figures(found, now), "data_figures")


def _parts(now: Reading) -> None:
    st.segmented_control(
        now(words.THE_ROWS), PARTS, format_func=lambda part: now(words.PARTS[part]), key=address.widget("part", _opened(now)),
        on_change=address.follow, required=True, label_visibility="collapsed",
    )


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
        Card(now(words.HOLES), written.count(holes) if expected else written.NOTHING,
             basis=now(words.HOLES_OF, expected=written.count(expected)) if expected else now(words.NONE_EXPECTED),
             href=address.link("data", part="coverage")),
    )


def _freshness(found: Arrived, now: Reading) -> Card:
    age = written.NOTHING
    if found.as_of:
        age = now(words.FRESH_OLD, age=written.age(datetime.now(UTC).replace(tzinfo=None) - found.as_of, now.language))
    load = now(words.FRESH_LOAD, moment=written.moment(found.last_load))
    return Card(now(words.FRESH), _reach(found.as_of), unit="UTC", basis=age, note=load)


def _reach(as_of: datetime | None) -> str:
    """The moment in the shortest form that misleads nobody: of this year without the year, of an earlier one the day alone."""
    said = written.moment(as_of)
    return said if as_of is None else said[5:] if as_of.year == datetime.now(UTC).year else said[:10]
