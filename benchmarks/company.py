"""A company read as the pages read it: through the warehouse's readers, into the series and comparisons of reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import polars as pl

from assay.cells import Where, dimensions, grains
from assay.checks import NotBefore
from assay.contracts import contract
from assay.kpis import KPIS, Grain, Kpi, kpi
from assay.level import Agreement
from assay.report.comparison import Comparison, comparison
from assay.report.targets import keys
from assay.report.trends import Axis, Trends, trends
from assay.scope import Scope
from assay.simulate import Company
from assay.stats.spc.rules import NHS
from assay.warehouse import agreed, empty, read
from assay.warehouse.mix import case_mix, mixed
from assay.warehouse.read import Warehouse
from assay.warehouse.spans import spans
from pipelines.derive import complete

EFFECTS = ("holidays", "makeup_workdays")
METHOD = "random"
ON_TIME = (kpi("response_on_time"), kpi("completion_on_time"))
_NAMED = {"vendor_id": read.vendors, "site_id": read.sites}


def held(company: Company) -> Warehouse:
    """The company's tables as a load without faults would leave them, in a database in memory."""
    warehouse = empty.opened()
    for table, frame in complete(company.tables, company.as_of).items():
        warehouse.connection.register("given", frame.to_arrow())
        warehouse.connection.execute(f"insert into {table} by name select * from given where {_kept(table)}")
        warehouse.connection.unregister("given")
    at = [company.as_of, company.as_of + timedelta(hours=1), company.as_of]
    loaded = "insert into loads (load_id, started_at, finished_at, as_of, seconds) values ('L', ?, ?, ?, 1)"
    warehouse.connection.execute(loaded, at)
    return warehouse


def _kept(table: str) -> str:
    """What ends before it begins is refused by a load; a few of a million simulated orders are cancelled in the hours off before
    they were requested."""
    columns = contract(table).columns
    breaks = [check.breaks(column.name) for column in columns for check in column.checks if isinstance(check, NotBefore)]
    return " and ".join(f"not coalesce({one}, false)" for one in breaks) or "true"


def planted(company: Company, truth: str, key: str) -> str:
    """A word of a planted truth."""
    found = company.truths[truth]
    assert isinstance(found, Mapping)
    return str(found[key])


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """What the page *Trends* reads: cells by KPI id, names of the members, the periods, and what was agreed."""

    kpis: tuple[Kpi, ...]
    cells: Mapping[str, pl.DataFrame]
    across: str
    names: Mapping[str, str]
    axis: Axis
    signed: tuple[Agreement, ...]

    def table(self, axis: Axis | None = None) -> Trends:
        """The icon table of all its KPIs, over the whole axis or over part of it."""
        return trends(self.cells, self.kpis, self.across, self.names, axis or self.axis, self.signed, {}, NHS)


def watched(warehouse: Warehouse, across: str = "vendor_id", grain: Grain = "month") -> Watched:
    """Every KPI that the warehouse can tell of in periods of this grain, of inspections those of one method."""
    scope = Scope.all()
    signed = agreed.agreements(warehouse, scope)
    told = [one for one in told_of(warehouse) if across in dimensions(one) and grain in grains(one)]
    by = {one.id: keys(one, across, dimensions(one), signed) for one in told}
    cells = {one.id: _of_method(warehouse, one, read.cells(warehouse, one, by[one.id], grain, scope, Where())) for one in told}
    names = dict(_NAMED[across](warehouse, scope).select(across, "name").iter_rows())
    return Watched(tuple(told), cells, across, names, periods(warehouse, grain), signed)


def told_of(warehouse: Warehouse) -> tuple[Kpi, ...]:
    """The KPIs that the warehouse can tell of: declared ones, then those that arrive as figures."""
    return (*read.measured(warehouse, KPIS), *read.indicators(warehouse, Scope.all()))


def _of_method(warehouse: Warehouse, of: Kpi, cells: pl.DataFrame) -> pl.DataFrame:
    """Methods are never pooled: random checks, or where there are none the most frequent method."""
    if "method" not in of.within:
        return cells
    known = read.methods(warehouse, Scope.all())
    return cells.filter(pl.col("method") == (METHOD if METHOD in known or not known else known[0]))


def periods(warehouse: Warehouse, grain: Grain = "month") -> Axis:
    """All periods of which anything was recorded, the running one last."""
    found = spans(warehouse, grain, read.periods(warehouse, grain, Scope.all()))
    effects = {name: found[name].to_numpy() for name in EFFECTS}
    reached = read.as_of(warehouse)
    as_of = reached.date() if reached else None
    labels, firsts, lasts = (tuple(found[name]) for name in ("label", "first", "last"))
    return Axis(grain, labels, firsts, lasts, bool(found["is_partial"][-1]), effects, as_of)


def until(axis: Axis, label: str) -> Axis:
    """The axis as it stood on the day after the end of a month."""
    size = axis.labels.index(label) + 1
    parts = {name: getattr(axis, name)[:size] for name in ("labels", "firsts", "lasts")}
    effects = {name: values[:size] for name, values in axis.effects.items()}
    return replace(axis, **parts, effects=effects, is_partial=False, as_of=axis.lasts[size - 1] + timedelta(days=1))


def compared(warehouse: Warehouse, of: Kpi, service: str | None, chosen: Sequence[str] = ()) -> Comparison:
    """The vendors of a service over the months chosen, the last twelve full ones where none is."""
    axis, scope = periods(warehouse), Scope.all()
    chosen = chosen or axis.labels[: len(axis.labels) - axis.is_partial][-12:]
    cells = _of_method(warehouse, of, mixed(warehouse, of, chosen, scope))
    own = cells if service is None else cells.filter(pl.col("service") == service)
    names = dict(read.vendors(warehouse, scope).select("vendor_id", "name").iter_rows())
    on = axis.lasts[axis.labels.index(chosen[-1])]
    levels = [one for one in read.levels(warehouse, scope, on) if one.kpi == of.id and service in (None, one.service)]
    return comparison(of, own, case_mix(of), names, levels, service, chosen)
