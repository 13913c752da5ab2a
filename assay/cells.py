"""The waist: cells. A cell is a period, dimensions, and the sums of one KPI over the rows that fall there.

The same code runs on Polars frames, DuckDB relations and Spark DataFrames. Each part is summed on its own table; the parts are
stacked and summed again, never joined (a join loses missing keys).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw

from assay.contracts import contract
from assay.kpis import Grain, Kpi, Part
from assay.scope import Scope

GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter")
FrameOf = Callable[[str], nw.LazyFrame]


@dataclass(frozen=True, slots=True)
class Where:
    """The view that a reader chose: which periods (labels of the grain) and which vendors, services, sites; empty means all."""

    periods: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()

    @property
    def members(self) -> Mapping[str, tuple[str, ...]]:
        return {"vendor_id": self.vendors, "service": self.services, "site_id": self.sites}


def dimensions(kpi: Kpi) -> tuple[str, ...]:
    """The dimensions that a KPI offers: those that all its tables have."""
    tables = [{column.name for column in contract(table).columns if column.is_dimension} for table in kpi.tables]
    shared = set.intersection(*tables)
    return tuple(column.name for column in contract(kpi.numerator.table).columns if column.name in shared)


def grains(kpi: Kpi) -> tuple[Grain, ...]:
    """The periods that a KPI offers, finest first. Weeks cut months, so a monthly stock has none."""
    if kpi.finest == "month":
        return ("month", "quarter")
    return GRAINS[GRAINS.index(kpi.finest):]


def sums(kpi: Kpi) -> dict[str, Part]:
    """The name of each sum in a cell, and the part that gives it."""
    named = {"numerator": kpi.numerator, "denominator": kpi.denominator}
    return named | {f"excluded_{left_out.reason}": left_out.part for left_out in kpi.excluded}


def cells(kpi: Kpi, frame_of: FrameOf, by: Sequence[str], grain: Grain, scope: Scope, where: Where | None = None) -> nw.LazyFrame:
    """One row per period and combination of `by` (the KPI's `within` included): period, dimensions, and a Float64 or Int64 a sum.

    Columns: `period`, the dimensions, `numerator`, `denominator`, `excluded_<reason>` …, and `squares` where the KPI has them.
    Raises ValueError for a dimension or a grain that the KPI does not offer.
    """
    keys = tuple(dict.fromkeys((*by, *kpi.within)))
    _refuse_what_is_not_offered(kpi, keys, grain)
    days = frame_of("days").select("day_on", nw.col(grain).alias("period"))
    chosen = where or Where()
    summed = [_summed(place, values, frame_of, days, keys, scope, chosen) for place, values in places(kpi).items()]
    stacked = nw.concat(summed, how="diagonal")
    totals = stacked.group_by("period", *keys).agg(*(nw.col(name).sum() for name in names(kpi)))
    types = totals.collect_schema()
    return totals.with_columns(*(_whole_or_real(name, types[name]) for name in names(kpi)))


def names(kpi: Kpi) -> tuple[str, ...]:
    """The sums that a cell of the KPI holds, in order."""
    return (*sums(kpi), *(("squares",) if kpi.squares else ()))


def _whole_or_real(name: str, type_: nw.dtypes.DType) -> nw.Expr:
    """Counts as Int64, measures as Float64, on every engine (DuckDB adds whole numbers up to a decimal); nothing there is 0."""
    return nw.col(name).cast(nw.Float64 if type_.is_float() else nw.Int64).fill_null(0)


def _refuse_what_is_not_offered(kpi: Kpi, keys: Sequence[str], grain: Grain) -> None:
    missing = [key for key in keys if key not in dimensions(kpi)]
    if missing:
        raise ValueError(f"{kpi.id} does not offer {', '.join(missing)}; it offers {', '.join(dimensions(kpi))}")
    if grain not in grains(kpi):
        raise ValueError(f"{kpi.id} does not offer the grain {grain}; it offers {', '.join(grains(kpi))}")


Place = tuple[str, str]
Values = dict[str, nw.Expr]


def places(kpi: Kpi) -> dict[Place, Values]:
    """What is summed on each table by each date: parts that share both are summed in one pass over the rows."""
    found: dict[Place, Values] = {}
    for name, part in sums(kpi).items():
        found.setdefault((part.table, part.on), {})[name] = part.expression
    if kpi.squares:
        found[kpi.numerator.table, kpi.numerator.on]["squares"] = kpi.numerator.expression * kpi.numerator.expression
    return found


def _summed(
    place: Place, values: Values, frame_of: FrameOf, days: nw.LazyFrame, keys: Sequence[str], scope: Scope, where: Where
) -> nw.LazyFrame:
    """The sums on one table by one date: period, dimensions, each sum under its name."""
    table, on = place
    rows = narrowed(scope.filter(frame_of(table)), where)
    valued = rows.select(*keys, nw.col(on).alias("day_on"), *(value.alias(name) for name, value in values.items()))
    dated = valued.join(days, on="day_on", how="inner")
    if where.periods:
        dated = dated.filter(nw.col("period").is_in(list(where.periods)))
    return dated.group_by("period", *keys).agg(*(nw.col(name).sum() for name in values))


def distinct(frame: nw.LazyFrame, *columns: str) -> nw.LazyFrame:
    """Each combination of the columns once. `unique` of Narwhals numbers every row on DuckDB, which takes thirty times as long."""
    return frame.group_by(*columns).agg(nw.len().alias("rows_alike")).select(*columns)


def narrowed(frame: nw.LazyFrame, where: Where) -> nw.LazyFrame:
    """The rows of the chosen vendors, services and sites."""
    present = frame.collect_schema().names()
    for column, chosen in where.members.items():
        if chosen and column in present:
            frame = frame.filter(nw.col(column).is_in(list(chosen)))
    return frame
