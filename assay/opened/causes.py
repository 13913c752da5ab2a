"""Why a KPI of an opened company moved, as the page *Root cause* shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from assay.cells import Where, dimensions
from assay.kpis import Grain, Kpi
from assay.opened.known import Pairs, cells
from assay.report.causes import WORKERS, Changed, Located, changed, history, located
from assay.report.causes_closer import Distribution, Subgroups, distribution, failing, subgroups
from assay.report.causes_drivers import PERIOD, Driven, driven, enough, factors_of
from assay.report.causes_paths import Paths
from assay.report.company import Company
from assay.warehouse import orders, paths, read
from assay.warehouse.orders import Chosen
from assay.warehouse.orders_counted import Figure

_LARGE = "asset_id"
_PLACES = ("vendor_id", "site_id")
MODELLED: dict[Grain, int] = {"week": 13, "month": 12, "quarter": 4}
ORDERS = 200_000
"""Periods that a model of drivers is fitted on, at most, and orders, where one period has fewer."""


@dataclass(frozen=True, slots=True)
class Question:
    """Why `kpi` moved from the period `before` to `after`, labels of `grain`. `by`: the dimensions that are combined, at most
    `depth` of them at a time; none means all but those of very many values and of who was sent. `members`: the vendors, services
    and sites that are looked at; `conditions`: the part of the work."""

    kpi: Kpi
    before: str
    after: str
    by: tuple[str, ...] = ()
    members: Where = field(default_factory=Where)
    conditions: Pairs = ()
    depth: int = 4
    grain: Grain = "month"

    @property
    def offered(self) -> tuple[str, ...]:
        """The dimensions that there are; how an inspection was made is chosen, not compared."""
        return tuple(name for name in dimensions(self.kpi) if name not in self.kpi.within)

    @property
    def combined(self) -> tuple[str, ...]:
        return self.by or tuple(name for name in self.offered if name not in (_LARGE, *WORKERS))


def changed_of(of: Company, asked: Question, split: str | None = None) -> Changed | None:
    """How far the KPI moved, and how much of it lies at which values of `split`; None is the first dimension that is combined."""
    by = split or asked.combined[0]
    return changed(_cells(of, asked, (by, *asked.combined)), asked.kpi, asked.before, asked.after, asked.combined, by)


def located_of(of: Company, asked: Question) -> Located | None:
    """Where the change is concentrated. The conditions do not narrow it: they are what it finds. Raises ValueError for a KPI that
    does not say how far its values vary."""
    whole = replace(asked, conditions=())
    now = _cells(of, whole, asked.combined)
    labels = [one.label for one in read.periods(of.warehouse, asked.grain, of.scope)]
    known = history(labels, asked.before, float(now["denominator"].sum()) / 2)
    found = _cells(of, whole, asked.combined, (*known, asked.after))
    return located(found, asked.kpi, asked.before, asked.after, asked.combined, asked.depth)


def driven_of(of: Company, asked: Question, service: str | None) -> Driven:
    """What goes along with the KPI in one service, over the year up to `after`, or as many periods as hold enough orders."""
    labels = _modelled(of, asked, service)
    factors = factors_of(asked.kpi, asked.offered, [name for name, _ in asked.conditions])
    places = tuple(name for name in _PLACES if name in dimensions(asked.kpi))
    found = _cells(of, _within(asked, service), (*places, *factors), labels)
    return driven(found, asked.kpi, service, labels, factors)


def distribution_of(of: Company, asked: Question, dimension: str) -> Distribution | None:
    """Which values of a dimension the failures of the later period have."""
    return distribution(_cells(of, asked, (dimension,)), asked.kpi, dimension, asked.before, asked.after)


def subgroups_of(of: Company, asked: Question, by: Sequence[str]) -> Subgroups | None:
    """Each combination of some dimensions, before and after."""
    return subgroups(_cells(of, asked, tuple(by)), asked.kpi, tuple(by), asked.before, asked.after)


def paths_of(of: Company, asked: Question) -> tuple[Paths, Paths]:
    """How the orders went, before and after. Raises ValueError for a KPI whose orders have no paths."""
    before, after = (_paths(of, asked, label) for label in (asked.before, asked.after))
    return before, after


def failing_of(of: Company, asked: Question, limit: int = 1000) -> pl.DataFrame:
    """The orders that failed in the later period, at most `limit`, those first that were asked for last: the columns of `orders`,
    moments in the site's local time. Raises ValueError where no orders are behind the KPI, and for conditions on who was sent."""
    figure = Figure(asked.kpi.id, failing(asked.kpi), asked.grain, asked.after, conditions=asked.conditions)
    clock = "response" if asked.kpi.id.startswith("response") else "completion"
    return orders.exported(of.warehouse, of.scope, Chosen(asked.members, clock, "all", figure=figure), "newest", limit)


def _cells(of: Company, asked: Question, by: tuple[str, ...], periods: tuple[str, ...] = ()) -> pl.DataFrame:
    """In some periods, or in both; by each dimension once."""
    where = replace(asked.members, periods=periods or (asked.before, asked.after))
    keys = tuple(dict.fromkeys(by))
    return cells(of, asked.kpi, keys, asked.grain, where, asked.conditions)


def _modelled(of: Company, asked: Question, service: str | None) -> tuple[str, ...]:
    labels = [one.label for one in read.periods(of.warehouse, asked.grain, of.scope)]
    at = labels.index(asked.after)
    within = tuple(labels[at : at + MODELLED[asked.grain]])
    return enough(_cells(of, _within(asked, service), (), within).select(PERIOD, "denominator"), within, ORDERS)


def _within(asked: Question, service: str | None) -> Question:
    return asked if service is None else replace(asked, members=replace(asked.members, services=(service,)))


def _paths(of: Company, asked: Question, label: str) -> Paths:
    figure = Figure(asked.kpi.id, "denominator", asked.grain, label, conditions=asked.conditions)
    chosen = (of.warehouse, of.scope, asked.members, figure)
    return Paths(paths.routes(*chosen), paths.handoffs(*chosen), paths.pause_minutes(*chosen))
