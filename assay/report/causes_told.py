"""What the page *Root cause* found, as it is handed over to be written down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

from assay.register.finding import Condition, Estimate, Finding
from assay.scope import Scope
from assay.text import Text


@dataclass(frozen=True, slots=True)
class Told:
    """What the page says of a change, on the natural scale of the KPI (a share 0 to 1, events per unit, a mean).

    `sentence`: its finding. `n`: what the figures rest on. `change`: of the KPI, with its interval (value, low, high); `explained`:
    the share of the change that lies in the part, likewise; ends that are not known may be NaN. `p`: the chance of as much by
    chance alone; None where nothing was tested. `conditions`: the part of the work that it is about, pairs of dimension and value;
    none is all. `vendors`, `sites`: ids that the sentence names or the view is limited to.
    """

    sentence: Text
    n: float
    change: tuple[float, float, float] | None
    explained: tuple[float, float, float] | None
    p: float | None
    conditions: tuple[Condition, ...]
    vendors: tuple[str, ...]
    sites: tuple[str, ...]


def finding(told: Told, before: str, after: str, scope: Scope) -> Finding:
    """As the register keeps it. What a limited scope said it said of its own vendors and sites, so those are named: they decide who
    may read it. Raises ValueError for a chance outside 0 to 1."""
    return Finding(
        before=(before,),
        after=(after,),
        sentence=told.sentence,
        n=round(told.n),
        conditions=told.conditions,
        change=_estimate(told.change),
        explained=_estimate(told.explained),
        p=told.p,
        vendors=_named(told.vendors, scope.vendors),
        sites=_named(told.sites, scope.sites),
    )


def _estimate(told: tuple[float, float, float] | None) -> Estimate | None:
    """What is not known is none, as the register has no word for NaN."""
    if told is None or not isfinite(told[0]):
        return None
    value, low, high = map(float, told)
    return Estimate(value, *((low, high) if isfinite(low) and isfinite(high) else (None, None)))


def _named(told: Iterable[str], seen: frozenset[str] | None) -> tuple[str, ...]:
    return tuple(sorted({*told} or seen or ()))
