"""What the step *What goes along with it* reads and fits, behind Streamlit's caches. Version and scope are in every key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl
import streamlit as st

from assay.cells import Where, dimensions
from assay.kpis import Grain, Kpi
from assay.report.causes_drivers import PERIOD, Driven, driven, enough, factors_of
from assay.report.causes_times import CLOCK_OF, Lasted, Paced, lasted, paced
from assay.scope import Scope
from assay.warehouse import read
from assay.warehouse.durations import durations
from assay.warehouse.minutes import minutes
from ui import warehouse
from ui.causes.asked import Question
from ui.causes.read import known, narrowed
from ui.warehouse import published

_KEPT = 32
PERIODS: Mapping[Grain, int] = {"week": 13, "month": 12, "quarter": 4}
"""A year at most, of weeks a quarter: before that much was different."""
ORDERS, PACED = 200_000, 60_000
"""How many orders a model is fitted on where one period has fewer; fits of waiting times have a row for each order and band."""
_PLACES = ("vendor_id", "site_id")
Pairs = tuple[tuple[str, str | None], ...]
References = Pairs
"""Factors, each with the level that the others are compared with."""


def services(asked: Question) -> tuple[str, ...]:
    """The services of the chosen period, that with most to count first; none where the KPI knows no services."""
    if "service" not in dimensions(asked.kpi):
        return ()
    told = _counts(asked).filter(pl.col(PERIOD) == asked.after).drop_nulls("service")
    summed = told.group_by("service").agg(pl.col("denominator").sum()).filter(pl.col("denominator") > 0)
    return tuple(summed.sort("denominator", "service", descending=[True, False])["service"])


def service(asked: Question) -> str | None:
    """The one that is looked at: that of the conditions or of the filters, else the largest."""
    told = services(asked)
    fixed = dict(asked.pairs).get("service")
    wanted = (fixed,) if fixed else asked.members.services
    return next((one for one in (*told, *wanted) if not wanted or one in wanted), None)


def found(asked: Question, of: str | None) -> Driven:
    """The models of one service."""
    factors = factors_of(asked.kpi, asked.offered, [name for name, _ in asked.pairs])
    return _driven(
        asked.version, asked.scope, asked.kpi.id, asked.grain, periods(asked, of, ORDERS), of, asked.members, asked.pairs, factors
    )


def periods(asked: Question, of: str | None, most: float) -> tuple[str, ...]:
    """The chosen period and as many before it as hold so many orders of the service, oldest first."""
    counts = _counts(asked)
    told = counts if of is None else counts.filter(pl.col("service") == of)
    return enough(told, _labels(asked), most)


def pace(asked: Question, of: Driven, factors: References) -> Paced | None:
    """How fast orders are done."""
    within = periods(asked, of.service, PACED)
    return _paced(
        asked.version, asked.scope, asked.kpi.id, asked.grain, within, of.service, asked.members, asked.pairs, factors
    )


def lasting(asked: Question, of: Driven, factors: References) -> Lasted:
    """How long orders take that are done."""
    return _lasted(
        asked.version, asked.scope, asked.kpi.id, asked.grain, of.periods, of.service, asked.members, asked.pairs, factors
    )


def _labels(asked: Question) -> tuple[str, ...]:
    """Latest first."""
    labels = [one.label for one in warehouse.periods(asked.version, asked.scope, asked.grain)]
    at = labels.index(asked.after)
    return tuple(labels[at : at + PERIODS[asked.grain]])


def _counts(asked: Question) -> pl.DataFrame:
    return _counted(
        asked.version, asked.scope, asked.kpi.id, asked.grain, _labels(asked), replace(asked.members, services=()), asked.pairs
    )


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def _counted(
    version_: str, scope: Scope, kpi_id: str, grain: Grain, labels: tuple[str, ...], members: Where, pairs: Pairs
) -> pl.DataFrame:
    """period, service where the KPI knows it, denominator."""
    kpi = known(version_, scope, kpi_id)
    by = tuple(name for name in ("service",) if name in dimensions(kpi))
    cells = _cells(version_, scope, kpi, grain, by, replace(members, periods=labels), pairs)
    return cells.group_by(PERIOD, *by).agg(pl.col("denominator").sum())


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _driven(
    version_: str, scope: Scope, kpi_id: str, grain: Grain, labels: tuple[str, ...], service_: str | None, members: Where,
    pairs: Pairs, factors: tuple[str, ...],
) -> Driven:
    kpi = known(version_, scope, kpi_id)
    by = (*(name for name in _PLACES if name in dimensions(kpi)), *factors)
    where = _where(members, labels, service_)
    return driven(_cells(version_, scope, kpi, grain, by, where, pairs), kpi, service_, labels, factors)


def _where(members: Where, labels: tuple[str, ...], service_: str | None) -> Where:
    return replace(members, periods=labels, services=members.services if service_ is None else (service_,))


def _cells(
    version_: str, scope: Scope, kpi: Kpi, grain: Grain, by: tuple[str, ...], where: Where, pairs: Pairs
) -> pl.DataFrame:
    """The cells for which the conditions hold; of inspections those of one method."""
    keys = tuple(dict.fromkeys((*by, *(name for name, _ in pairs))))
    cells = read.cells(published(version_), replace(kpi, excluded=()), keys, grain, scope, where)
    if "method" in kpi.within:
        cells = cells.filter(pl.col("method") == warehouse.method(version_, scope))
    return narrowed(cells, pairs)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _paced(
    version_: str, scope: Scope, kpi_id: str, grain: Grain, labels: tuple[str, ...], service_: str | None, members: Where,
    pairs: Pairs, factors: References,
) -> Paced | None:
    clock = CLOCK_OF[kpi_id]

    def counted(within: tuple[str, ...], by: tuple[str, ...], ends: tuple[float, ...]) -> pl.DataFrame:
        keys, where = tuple(dict.fromkeys((*by, *(name for name, _ in pairs)))), _where(members, within, service_)
        return narrowed(durations(published(version_), scope, where, clock, service_, keys, grain, ends), pairs)

    return paced(counted, clock, labels, dict(factors))


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _lasted(
    version_: str, scope: Scope, kpi_id: str, grain: Grain, labels: tuple[str, ...], service_: str | None, members: Where,
    pairs: Pairs, factors: References,
) -> Lasted:
    clock, where = CLOCK_OF[kpi_id], _where(members, labels, service_)
    timed = minutes(published(version_), scope, where, clock, (*_PLACES, *(name for name, _ in factors)), grain, service_, pairs)
    return lasted(timed, clock, dict(factors))
