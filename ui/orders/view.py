"""The page *Orders* and the address: what a view asks of the list of orders, and the links that lead there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from assay.cells import dimensions
from assay.contracts.vocabulary import KINDS, PRIORITIES, STATES
from assay.kpis import KPIS, Kpi
from assay.kpis import kpi as kpi_of
from assay.scope import Scope
from assay.text import Text
from assay.warehouse.orders import DATED, HIDDEN, SHOWN, SORTINGS, Chosen
from assay.warehouse.orders_clock import AGES, BANDS, CLOCKS, PAUSED
from assay.warehouse.orders_counted import Figure, countable
from ui import address, words
from ui.conditions import condition
from ui.orders import read as orders_read
from ui.orders import words as own_words
from ui.reading import Reading
from ui.view import View

BY = ("vendor_id", "site_id", "service")
CONDITIONS = ("left", "age", "dated", "find", "figure", "level", "cond", "states", "priorities", "kinds", "categories", "ids")
"""What narrows the list beside `clock` and `shown`; a reset takes all of it off."""
KEY_WORDS: Mapping[str, Text] = {
    "clock": own_words.CLOCK, "shown": own_words.SHOWN, "left": own_words.LEFT, "age": own_words.AGE, "dated": words.PERIOD,
    "find": own_words.SEARCH, "figure": own_words.FIGURE, "level": own_words.LEVEL, "by": own_words.BY, "sort": own_words.SORT,
    "states": own_words.STATE, "priorities": own_words.PRIORITY, "kinds": own_words.KIND, "categories": own_words.CATEGORY,
    "ids": own_words.IDS, "at": own_words.PAGE, "order": own_words.ID,
}
_APART = "."
_LONGEST = 64  # characters of an id that are looked for


def allowed(version: str, scope: Scope) -> dict[str, Collection[str]]:
    """The ids that the keys of the page may hold; those that it does not name are free."""
    return {
        "clock": tuple(CLOCKS), "shown": SHOWN, "left": BANDS, "age": AGES, "dated": DATED, "by": BY, "sort": SORTINGS,
        "figure": [_named(kpi, sum_) for kpi in KPIS for sum_ in countable(kpi)],
        "states": (*STATES, PAUSED), "priorities": tuple(PRIORITIES), "kinds": tuple(KINDS),
        "categories": Later(lambda: orders_read.categories(version, scope)),
        "level": Later(lambda: orders_read.levels(version, scope)),
    }


@dataclass(frozen=True, slots=True)
class Later(Collection[str]):
    """Ids that are read when one is asked for: most links name none, and reading them takes a moment."""

    read: Callable[[], Collection[str]]

    def __contains__(self, id_: object) -> bool:
        return id_ in self.read()

    def __iter__(self) -> Iterator[str]:
        return iter(self.read())

    def __len__(self) -> int:
        return len(self.read())


def chosen(now: Reading) -> Chosen:
    """What the view asks of the list."""
    view = now.view
    several = {name: view.get(name, ()) for name in ("states", "priorities", "kinds", "categories", "ids")}
    single = {name: now.held(name, "") or None for name in ("left", "age")}
    return Chosen(
        where=now.members,
        clock=now.held("clock", "completion"),  # type: ignore[arg-type]
        shown=now.held("shown", "open"),  # type: ignore[arg-type]
        dated=(view["dated"][0], now.period.first, now.period.last) if "dated" in view else None,
        find=now.held("find", "").strip()[:_LONGEST],
        figure=figure(now),
        **several,
        **single,  # type: ignore[arg-type]
    )


def figure(now: Reading) -> Figure | None:
    """The figure that the view opened, in the period of the view."""
    if "figure" not in now.view:
        return None
    kpi_id, _, sum_ = now.view["figure"][0].partition(_APART)
    asked = (condition(one) for one in conditions(now))
    held = tuple((one.attribute, one.value) for one in asked)
    return Figure(kpi_id, sum_, now.grain, now.period.label, now.held("level", "") or None, held)


def conditions(now: Reading) -> tuple[str, ...]:
    """What the link says of the part of the work that the figure is of, as far as orders are listed by it."""
    return tuple(said for said in now.view.get("cond", ()) if condition(said).attribute in _listed_by(now))


def left_out(now: Reading) -> tuple[str, ...]:
    """What the link says of the part and no list of orders is made by: who was sent."""
    return tuple(said for said in now.view.get("cond", ()) if "figure" in now.view and condition(said).attribute in HIDDEN)


def _listed_by(now: Reading) -> tuple[str, ...]:
    if "figure" not in now.view:
        return ()
    counted = kpi_of(now.view["figure"][0].partition(_APART)[0])
    return tuple(name for name in dimensions(counted) if name not in HIDDEN)


def _named(kpi: Kpi, sum_: str) -> str:
    return f"{kpi.id}{_APART}{sum_}"


def of_order(order_id: str) -> str:
    """The link to one order; in the list of orders it keeps the list."""
    return address.link("orders", order=order_id)


def of_figure(kpi: Kpi, sum_: str, *, level_id: str | None = None, **narrowed: str | Collection[str] | None) -> str | None:
    """The link to the orders that a sum of a KPI counts, in the period of the view or another that `narrowed` names; None where it
    counts no orders. `level_id`: those that a statement counts for a level."""
    asked = opening(kpi, sum_, level_id)
    return None if asked is None else address.link("orders", **{**_nothing(), **asked, **narrowed})


def opening(kpi: Kpi, sum_: str, level_id: str | None = None) -> dict[str, str | None] | None:
    """What a view asks that opens a figure; None where no orders are behind it."""
    if sum_ not in countable(kpi):
        return None
    clock = "response" if kpi.id.startswith("response") else "completion"
    return {"clock": clock, "shown": "all", "figure": _named(kpi, sum_), "level": level_id}


def _nothing() -> dict[str, None]:
    return dict.fromkeys((*CONDITIONS, "sort", "at", "order"))


def reset() -> Mapping[str, None]:
    """The changes that take all conditions of the page off."""
    return {**_nothing(), "shown": None}


def holding(now: Reading) -> View:
    """The view with what it means where it says nothing, for widgets that always hold something."""
    means = {"clock": "completion", "shown": "open", "sort": "urgent", "by": BY[0]}
    return {**{key: (id_,) for key, id_ in means.items()}, **now.view}
