"""A month of an opened company as the pages *Overview* and *Vendor* show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from assay.agreements.terms import month_after
from assay.cells import Where, dimensions, grains
from assay.kpis import Kpi
from assay.level import Level
from assay.opened.known import cells, kpi_of
from assay.report.company import Company, kpis
from assay.report.overview import BY, MAIN, Overview, overview
from assay.report.settled import settled
from assay.report.trends_read import monthly
from assay.report.vendor_card import VendorCard, card_kpis, levels, validity
from assay.report.vendor_card_places import BY as PLACED_BY
from assay.report.vendor_card_places import Places, places
from assay.warehouse import read
from assay.warehouse.agreed import agreements
from assay.warehouse.read import Period

_TREND, _A_YEAR = 13, 12
"""Periods of the small lines: a year, and the same month of the year before. Those that a vendor's places are compared over."""


def shown(of: Company, kpi_ids: Sequence[str], period: Period, members: Where) -> Overview:
    """Every KPI against what was agreed, every vendor beside it. `kpi_ids`: none are those that the page opens with; the levels of
    the others count too. Raises `UnknownKpi`."""
    known = {kpi.id: kpi for kpi in kpis(of) if period.grain in grains(kpi)}
    main = [known[id_] for id_ in MAIN if id_ in known] or list(known.values())[: len(MAIN)]
    chosen, agreed = [kpi_of(of, id_) for id_ in kpi_ids] or main, _levels(of, period, members)
    others = [kpi for kpi in known.values() if kpi not in chosen and kpi.id in {level.kpi for level in agreed}]
    labels = _labels(of, period, _TREND)
    where = replace(members, periods=labels)
    told = {kpi.id: cells(of, kpi, _offered(kpi), period.grain, where) for kpi in (*chosen, *others)}
    seen = {id_ for frame in told.values() for id_ in frame["vendor_id"].drop_nulls()}
    names = {id_: name for id_, name in of.vendors.items() if id_ in (members.vendors or seen)}
    return overview(told, chosen, agreed, names, labels, period.is_partial, others)


def _offered(kpi: Kpi) -> tuple[str, ...]:
    return tuple(name for name in BY if name in dimensions(kpi))


def _labels(of: Company, period: Period, most: int) -> tuple[str, ...]:
    """The labels of a period and those before it, at most so many, oldest first."""
    told = read.periods(of.warehouse, period.grain, of.scope)
    return tuple(reversed([one.label for one in told if one.first <= period.first][:most]))


def _levels(of: Company, period: Period, members: Where) -> list[Level]:
    """What is in force at the end of the period; nothing of chosen sites, since an agreement is settled over all its sites."""
    found = () if members.sites else read.levels(of.warehouse, of.scope, period.last)
    own = [one for one in found if not members.vendors or one.vendor_id in members.vendors]
    return [one for one in own if not members.services or one.service in members.services]


def card(of: Company, vendor_id: str, month: date) -> VendorCard:
    """One vendor's card of the month that begins on `month`. Raises `settled.UnknownVendor`."""
    now, before = (settled(of.warehouse, of.register, of.scope, vendor_id, on) for on in (month, month_after(month, -1)))
    asked = [kpi for kpi in kpis(of) if "vendor_id" in dimensions(kpi) and "month" in grains(kpi)]
    own, label = Where(vendors=(vendor_id,)), f"{month:%Y-%m}"
    series, told = monthly(of, asked, month_after(month) - timedelta(days=1), own)
    earlier, _ = monthly(of, asked, month - timedelta(days=1), own)
    signed = [one for one in agreements(of.warehouse, of.scope) if one.vendor_id == vendor_id]
    return VendorCard(
        vendor_id, now.name, month, now, bool(before.accepted.accounts), levels(now, before), validity(signed, month),
        card_kpis(series, earlier, vendor_id, told, label), _places(of, vendor_id, label), series.axis.labels,
        series.axis.is_partial,
    )


def _places(of: Company, vendor_id: str, label: str) -> Places:
    """Services and sites over the year that ends with the month, of the KPIs that the overview opens with."""
    period = next(one for one in read.periods(of.warehouse, "month", of.scope) if one.label == label)
    labels = _labels(of, period, _A_YEAR)
    asked = [kpi for kpi in kpis(of) if kpi.id in MAIN and set(PLACED_BY) <= set(dimensions(kpi))]
    told = {kpi.id: cells(of, kpi, PLACED_BY, "month", Where(labels)) for kpi in asked}
    return places(told, asked, vendor_id, labels)
