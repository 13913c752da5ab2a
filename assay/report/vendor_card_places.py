"""Where a vendor is strong and where it is weak: its services against all other vendors of the service, its sites against its own
other sites of the service. Pure: cells come in.

Every comparison has an interval, all of them together are corrected by Benjamini–Hochberg, and what is below the least n that a
KPI publishes is not compared. Others appear as a sum over several vendors only, so that a card can be handed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import polars as pl

from assay.agreements.standing import value_of
from assay.kpis import Kpi
from assay.measured import Sums
from assay.report.overview import total
from assay.report.vendor_card_compared import Compared, compared
from assay.stats.difference import adjusted

LEAST_OTHERS = 3
"""Fewer other vendors than this are not summed up: from one or two, a reader could tell whose figure it is."""
BY = ("vendor_id", "service", "site_id")
Against = Literal["others", "own_services", "own_sites"]


@dataclass(frozen=True, slots=True)
class Place:
    """One service, or one site of a service, of the vendor on one KPI. `against`: with what it is compared; `others`: how many
    other vendors that sum holds, 0 where it is the vendor's own."""

    kpi: Kpi
    service: str | None
    site_id: str | None
    against: Against
    others: int
    sums: Sums
    other: Sums
    compared: Compared

    @property
    def value(self) -> float | None:
        return value_of(self.kpi, self.sums)

    @property
    def other_value(self) -> float | None:
        return value_of(self.kpi, self.other)


@dataclass(frozen=True, slots=True)
class Places:
    """All that was compared, the clearest first, over the periods from `first` to `last`. `too_few`: left out for its n."""

    first: str
    last: str
    found: tuple[Place, ...]
    too_few: int

    @property
    def strengths(self) -> tuple[Place, ...]:
        return self._clear("better")

    @property
    def weaknesses(self) -> tuple[Place, ...]:
        return self._clear("worse")

    def _clear(self, side: str) -> tuple[Place, ...]:
        return tuple(one for one in self.found if one.compared.is_clear and one.compared.side == side)


def places(cells: Mapping[str, pl.DataFrame], kpis: Sequence[Kpi], vendor_id: str, labels: Sequence[str]) -> Places:
    """`cells` by KPI id over `labels`, by those of `BY` that the KPI offers: of all vendors in scope, of one inspection method.
    KPIs without a direction are passed over: they are neither strong nor weak."""
    judged = [kpi for kpi in kpis if kpi.id in cells and kpi.direction != "none" and set(BY) <= set(cells[kpi.id].columns)]
    asked = [pair for kpi in judged for pair in _asked(kpi, cells[kpi.id], vendor_id)]
    held = [found for kpi, pair in asked if (found := _place(kpi, pair)) is not None]
    q_values = adjusted([one.compared.p_value for one in held])
    found = [replace(one, compared=replace(one.compared, q_value=q)) for one, q in zip(held, q_values, strict=True)]
    found.sort(key=lambda one: (not one.compared.is_clear, -one.compared.clearness))
    few = sum(0 < pair.sums.denominator < kpi.minimum_n for kpi, pair in asked)
    return Places(labels[0], labels[-1], tuple(found), few)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A figure and the one that it is to be compared with."""

    service: str | None
    site_id: str | None
    against: Against
    others: int
    sums: Sums
    other: Sums


def _place(kpi: Kpi, pair: _Pair) -> Place | None:
    found = compared(kpi, pair.sums, pair.other)
    if found is None:
        return None
    return Place(kpi, pair.service, pair.site_id, pair.against, pair.others, pair.sums, pair.other, found)


def _asked(kpi: Kpi, cells: pl.DataFrame, vendor_id: str) -> Iterator[tuple[Kpi, _Pair]]:
    own = cells.filter(pl.col("vendor_id") == vendor_id)
    others = cells.filter(pl.col("vendor_id") != vendor_id)
    yield from ((kpi, pair) for pair in _services(own, others))
    yield from ((kpi, pair) for pair in _sites(own))


def _services(own: pl.DataFrame, others: pl.DataFrame) -> Iterator[_Pair]:
    """Each service against all other vendors of it; where those are too few, against the vendor's own other services."""
    told = _by(own, "service")
    for service, sums in told.items():
        beside = others.filter((pl.col("service") == service) & (pl.col("denominator") > 0))
        count = beside["vendor_id"].n_unique()
        if count >= LEAST_OTHERS:
            yield _Pair(service, None, "others", count, sums, total(beside))
        elif len(told) > 1:
            yield _Pair(service, None, "own_services", 0, sums, total(own) - sums)


def _sites(own: pl.DataFrame) -> Iterator[_Pair]:
    """Each site of a service against the vendor's other sites of the same service."""
    for service in _by(own, "service"):
        within = own.filter(pl.col("service") == service)
        told = _by(within, "site_id")
        if len(told) > 1:
            yield from (_Pair(service, site, "own_sites", 0, sums, total(within) - sums) for site, sums in told.items())


def _by(cells: pl.DataFrame, key: str) -> dict[str, Sums]:
    """The sums by the known values of one column, in their order."""
    known = cells.filter(pl.col(key).is_not_null())
    return {str(value): total(rows) for (value,), rows in sorted(known.group_by(key), key=lambda pair: str(pair[0][0]))}
