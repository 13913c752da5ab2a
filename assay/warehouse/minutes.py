"""How long single orders took, with what they were and never who did them: for analyses of rows, such as quantiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import narwhals as nw
import polars as pl

from assay.cells import Where, narrowed
from assay.contracts import contract
from assay.kpis import Grain
from assay.scope import Scope
from assay.warehouse.orders_clock import ClockName
from assay.warehouse.read import Warehouse, frames

MINUTES, PERIOD = "minutes", "period"
_ORDER = "order_id"


@dataclass(frozen=True, slots=True, eq=False)
class Timed:
    """`rows`: *by, period, `minutes` (of working time, without pauses that are not the vendor's). `of`: all orders there are."""

    rows: pl.DataFrame
    of: int


def minutes(
    warehouse: Warehouse, scope: Scope, where: Where, clock: ClockName, by: Sequence[str], grain: Grain = "month",
    service: str | None = None, conditions: Sequence[tuple[str, str | None]] = (), most: int = 100_000,
) -> Timed:
    """Orders requested in the periods of `where` (labels of `grain`; none means all) whose clock has stopped and for which all
    `conditions` hold, pairs of dimension and value (None: nothing recorded); one row each.

    Of more than `most` those whose hashed id comes first: the same orders every time, and nothing that they have in common. No row
    says which order it is. Raises ValueError for what is no dimension of orders.
    """
    offered = [column.name for column in contract("orders").columns if column.is_dimension]
    if wrong := [name for name in (*by, *(name for name, _ in conditions)) if name not in offered]:
        raise ValueError(f"orders do not offer {', '.join(wrong)}; they offer {', '.join(offered)}")
    frame_of = frames(warehouse)
    spent = nw.col(f"{clock}_minutes")
    rows = narrowed(scope.filter(frame_of("orders")), where).filter(~spent.is_null())
    if service is not None:
        rows = rows.filter(nw.col("service") == service)
    for name, value in conditions:
        rows = rows.filter(nw.col(name).is_null() if value is None else nw.col(name) == value)
    days = frame_of("days").select("day_on", nw.col(grain).alias(PERIOD))
    if where.periods:
        days = days.filter(nw.col(PERIOD).is_in(list(where.periods)))
    dated = rows.join(days, left_on="requested_on", right_on="day_on", how="inner")
    count = int(dated.select(nw.len().alias("n")).to_native().pl().item())
    told = dated.select(*by, PERIOD, spent.alias(MINUTES), _ORDER).to_native()
    first = told.order(f"hash({_ORDER}), {_ORDER}").limit(most)
    return Timed(first.pl().drop(_ORDER), count)
