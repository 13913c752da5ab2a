"""How the orders of a KPI went: the routes that they took, from hand to hand in time, and how long they stood still, and for whom.

Minutes are those of the wall clock, nights and weekends included: a KPI counts working minutes, a route shows how long people
waited. What fewer than `LEAST` orders did is not told. Everything is counted inside the database, and nothing of it by worker.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import narwhals as nw
import polars as pl

from assay.cells import Where
from assay.kpis import KPIS, Kpi
from assay.scope import Scope
from assay.warehouse.orders_counted import Figure, counted_by
from assay.warehouse.read import Warehouse

LEAST = 5
"""Orders of which a group is told; a smaller one could point at single people."""
MOST_HANDOFFS = 3
"""That many and more are one class."""
_ROUTE = ("channel", "category", "outcome")
_MOMENTS = ("requested_at", "responded_at", "completed_at", "reopened_at", "cancelled_at")


def has_paths(of: Kpi) -> bool:
    """Whether a KPI counts orders one by one, each as kept or failed."""
    above, below = of.numerator, of.denominator
    return (above.table, above.on) == ("orders", below.on) and below.table == "orders" and not of.squares


def routes(warehouse: Warehouse, scope: Scope, where: Where, figure: Figure) -> pl.DataFrame:
    """channel, category, outcome, `orders`, `failing` (Int64) of the orders that the KPI of a figure counts, in its periods and
    under its conditions, most failing first. Whatever `figure.sum` says, all are taken. Raises ValueError for a KPI without paths.
    """
    found = _counted(warehouse, scope, where, figure).group_by(*_ROUTE).agg(
        nw.len().cast(nw.Int64).alias("orders"), nw.col("fails").sum().cast(nw.Int64).alias("failing")
    )
    told = found.filter(nw.col("orders") >= LEAST).to_native().pl()
    return told.sort("failing", "orders", *_ROUTE, descending=[True, True, False, False, False], nulls_last=True)


@dataclass(frozen=True, slots=True, eq=False)
class Handoffs:
    """How orders went from one event to the next (a directly-follows graph), and how often they changed hands.

    `edges`: `event`, `next` (requested, responded, paused_<responsible>, resumed, reopened, completed, cancelled), `orders` and
    `passages` (an order may pass twice), `median` and `p90` minutes between, `is_loop`: it leads back, to a pause after a pause or
    to work that was done. The most frequent first. A completion that did not last and was done anew is known by its reopening only.

    `by_count`: `handoffs` (0 to `MOST_HANDOFFS`, the last meaning that many and more), `orders`, `failing`. A hand-off is a change
    of who is responsible: the vendor, but while a pause is somebody else's. What takes long has more time for pauses, so hand-offs
    go with failing; whether they bring it about cannot be seen here.
    """

    edges: pl.DataFrame
    by_count: pl.DataFrame


def handoffs(warehouse: Warehouse, scope: Scope, where: Where, figure: Figure) -> Handoffs:
    """Of the orders that the KPI of a figure counts, as `routes` takes them; one pass over their events."""
    found = _told(warehouse, scope, where, figure, _STEPS + _HANDOFFS)
    is_edge = pl.col("event").is_not_null()
    edges = (
        found.filter(is_edge)
        .with_columns(
            pl.col("minutes").list.get(0).alias("median"),
            pl.col("minutes").list.get(1).alias("p90"),
            is_loop=(pl.col("next") == "reopened") | (pl.col("event") == "resumed") & pl.col("next").str.starts_with("paused_"),
        )
        .select("event", "next", "orders", "passages", "median", "p90", "is_loop")
        .sort("orders", "event", "next", descending=[True, False, False])
    )
    return Handoffs(edges, found.filter(~is_edge).select("handoffs", "orders", "failing").sort("handoffs"))


def pause_minutes(warehouse: Warehouse, scope: Scope, where: Where, figure: Figure) -> pl.DataFrame:
    """responsible, reason, `fails` (whether the orders failed), `orders` and `pauses`, `minutes` (Float64, their sum), `all_orders`
    (those that failed, or did not, paused or not); the longest first. A pause that still lasts is counted until the data end."""
    found = _told(warehouse, scope, where, figure, _KEPT + _PAUSED)
    return found.sort("minutes", "responsible", "reason", "fails", descending=[True, False, False, False], nulls_last=True)


def _counted(warehouse: Warehouse, scope: Scope, where: Where, figure: Figure) -> nw.LazyFrame:
    """The orders that the KPI counts: what a route consists of, and `fails`, 1 or 0."""
    of = next((one for one in KPIS if one.id == figure.kpi), None)
    if of is None or not has_paths(of):
        raise ValueError(f"the orders of {figure.kpi} have no paths")
    rows = counted_by(replace(figure, sum="denominator"), warehouse, scope, where)
    counts = of.numerator.expression != 0
    fails = counts if of.direction == "lower" else ~counts
    return rows.select("order_id", *_ROUTE, *_MOMENTS, fails=fails.cast(nw.Int64))


def _told(warehouse: Warehouse, scope: Scope, where: Where, figure: Figure, query: str) -> pl.DataFrame:
    """What a query tells of the orders. It is a constant: what is chosen comes as a relation."""
    return _counted(warehouse, scope, where, figure).to_native().query("chosen", query).pl()


_KEPT = """
with kept as materialized (
    select row_number() over () as id, order_id, fails, requested_at, responded_at, reopened_at, completed_at, cancelled_at
    from chosen
)"""
# Of what happened in the same moment the response comes before the pause, and the end of a pause before what it waited for. A pause
# without length stands nowhere; where something follows on a pause at once, nobody worked in between: it is no resumption.
_STEPS = f"""{_KEPT}, told as (
    select id, fails, unnest([
        {{'event': 'requested', 'moment': requested_at, 'turn': 0}}, {{'event': 'responded', 'moment': responded_at, 'turn': 1}},
        {{'event': 'reopened', 'moment': reopened_at, 'turn': 3}}, {{'event': 'completed', 'moment': completed_at, 'turn': 5}},
        {{'event': 'cancelled', 'moment': cancelled_at, 'turn': 6}}
    ], recursive := true) from kept
    union all
    select id, fails, unnest([
        {{'event': 'paused_' || responsible, 'moment': paused_at, 'turn': 4}},
        {{'event': 'resumed', 'moment': resumed_at, 'turn': 2}}
    ], recursive := true) from kept join pauses using (order_id) where resumed_at is null or resumed_at > paused_at
), events as (
    select id, fails, event, moment, lead(event) over along as following, lead(moment) over along as until,
        lead(event, 2) over along as second, lead(moment, 2) over along as second_moment
    from told where moment is not null window along as (partition by id order by moment, turn)
), steps as materialized (
    select id, fails, event, epoch(until - moment) / 60.0 as minutes,
        case when following = 'resumed' and second_moment = until then second else following end as next
    from events where not (event = 'resumed' and until is not distinct from moment)
)
"""
_HOLDER = "case when starts_with({0}, 'paused_') then substr({0}, 8) else 'vendor' end"
_HANDOFFS = f"""
select event, next, count(distinct id) as orders, count(*) as passages, quantile_cont(minutes, [0.5, 0.9]) as minutes
from steps where next is not null group by event, next having count(distinct id) >= {LEAST}
union all by name
select handoffs, count(*) as orders, sum(fails)::bigint as failing from (
    select any_value(fails) as fails, least(count(*) filter (
        next not in ('completed', 'cancelled') and {_HOLDER.format("event")} <> {_HOLDER.format("next")}
    ), {MOST_HANDOFFS}) as handoffs from steps group by id
) group by handoffs having count(*) >= {LEAST}
"""
_PAUSED = f"""
, sides as (select fails, count(*) as all_orders from kept group by fails
), lasted as (
    select id, fails, responsible, reason, epoch(coalesce(
        resumed_at, case when completed_at >= paused_at then completed_at end, cancelled_at,
        (select as_of from loads order by finished_at desc limit 1)
    ) - paused_at) / 60.0 as minutes from kept join pauses using (order_id)
)
select responsible, reason, fails = 1 as fails, count(distinct id) as orders, count(*) as pauses, sum(minutes) as minutes,
    any_value(all_orders) as all_orders
from lasted join sides using (fails) where minutes > 0
group by responsible, reason, fails having count(distinct id) >= {LEAST}
"""
