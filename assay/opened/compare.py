"""The vendors of a service side by side, as the page *Compare* shows them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from assay.cells import Where
from assay.level import Level
from assay.opened.known import kpi_of
from assay.report.company import Company, method
from assay.report.comparison import Comparison, comparison
from assay.report.comparison_times import Times, times
from assay.warehouse import read
from assay.warehouse.durations import durations
from assay.warehouse.mix import case_mix, mixed
from assay.warehouse.orders_clock import ClockName


def compared(
    of: Company, kpi_id: str, service: str | None, months: Sequence[str], sites: Sequence[str], peers: str | None
) -> Comparison:
    """The comparison of one service on one KPI over some months; the levels are those in force at the end of the last one. `peers`:
    a peer group, None compares all. Raises `UnknownKpi`."""
    kpi = kpi_of(of, kpi_id)
    found = mixed(of.warehouse, kpi, months, of.scope, sites)
    if "method" in kpi.within:
        found = found.filter(pl.col("method") == method(of))
    if service is not None:
        found = found.filter(pl.col("service") == service)
    levels = () if sites else _levels(of, kpi_id, service, months)
    return comparison(kpi, found, case_mix(kpi), _chosen(of, peers), levels, service, months)


def waited(
    of: Company, clock: ClockName, service: str | None, months: Sequence[str], sites: Sequence[str], priority: str | None,
    peers: str | None,
) -> Times:
    """How long orders of a service waited, by vendor, and how the vendors' paces compare on like work."""
    where = Where(periods=tuple(months), sites=tuple(sites))
    levels = _levels(of, f"{clock}_on_time", service, months)
    agreed = {one.priority: one.clock_minutes for one in levels if one.clock_minutes}
    marks = tuple(sorted({minutes for minutes in agreed.values() if minutes}))

    def counted(by: tuple[str, ...], ends: tuple[float, ...] = ()) -> pl.DataFrame:
        return durations(of.warehouse, of.scope, where, clock, service, by, "month", ends, () if ends else marks)

    return times(counted, clock, _chosen(of, peers), priority, agreed)


def _chosen(of: Company, peers: str | None) -> dict[str, str]:
    """Names by id of the vendors that are compared."""
    known = read.vendors(of.warehouse, of.scope)
    chosen = known if peers is None else known.filter(pl.col("peer_group") == peers)
    return dict(chosen.select("vendor_id", "name").iter_rows())


def _levels(of: Company, kpi_id: str, service: str | None, months: Sequence[str]) -> list[Level]:
    """The levels about the KPI and the service that are in force at the end of the last month."""
    on = next(one.last for one in read.periods(of.warehouse, "month", of.scope) if one.label == months[-1])
    found = read.levels(of.warehouse, of.scope, on)
    return [one for one in found if one.kpi == kpi_id and (service is None or one.service == service)]
