"""Hard sites, easy sites, and twelve vendors that are all alike: who is flagged on like work, and who is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assay.kpis import Kpi, kpi
from assay.report.comparison import Compared
from assay.simulate import Company, simulate
from assay.warehouse.read import Warehouse
from benchmarks import company as firm
from benchmarks.company import ON_TIME, planted
from benchmarks.evidence import Section

COMPARED = (*ON_TIME, kpi("repeat_rate"), kpi("csat_score"), kpi("complaint_rate"))

# Hard and easy sites


@dataclass(frozen=True, slots=True)
class Looked:
    """The vendor that a truth is about: its row of the comparison, its place as counted, and the value of all together."""

    truth: str
    row: Compared
    crude_place: int
    of: int
    overall: float

    @property
    def is_flagged(self) -> bool:
        return self.row.band == "clearly_worse"

    @property
    def is_below(self) -> bool:
        """Whether it looks worse than all together, as counted."""
        return self.row.crude.value is not None and self.row.crude.value < self.overall


def looked(company: Company, warehouse: Warehouse, of: Kpi) -> tuple[Looked, ...]:
    """The vendor at hard sites and the one at easy sites, in the comparison of the last twelve months."""
    found = firm.compared(warehouse, of, planted(company, "looks_bad", "service"))
    crude = sorted(found.vendors, key=lambda one: -(one.crude.value or 0.0))
    rows = []
    for truth in ("looks_bad", "looks_good"):
        row = found.get(planted(company, truth, "vendor_id"))
        assert row is not None and found.overall is not None
        rows.append(Looked(truth, row, 1 + crude.index(row), len(crude), found.overall))
    return tuple(rows)


def looks(orders: int, seeds: Sequence[int]) -> Section:
    """Every company and KPI on a row of its own."""
    found = []
    for seed in seeds:
        company = simulate(orders, seed)
        warehouse = firm.held(company)
        found += [(seed, of, one) for of in ON_TIME for one in looked(company, warehouse, of)]
    hard = [one for _, _, one in found if one.truth == "looks_bad"]
    easy = [one for _, _, one in found if one.truth == "looks_good"]
    below, missed = sum(one.is_below for one in hard), sum(one.is_flagged for one in hard)
    above, caught = sum(not one.is_below for one in easy), sum(one.is_flagged for one in easy)
    claim = (
        f"Of {len(hard)} comparisons ({orders:,} orders a company) the good vendor at hard sites is below all together as counted "
        f"in {below} and flagged on like work in {missed}; the weak vendor at easy sites is above them as counted in {above} and "
        f"flagged in {caught}."
    )
    rows = tuple((f"{seed}", of.title("en"), *_looked_row(one)) for seed, of, one in found)
    columns = ("seed", "KPI", "vendor at", "as counted, %", "place", "on like work, %", "rank", "verdict")
    return Section("Hard sites and easy sites", claim, columns, rows, missed == 0 and caught >= 0.9 * len(easy))


def _looked_row(one: Looked) -> tuple[str, ...]:
    adjusted, rank = one.row.adjusted, one.row.rank
    where = "hard sites" if one.truth == "looks_bad" else "easy sites"
    value = "" if adjusted is None else f"{adjusted.value:.1f} ({adjusted.low:.1f} to {adjusted.high:.1f})"
    place = "" if rank is None else f"{rank.median} ({rank.low} to {rank.high})"
    return where, f"{one.row.crude.value:.1f}", f"{one.crude_place} of {one.of}", value, place, f"{one.row.band}".replace("_", " ")


# Twelve vendors that are all alike


@dataclass(frozen=True, slots=True)
class Alike:
    """Of vendors that are all alike: how many were ranked, how many set apart, the mean places that a rank's interval spans, the
    surest pair, and whether the first and the last as counted are among the four smallest."""

    ranked: int
    apart: int
    spanned: float
    surest: float
    first_is_small: bool
    last_is_small: bool


def alike(warehouse: Warehouse, of: Kpi) -> Alike:
    """The comparison of the last twelve months."""
    found = firm.compared(warehouse, of, None)
    small = sorted(found.ranked, key=lambda one: one.sums.denominator)[:4]
    counted = sorted(found.ranked, key=lambda one: (one.crude.value or 0.0) * (-1 if of.direction == "higher" else 1))
    spans = [one.rank.high - one.rank.low + 1 for one in found.ranked if one.rank is not None]
    apart = sum(one.band != "not_distinguishable" for one in found.ranked)
    return Alike(len(spans), apart, float(np.mean(spans)), float(found.pairs.max()), counted[0] in small, counted[-1] in small)


def identical(orders: int, seeds: Sequence[int]) -> Section:
    """By KPI."""
    found: dict[str, list[Alike]] = {of.id: [] for of in COMPARED}
    for seed in seeds:
        warehouse = firm.held(simulate(orders, seed, "identical"))
        for of in COMPARED:
            found[of.id].append(alike(warehouse, of))
    every = [one for several in found.values() for one in several]
    ranked, apart = sum(one.ranked for one in every), sum(one.apart for one in every)
    claim = (
        f"Of {ranked} places of twelve vendors that are all alike, the largest with ten times the orders of the smallest, {apart} "
        "are called clearly better or worse; at most 5 % may be."
    )
    columns = ("KPI", "set apart", "places in an interval, of 12", "surest pair", "four smallest first", "four smallest last")
    rows = tuple(_alike_row(of, found[of.id]) for of in COMPARED)
    return Section("Twelve vendors that are all alike", claim, columns, rows, apart / ranked <= 0.05)


def _alike_row(of: Kpi, found: Sequence[Alike]) -> tuple[str, ...]:
    shares = (f"{100 * np.mean([getattr(one, name) for one in found]):.0f} %" for name in ("first_is_small", "last_is_small"))
    surest = f"{max(one.surest for one in found):.3f}"
    return of.title("en"), f"{sum(one.apart for one in found)}", f"{np.mean([one.spanned for one in found]):.1f}", surest, *shares
