"""The series of a report read from the warehouse: what the page *Trends* shows, without a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import polars as pl

from assay.cells import Where, dimensions
from assay.kpis import Grain, Kpi
from assay.register.rebases import Recorded, recorded
from assay.report.company import Company, cells, method
from assay.report.targets import keys
from assay.report.trends import Axis, Trends, trends
from assay.stats.spc.rules import NHS
from assay.warehouse import agreed, read
from assay.warehouse.spans import spans

EFFECTS = ("holidays", "makeup_workdays")


def axis(found: pl.DataFrame, grain: Grain, until: date, reached: date | None) -> Axis:
    """The periods of `found` (see `assay.warehouse.spans`) up to the one that holds `until`; the running one comes along where it
    is the next. `reached`: how far the data go."""
    over = found.filter(pl.col("first") <= until)
    after = found.filter((pl.col("first") > until) & pl.col("is_partial")).head(1)
    shown = over if len(over) + len(after) < len(found) else pl.concat([over, after])
    effects = {name: shown[name].to_numpy() for name in EFFECTS}
    is_partial = bool(len(shown)) and bool(shown["is_partial"][-1])
    return Axis(grain, tuple(shown["label"]), tuple(shown["first"]), tuple(shown["last"]), is_partial, effects, reached)


def rebased(found: Iterable[Recorded]) -> dict[tuple[str, str | None], list[date]]:
    """The days from which a series begins anew, by KPI and member."""
    days: dict[tuple[str, str | None], list[date]] = {}
    for one in found:
        if one.withdrawal is None:
            rebase = one.rebase
            days.setdefault((rebase.kpi, rebase.vendor_id or rebase.site_id), []).append(rebase.from_on)
    return days


def monthly(of: Company, kpis: Sequence[Kpi], until: date, members: Where) -> tuple[Trends, Mapping[str, pl.DataFrame]]:
    """By vendor the series by month of some KPIs as they stood at the end of a day's month, and the cells they are made of."""
    signed, names, inspected = agreed.agreements(of.warehouse, of.scope), of.vendors, method(of)
    found = {
        kpi.id: cells(of, kpi, keys(kpi, "vendor_id", dimensions(kpi), signed), "month", members, inspected) for kpi in kpis
    }
    told = spans(of.warehouse, "month", read.periods(of.warehouse, "month", of.scope))
    reached = read.as_of(of.warehouse)
    at = axis(told, "month", until, reached.date() if reached else None)
    known = {id_: name for id_, name in names.items() if not members.vendors or id_ in members.vendors}
    return trends(found, kpis, "vendor_id", known, at, signed, rebased(recorded(of.register, of.scope)), NHS), found
