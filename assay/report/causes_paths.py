"""How the orders of a part went, in pictures: routes, steps, hand-offs; and who held them up. Two periods, the later one drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from assay import written
from assay.charts.axis import Axis
from assay.charts.chart import Chart
from assay.charts.flow import Handoff, Route
from assay.charts.flow import handoffs as drawn_steps
from assay.charts.flow import routes as drawn_routes
from assay.charts.forest import Group, Row, forest
from assay.say import causes_closer as say
from assay.say import parts
from assay.stats.difference import adjusted, p_of_shares
from assay.stats.interval import share
from assay.text import Language
from assay.warehouse.paths import LEAST, MOST_HANDOFFS, Handoffs

SHOWN = 10
_CLEAR = 0.05
_SUBSTANTIAL = 0.05
"""Of all orders: the longest step that is told of is one that not only a few took."""


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """What `assay.warehouse.paths` tells of the orders of one period."""

    routes: pl.DataFrame
    handoffs: Handoffs
    pauses: pl.DataFrame


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """A route in words, with the chance of failing so much more often than all the others."""

    label: str
    orders: int
    failing: int
    q_value: float
    is_more: bool
    before: float | None

    @property
    def is_clear(self) -> bool:
        return self.is_more and self.q_value <= _CLEAR


def routes(before: Paths, after: Paths, period: str, language: Language) -> Chart | None:
    """The routes with most failures. None where there is no route to tell of."""
    if after.routes.is_empty():
        return None
    told = _routes(before.routes, after.routes, language)
    shown = told[:SHOWN]
    subtitle = say.ROUTES_SUBTITLE(language, period=written.period(period, language), shown=len(shown), all=len(told))
    rows, note = [_route(one, language) for one in shown], say.ROUTES_NOTE(language, least=LEAST)
    return drawn_routes(rows, Axis(decimals=0), _routes_title(told, language), subtitle, note, language)


def _routes(before: pl.DataFrame, after: pl.DataFrame, language: Language) -> list[_Told]:
    keys, (orders, failing) = ["channel", "category", "outcome"], after.select(pl.col("orders", "failing").sum()).row(0)
    both = after.join(before, on=keys, how="left", suffix="_before", nulls_equal=True, maintain_order="left")
    rows = both.select(*keys, "orders", "failing", "orders_before", "failing_before").rows()
    chances = [p_of_shares(x, n, failing - x, orders - n) if orders > n else 1.0 for *_, n, x, _, _ in rows]
    q_values = adjusted(chances)
    return [
        _Told(_way(way, language), n, x, q_value, x * orders > failing * n, _share(x_before, n_before))
        for (*way, n, x, n_before, x_before), q_value in zip(rows, q_values, strict=True)
    ]


def _way(way: Sequence[str | None], language: Language) -> str:
    channel, category = (parts.value(name, value, {}, language) for name, value in zip(("channel", "category"), way, strict=False))
    return say.route(channel, category, way[2], language)


def _share(failing: int | None, orders: int | None) -> float | None:
    """None where nothing is told of the earlier period."""
    return failing / orders if orders and failing is not None else None


def _route(one: _Told, language: Language) -> Route:
    aside = say.failed(one.failing, one.orders, one.before, language)
    return Route(one.label, one.orders, one.failing, aside, "concern" if one.is_clear else "common", hover=f"{one.label}\n{aside}")


def _routes_title(told: Sequence[_Told], language: Language) -> str:
    first = told[0]
    if not first.failing:
        return say.ROUTES_NONE(language)
    clear = sum(one.is_clear for one in told)
    more = say.ROUTES_MORE_ONE if clear == 1 else say.ROUTES_MORE if clear else say.ROUTES_ALIKE
    return say.ROUTES_TITLE(language, route=first.label, failing=written.count(first.failing)) + more(language, count=clear)


def steps(before: Paths, after: Paths, period: str, language: Language) -> Chart | None:
    """From one event to the next. None where there is none to tell of."""
    edges = after.handoffs.edges
    if edges.is_empty():
        return None
    then = {tuple(way): median for *way, median in before.handoffs.edges.select("event", "next", "median").rows()}
    rows = [_step(row, then.get((row["event"], row["next"])), language) for row in edges.head(SHOWN).iter_rows(named=True)]
    subtitle = say.STEPS_SUBTITLE(language, period=written.period(period, language))
    axis = Axis(kind="minutes", is_log=True)
    return drawn_steps(rows, axis, _steps_title(edges, language), subtitle, say.STEPS_NOTE(language, least=LEAST), language)


def _step(row: dict, before: float | None, language: Language) -> Handoff:
    median, p90 = (written.minutes(row[name], language) for name in ("median", "p90"))
    then = written.NOTHING if before is None else written.minutes(before, language)
    step = say.step(row["event"], row["next"], row["is_loop"], language)
    counts = {"orders": written.count(row["orders"]), "passages": written.count(row["passages"])}
    hover = say.STEP_HOVER(language, step=step, median=median, p90=p90, before=then, **counts)
    label = say.STEP_ROW(language, step=step, orders=counts["orders"])
    return Handoff(label, row["median"], row["p90"], say.STEP_ASIDE(language, before=then, median=median), hover=hover)


def _steps_title(edges: pl.DataFrame, language: Language) -> str:
    """The longest of the steps that many took, and how much of the way leads back."""
    many = edges.filter(pl.col("orders") >= _SUBSTANTIAL * pl.col("orders").max())
    longest = many.sort("median", descending=True).row(0, named=True)
    step = say.step(longest["event"], longest["next"], longest["is_loop"], language)
    title = say.STEPS_TITLE(language, step=step, median=written.minutes(longest["median"], language))
    back = edges.filter("is_loop")
    if back.is_empty():
        return title
    passed = float(back["passages"].sum()) / float(edges["passages"].sum())
    return title + (say.STEPS_LOOP if len(back) == 1 else say.STEPS_LOOPS)(language, count=len(back), share=written.percent(passed))


def by_handoffs(before: Paths, after: Paths, period: str, language: Language) -> Chart | None:
    """The share that failed by how often orders changed hands. None where there is nothing to tell of."""
    counts = after.handoffs.by_count
    if counts.is_empty():
        return None
    then = {at: failing / orders for at, orders, failing in before.handoffs.by_count.rows()}
    rows = [_class(at, orders, failing, then.get(at), language) for at, orders, failing in counts.rows()]
    subtitle = say.HANDOFFS_SUBTITLE(language, period=written.period(period, language))
    title = _handoffs_title(counts, language)
    return forest([Group("", tuple(rows))], Axis(unit="%"), None, "", title, subtitle, say.HANDOFFS_NOTE(language), language)


def _class(at: int, orders: int, failing: int, then: float | None, language: Language) -> Row:
    found = share(failing, orders)
    aside = say.failed(failing, orders, then, language)
    label = say.HANDOFFS[min(at, MOST_HANDOFFS)](language)
    ends = [None if end is None else 100 * end for end in (found.value, found.low, found.high)]
    return Row(label, *ends, aside, hover=f"{label}\n{aside}")


def _handoffs_title(counts: pl.DataFrame, language: Language) -> str:
    never, ever = (
        counts.filter(which).select(pl.col("orders", "failing").sum()).row(0)
        for which in (pl.col("handoffs") == 0, pl.col("handoffs") > 0)
    )
    if not never[0] or not ever[0]:
        return say.HANDOFFS_ALL(language)
    is_clear = p_of_shares(ever[1], ever[0], never[1], never[0]) <= _CLEAR
    some, none = (written.percent(failing / orders) for orders, failing in (ever, never))
    return say.HANDOFFS_TITLE(language, some=some, none=none) + (say.HANDOFFS_CLEAR if is_clear else say.HANDOFFS_CHANCE)(language)
