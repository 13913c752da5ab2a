"""The page *Root cause* and the address: which two periods, by which dimensions, which part of the work is looked at."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from assay.cells import dimensions, grains
from assay.contracts import SOURCES
from assay.kpis import Grain, Kpi
from assay.scope import Scope
from assay.stats.localise.result import Condition
from assay.text import Text
from assay.warehouse.orders import HIDDEN
from ui import address, warehouse
from ui.causes import words
from ui.conditions import condition, said
from ui.orders.view import Later, of_figure, opening
from ui.reading import Reading

DEPTHS = ("1", "2", "3", "4")
WORKERS = ("worker_tenure", "worker_certificate", "worker_training")
"""Classes of who was sent: None is not a value of theirs, nobody was sent yet."""
_LARGE = ("asset_id",)
_PLACES = ("site_id", "asset_id")
KEY_WORDS: Mapping[str, Text] = {
    "base": words.BEFORE, "split": words.SPLIT, "depth": words.DEPTH, "dims": words.DIMS,
    "cond": words.CONDITIONS,
}
_OWN = ("base", "split", "depth", "dims")
_GRAINS: tuple[Grain, ...] = ("month", "quarter", "week")


def allowed(version: str, scope: Scope) -> dict[str, Collection[str]]:
    """The ids that the keys of the page may hold; `cond` is looked at when the page is drawn."""
    labels = Later(lambda: {one.label for grain in _GRAINS for one in warehouse.periods(version, scope, grain)})
    return {"base": labels, "split": _any_dimension(), "dims": _any_dimension(), "depth": DEPTHS}


def _any_dimension() -> tuple[str, ...]:
    return tuple(dict.fromkeys(column.name for source in SOURCES for column in source.columns if column.is_dimension))


def grain(now: Reading, kpi: Kpi) -> Grain:
    """That of the chosen period, where the KPI offers it; never days."""
    offered = [one for one in grains(kpi) if one != "day"]
    return now.grain if now.grain in offered else offered[0] if "month" not in offered else "month"


def depth(now: Reading) -> int:
    return int(now.held("depth", DEPTHS[-1]))


def offered(kpi: Kpi) -> tuple[str, ...]:
    """The dimensions by which a KPI can be looked at; how an inspection was made is chosen, not compared."""
    return tuple(name for name in dimensions(kpi) if name not in kpi.within)


def by(now: Reading, kpi: Kpi) -> tuple[str, ...]:
    """The dimensions that are combined: those of the link, else all but those of very many values and of who was sent."""
    known = offered(kpi)
    asked = tuple(name for name in known if name in now.view.get("dims", ()))
    if _is_placed(now):
        asked = tuple(name for name in asked if name not in WORKERS)
    if is_of_workers(asked):  # with a place they would point at single people
        asked = tuple(name for name in asked if name not in _PLACES)
    return asked or tuple(name for name in known if name not in (*_LARGE, *WORKERS))


def _is_placed(now: Reading) -> bool:
    """Whether the view is limited to some sites: then no class of who was sent is told."""
    return bool(now.view.get("sites")) or now.scope.sites is not None


def is_of_workers(names: Collection[str]) -> bool:
    """Whether classes of who was sent are among the dimensions."""
    return any(name in WORKERS for name in names)


def earlier(now: Reading, grain: Grain, first: date) -> tuple[str, ...]:
    """The labels of the periods before a day, latest first."""
    return tuple(one.label for one in warehouse.periods(now.version, now.scope, grain) if one.last < first)


def conditions(now: Reading, kpi: Kpi) -> tuple[Condition, ...]:
    """The part of the work that the link opens, as far as the KPI knows its dimensions."""
    found = tuple(one for one in map(condition, now.view.get("cond", ())) if one.attribute in offered(kpi))
    names = {one.attribute for one in found}
    if is_of_workers(names) and (_is_placed(now) or names & set(_PLACES)):
        return tuple(one for one in found if one.attribute not in WORKERS)
    return found


def of_kpi(kpi_id: str, **narrowed: str | Collection[str] | None) -> str:
    """The link to the page on a KPI, from wherever a signal is told."""
    nothing = dict.fromkeys(("base", "split", "depth", "dims", "cond", "part"))
    return address.link("causes", **{**nothing, "kpi": kpi_id, **narrowed})


def holding(now: Reading, **means: str | Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The view with what it means where it says nothing, for widgets that always hold something."""
    meant = {"depth": str(depth(now)), **means}
    return {**now.view, **{key: (ids,) if isinstance(ids, str) else tuple(sorted(ids)) for key, ids in meant.items()}}


def of_part(held: Sequence[Condition]) -> str:
    """The link to the same question about a part of the work."""
    return address.link("causes", cond=said(held))


def of_orders(kpi: Kpi, sum_: str, label: str, held: Sequence[Condition]) -> str | None:
    """The link to the orders of a part that a sum of the KPI counts in a period; None where it counts no orders. Conditions on who
    was sent are left out: no list of orders is made by them."""
    return of_figure(kpi, sum_, **{**dict.fromkeys((*_OWN, "part")), "period": label, "cond": said(_listed(held))})


def to_orders(kpi: Kpi, sum_: str, label: str, held: Sequence[Condition]) -> dict[str, list[str]]:
    """The same as the query of a step to another page."""
    return address.params(**(opening(kpi, sum_) or {}), period=label, cond=said(_listed(held)), part=None)


def _listed(held: Sequence[Condition]) -> list[Condition]:
    return [one for one in held if one.attribute not in HIDDEN]


def beside(names: Sequence[str], taken: Collection[str]) -> list[str]:
    """The dimensions that may be combined with those that are taken: never classes of who was sent with a place."""
    barred = {*taken, *(_PLACES if is_of_workers(taken) else ()), *(WORKERS if {*taken} & {*_PLACES} else ())}
    return [name for name in names if name not in barred]


def is_offered(kpi_id: str, now: Reading) -> bool:
    """Whether the page can look into a KPI; a figure that arrived as a bare value has no parts."""
    return any(one.id == kpi_id for one in warehouse.kpis(now.version, now.scope))
