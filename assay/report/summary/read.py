"""A month read from the warehouse and the register, for the summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import polars as pl

from assay.agreements.terms import month_after
from assay.cells import Where, dimensions, grains
from assay.kpis import Kpi
from assay.register.action import Action
from assay.register.actions import listed
from assay.report.causes import WORKERS, can_locate, changed, history, located
from assay.report.company import Company, cells, kpis, method
from assay.report.effect import Measured, measured
from assay.report.effect_measure import measure_of
from assay.report.overview import MAIN
from assay.report.settled import facts, in_order, settled_all
from assay.report.summary.result import Coverage, Summary
from assay.report.summary.rows import Row, ending, headlines, moves, rows, tallies
from assay.report.summary.why import Suspect, Why, missed_in_a_row, suspects
from assay.report.trends_read import monthly
from assay.report.vendor_card import Validity
from assay.report.vendor_card_places import BY as PLACED_BY
from assay.report.vendor_card_places import Place, places
from assay.warehouse import agreed, read, read_loads
from assay.warehouse.month_end import is_over

_A_YEAR, _CAUSES, _DEPTH, _OUTCOMES = 12, 3, 4, 8
_UNCOMBINED = ("asset_id", *WORKERS)
"""Dimensions of very many values, and classes of who was sent, which with a place would point at single people."""


class NoMonth(LookupError):
    """Nothing was recorded in the month and no agreement was in force; `months` are those that there are, latest first."""

    def __init__(self, month: date, months: Sequence[date]) -> None:
        super().__init__(f"nothing was recorded in {month:%Y-%m}")
        self.month, self.months = month, tuple(months)


def months(of: Company) -> tuple[date, ...]:
    """The months in which anything was recorded, latest first."""
    return tuple(one.first.replace(day=1) for one in read.periods(of.warehouse, "month", of.scope))


def shown(of: Company) -> tuple[Kpi, ...]:
    """The KPIs of a summary, which are those that the overview opens with."""
    known = {kpi.id: kpi for kpi in kpis(of) if "month" in grains(kpi)}
    return tuple(known[id_] for id_ in MAIN if id_ in known) or tuple(known.values())[: len(MAIN)]


def summary(of: Company, month: date, vendor_id: str | None = None) -> Summary:
    """`of` is seen through its scope; for one vendor's summary that is limited to it. Raises NoMonth."""
    before = [month_after(month, -ago) for ago in range(_A_YEAR, -1, -1)]
    told = facts(of.warehouse, of.register, of.scope, before)
    settled = settled_all(of.warehouse, of.register, of.scope, month, told)
    known = months(of)
    if month not in known and not any(one.accepted.accounts for one in settled):
        raise NoMonth(month, known)
    label, chosen = f"{month:%Y-%m}", shown(of)
    found, _ = monthly(of, chosen, month_after(month) - timedelta(days=1), Where((), (vendor_id,) if vendor_id else ()))
    vendors, top = rows(found, settled, of.vendors), headlines(found, chosen, label)
    worse, better, tested = moves(found, label)
    statements = in_order(told, before)
    asked = suspects(top, vendors, worse, found.listed, _CAUSES)
    at = found.axis.labels.index(label) if label in found.axis.labels else None
    actions = _actions(of)
    return Summary(
        month, vendor_id, is_over(of.warehouse, month), of.warehouse.version, found, top, vendors, worse, better, tested,
        tuple(_why(of, one, month, missed_in_a_row(statements, one, month)) for one in asked),
        tallies(statements, before) if statements else (), _ending(of, month), actions,
        _outcomes(of, actions), _coverage(of, vendors, at), {"vendor_id": of.vendors, "site_id": of.sites},
    )


def _ending(of: Company, month: date) -> tuple[tuple[str, Validity], ...]:
    reached = read.as_of(of.warehouse)
    return ending(agreed.agreements(of.warehouse, of.scope), month, reached.date() if reached else None)


def _actions(of: Company) -> tuple[Action, ...]:
    """Those that are still to be decided or done, latest first."""
    return tuple(one for one in reversed(listed(of.register, of.scope)) if one.state != "dropped")


def _outcomes(of: Company, actions: Sequence[Action]) -> Mapping[int, Measured]:
    """By action what its measure changed, of those that were taken last; who sees one vendor only has nobody to compare with."""
    if of.scope.limits:
        return {}
    known = {kpi.id: kpi for kpi in kpis(of)}
    taken = [one for one in actions if one.state == "taken" and one.kpi in known and one.is_intact][:_OUTCOMES]
    found = {one.action_id: _outcome(of, one, known[one.kpi]) for one in taken}
    return {id_: one for id_, one in found.items() if one is not None and one.verdict != "not_enough_data"}


def _outcome(of: Company, action: Action, kpi: Kpi) -> Measured | None:
    """None for an action that names no place, or of a KPI that is not pooled: nothing can be compared then."""
    try:
        measure = measure_of(action, kpi)
    except ValueError:
        return None
    return measured(of.warehouse, of.scope, measure)


def _coverage(of: Company, vendors: Sequence[Row], at: int | None) -> Coverage:
    """`at`: the position of the month in the series."""
    agreed_with = [row for row in vendors if row.settled is not None and row.settled.accepted.accounts]
    unheard = tuple(row.name for row in agreed_with if not _is_heard(row, at))
    return Coverage(len(agreed_with), unheard, read.stamp(of.warehouse, of.scope), read_loads.arrived(of.warehouse, of.scope))


def _is_heard(row: Row, at: int | None) -> bool:
    """Whether any figure of the month tells of the vendor: a level that was judged, or a point of a series."""
    return bool(row.judged) or (at is not None and any(one.values[at] is not None for one in row.trends.values()))


def _why(of: Company, one: Suspect, month: date, missed: int) -> Why:
    """What the data tell of the reason: against the month before, against the year before, and over the year."""
    kpi, inspected = one.kpi, method(of)
    if "month" not in grains(kpi):
        return Why(one, missed, None, None, ())
    labels = [each.label for each in read.periods(of.warehouse, "month", of.scope)]
    before, after = (f"{each:%Y-%m}" for each in (month_after(month, -1), month))
    by = tuple(name for name in dimensions(kpi) if name not in (*kpi.within, *_UNCOMBINED))
    members = Where((), (one.vendor_id,) if one.vendor_id else (), (one.service,) if one.service else ())

    def told(periods: tuple[str, ...], by: Sequence[str], members: Where) -> pl.DataFrame:
        return cells(of, kpi, by, "month", replace(members, periods=periods), inspected)

    now = told((before, after), by, members)
    moved = changed(now, kpi, before, after, by, _first(now, by)) if by else None
    found = None
    if moved is not None and can_locate(kpi):
        known = history(labels, before, float(now["denominator"].sum()) / 2)
        found = located(told((*known, after), by, members), kpi, before, after, by, _DEPTH)
    year = tuple(reversed([label for label in labels if label <= after][:_A_YEAR]))
    weak = _weak(one, told(year, PLACED_BY, Where()), year) if one.vendor_id and set(PLACED_BY) <= set(dimensions(kpi)) else ()
    return Why(one, missed, moved, found, weak)


def _weak(one: Suspect, found: pl.DataFrame, year: Sequence[str]) -> tuple[Place, ...]:
    weak = places({one.kpi.id: found}, [one.kpi], one.vendor_id or "", year).weaknesses
    return tuple(place for place in weak if one.service in (None, place.service))


def _first(found: pl.DataFrame, by: Sequence[str]) -> str:
    """The dimension whose values are told apart: vendors, and where there is only one of them its sites."""
    return next((name for name in by if found[name].n_unique() > 1), by[0])
