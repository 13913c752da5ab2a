"""What the page *Summary* reads, behind Streamlit's caches. Version, scope and the register's revision are in every key."""

from __future__ import annotations

from datetime import date, datetime

import streamlit as st

from assay.register.revision import Revision, revision
from assay.report.document import Document
from assay.report.monthly import reckoned, told
from assay.report.summary.result import Summary
from assay.scope import Scope
from assay.text import Language
from ui import register
from ui.warehouse import published

_KEPT = 32


def document(version_: str, scope: Scope, month: date, language: Language, vendor_id: str | None, at: datetime) -> Document:
    """The report of the month that begins on `month`. `at`: when it is made, naive UTC; the day of it counts. Raises `NotOpened`,
    `NoMonth`, `UnknownVendor`."""
    day = at.replace(hour=0, minute=0, second=0)
    return _document(version_, scope, month, language, vendor_id, day, register.where(), revision(register.opened()))


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _document(
    version_: str, scope: Scope, month: date, language: Language, vendor_id: str | None, at: datetime, where: str,
    written: Revision,
) -> Document:
    found = _reckoned(version_, scope, month, vendor_id, where, written)
    return told(found, published(version_), register.opened(), scope, language, at)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _reckoned(version_: str, scope: Scope, month: date, vendor_id: str | None, where: str, written: Revision) -> Summary:
    """The same in both languages."""
    return reckoned(published(version_), register.opened(), scope, month, vendor_id)
