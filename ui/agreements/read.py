"""What the page *Agreements* reads, behind Streamlit's caches. Version, scope and, where it matters, the register's revision are in
every key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from assay.agreements.statement import Statement
from assay.kpis import Kpi
from assay.level import Agreement
from assay.register.revision import Revision, revision
from assay.report import publishing
from assay.report import settled as settling
from assay.report.publishing import Issued
from assay.report.settled import Settled
from assay.scope import Scope
from assay.warehouse import agreed, calendars
from assay.warehouse.behind_line import Behind, behind_line
from assay.warehouse.calendars import Calendar
from ui import register
from ui.warehouse import published

_KEPT, _FEW = 64, 4
Walked = Mapping[str, tuple[Statement, ...]]


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def agreements(version_: str, scope: Scope) -> tuple[Agreement, ...]:
    """Every version of every agreement in scope, by vendor, service and first day."""
    return agreed.agreements(published(version_), scope)


@st.cache_resource(max_entries=2, show_spinner=False)
def kpis(version_: str) -> Mapping[str, Kpi]:
    return agreed.kpis(published(version_))


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def calendar(version_: str, scope: Scope, agreement_id: str) -> Calendar | None:
    """The working calendar of an agreement; None where it is round the clock."""
    return calendars.calendar(published(version_), scope, agreement_id)


def settled(version_: str, scope: Scope, vendor_id: str, month: date) -> Settled:
    """One vendor's month. Raises `settled.UnknownVendor`."""
    return _settled(version_, scope, vendor_id, month, register.where(), revision(register.opened()))


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _settled(version_: str, scope: Scope, vendor_id: str, month: date, where: str, written: Revision) -> Settled:
    return settling.settled(published(version_), register.opened(), scope, vendor_id, month)


def walked(version_: str, scope: Scope, months_: tuple[date, ...], vendor_id: str | None = None) -> Walked:
    """The statements of these months, oldest first, by vendor: of one, or of all in scope."""
    return _walked(version_, scope, months_, vendor_id, register.where(), revision(register.opened()))


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _walked(
    version_: str, scope: Scope, months_: tuple[date, ...], vendor_id: str | None, where: str, written: Revision
) -> Walked:
    return settling.walked(published(version_), register.opened(), scope, months_, vendor_id)


def due(version_: str, scope: Scope, month: date, vendor_id: str | None, is_provisional: bool) -> tuple[Issued, ...]:
    """What publishing the month would write. Raises `publishing.NotPublishable`."""
    return _due(version_, scope, month, vendor_id, is_provisional, register.where(), revision(register.opened()))


@st.cache_resource(max_entries=_FEW, show_spinner=False)
def _due(
    version_: str, scope: Scope, month: date, vendor_id: str | None, is_provisional: bool, where: str, written: Revision
) -> tuple[Issued, ...]:
    return publishing.due(published(version_), register.opened(), scope, month, vendor_id, is_provisional)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def behind(
    version_: str, scope: Scope, agreement_id: str, level_id: str, month: date, method: str | None, first: int, size: int
) -> Behind:
    """The rows behind a line of a statement. Raises StopIteration for a level that nobody signed."""
    agreement = next(one for one in agreements(version_, scope) if one.agreement_id == agreement_id)
    level = next(one for one in agreement.levels if one.level_id == level_id)
    kpi = kpis(version_)[level.kpi]
    return behind_line(published(version_), scope, agreement, level, kpi, month, method, first, size)
