"""The page *Compare* and the address: which KPI, over how long, among whom, against what."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from assay.contracts.vocabulary import PRIORITIES
from assay.report.comparison_funnel import AGAINST, Against
from assay.scope import Scope
from assay.text import Text
from assay.warehouse.orders_clock import CLOCKS, ClockName
from ui import address, warehouse
from ui.compare import read as compare_read
from ui.compare import words
from ui.orders.view import Later
from ui.reading import Reading

PARTS = tuple(words.PARTS)
SPANS = tuple(words.SPANS)
_SPAN = "12"
KEY_WORDS: Mapping[str, Text] = {"span": words.SPAN, "peers": words.PEERS, "against": words.AGAINST, "priority": words.PRIORITY}


def allowed(version: str, scope: Scope) -> dict[str, Collection[str]]:
    """The ids that the keys of the page may hold."""
    groups = Later(lambda: {one for one in compare_read.peer_groups(version, scope).values() if one})
    return {"span": SPANS, "peers": groups, "against": AGAINST, "priority": tuple(PRIORITIES)}


def part(now: Reading) -> str:
    return now.part_of(PARTS, PARTS[0])


def span(now: Reading) -> int:
    """Months."""
    return int(now.held("span", _SPAN))


def against(now: Reading) -> Against:
    return now.held("against", AGAINST[0])  # type: ignore[return-value]


def peers(now: Reading) -> str | None:
    return now.held("peers", "") or None


def clock(now: Reading) -> ClockName:
    wanted = now.held("clock", "response")
    return next(one for one in CLOCKS if one == wanted)


def priority(now: Reading) -> str | None:
    return now.held("priority", "") or None


def months(now: Reading) -> tuple[str, ...]:
    """The labels of the months of the span, oldest first: it ends with the chosen month, or the last one of the chosen period."""
    known = [one for one in warehouse.periods(now.version, now.scope, "month") if one.first <= now.period.last]
    return tuple(reversed([one.label for one in known[: span(now)]]))


def chosen(now: Reading) -> tuple[str, ...]:
    """The vendors that are drawn dark."""
    return now.view.get("vendors", ())


def holding(now: Reading, **means: str) -> dict[str, tuple[str, ...]]:
    """The view with what it means where it says nothing, for widgets that always hold something."""
    meant = {"span": str(span(now)), "against": against(now), "part": part(now), "clock": clock(now), **means}
    return {**now.view, **{key: (id_,) for key, id_ in meant.items()}}


def of_vendor(vendor_id: str) -> str:
    """The link to a vendor's card."""
    return address.link("vendor", vendors=vendor_id, part=None)


def of_kpi(kpi_id: str, vendor_id: str | None = None) -> str:
    """The link to the comparison on another KPI, a vendor picked."""
    return address.link("compare", kpi=kpi_id, part=None, **({} if vendor_id is None else {"vendors": vendor_id}))
