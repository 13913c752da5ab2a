"""The orders that a figure counts: those behind a sum of a KPI, over all or of one agreed level."""

from __future__ import annotations

from dataclasses import dataclass, replace

import narwhals as nw
import polars as pl

from assay.cells import FrameOf, Where, dimensions, distinct, sums
from assay.contracts import contract
from assay.kpis import KPIS, Grain, Kpi
from assay.scope import Scope
from assay.warehouse import lineage
from assay.warehouse.agreed import agreements
from assay.warehouse.counted import KEY, Asked, counted, key_of
from assay.warehouse.governed import attributed
from assay.warehouse.read import Warehouse, frames

REST = "rest"
"""What the denominator counts and the numerator does not: of a share of what was in time, what was late."""
_KEY = "order_id"


@dataclass(frozen=True, slots=True)
class Figure:
    """One sum of a KPI in one period: `sum` is a name of `assay.cells.sums`, or `REST`. `level_id`: only what settlement counts for
    that level. `conditions`: only what has these values, pairs of a dimension of the KPI and its value, None where it is missing.
    `also`: more periods of the same grain."""

    kpi: str
    sum: str
    grain: Grain
    label: str
    level_id: str | None = None
    conditions: tuple[tuple[str, str | None], ...] = ()
    also: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        return (self.label, *self.also)


def countable(kpi: Kpi) -> tuple[str, ...]:
    """The sums of a KPI that count rows with an order behind them, and `REST` where it can be told."""
    named = tuple(name for name, part in sums(kpi).items() if _KEY in _columns(part.table))
    above, below = kpi.numerator, kpi.denominator
    is_part = (above.table, above.on) == (below.table, below.on) and not kpi.squares
    return (*named, REST) if is_part and "denominator" in named else named


def _columns(table: str) -> set[str]:
    return {column.name for column in contract(table).columns}


def counted_by(figure: Figure, warehouse: Warehouse, scope: Scope, where: Where) -> nw.LazyFrame:
    """The rows of `orders` behind a figure, each once. Raises ValueError for a figure that no orders are behind, and for a
    condition on what is no dimension of its KPI."""
    kpi = next((kpi for kpi in KPIS if kpi.id == figure.kpi), None)
    if kpi is None or figure.sum not in countable(kpi):
        raise ValueError(f"no orders are behind {figure.kpi}.{figure.sum}")
    frame_of = frames(warehouse)
    part = kpi.denominator if figure.sum == REST else sums(kpi)[figure.sum]
    rows = lineage.counted(part, frame_of, figure.grain, figure.labels, scope, replace(where, periods=()))
    rows = _held(rows, figure, kpi)
    if figure.sum == REST:
        rows = rows.filter(kpi.numerator.expression == 0)
    if figure.level_id:
        rows = rows.filter(key_of(part.table).is_in(_of_level(figure, kpi, warehouse, scope)))
    return rows if part.table == "orders" else _orders_of(rows, frame_of, scope)


def _held(rows: nw.LazyFrame, figure: Figure, kpi: Kpi) -> nw.LazyFrame:
    """The rows of which all conditions hold."""
    offered = dimensions(kpi)
    if wrong := [name for name, _ in figure.conditions if name not in offered]:
        raise ValueError(f"{kpi.id} does not offer {', '.join(wrong)}; it offers {', '.join(offered)}")
    for name, value in figure.conditions:
        rows = rows.filter(nw.col(name).is_null() if value is None else nw.col(name) == value)
    return rows


def _orders_of(rows: nw.LazyFrame, frame_of: FrameOf, scope: Scope) -> nw.LazyFrame:
    named = distinct(rows.filter(~nw.col(_KEY).is_null()), _KEY)
    return scope.filter(frame_of("orders")).join(named, on=_KEY, how="inner")


def _of_level(figure: Figure, kpi: Kpi, warehouse: Warehouse, scope: Scope) -> list[str]:
    """The keys of the rows that a statement counts for the level, found as the statement finds them."""
    signed = agreements(warehouse, scope)
    vendors = {one.vendor_id for one in signed if figure.level_id in {level.level_id for level in one.levels}}
    own = [one for one in signed if one.vendor_id in vendors]
    chosen = nw.col(figure.grain).is_in(list(figure.labels))
    days = frames(warehouse)("days").filter(chosen).select("day_on").to_native().pl()["day_on"]
    if not own or not len(days):
        return []
    asked = Asked(vendors, days.min(), days.max(), by_key=True)  # type: ignore[arg-type]
    found = attributed(counted(kpi, frames(warehouse), scope, asked), own, kpi)
    return found.filter(pl.col("level_id") == figure.level_id)[KEY].unique().sort().to_list()
