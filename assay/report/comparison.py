"""The comparison of the vendors of one service on one KPI: as counted, and on like work. Pure: cells and levels come in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from assay.agreements.standing import interval_of, value_of
from assay.kpis import Kpi
from assay.level import Level
from assay.measured import Sums
from assay.report.comparison_fit import Fitting, State, fitting
from assay.report.comparison_funnel import Against, Funnelled, funnels
from assay.report.comparison_reversed import Reversal, reversals
from assay.report.comparison_sites import Held, held
from assay.report.comparison_target import Target, against, events, total
from assay.stats.interval import Interval
from assay.stats.ranking import Band, Rank

SEED = 20_260_101
"""Of the draws for ranks: the same question gets the same answer."""
VERSION = 1
"""Of the method, said wherever its results are."""
Absent = Literal["too_few", "apart", "alone", "no_model"]
"""Why a vendor has no rank: too few orders; no site shared with those compared; nobody to compare with; no model of this KPI."""


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """One vendor. Values are in the KPI's unit, and None below the smallest n that is published or where there is no model.

    `observed`, `expected`: events (failures, where the KPI counts successes) of its own work, and those that the average vendor
    would have on it; None of means. `place`: by adjusted value among those ranked; `z`: its effect over its standard error, above 0
    where better; `exclusive`: sites that it serves alone, with their part of its work; `is_saturated`: all or nothing succeeded.
    """

    vendor_id: str
    name: str
    sums: Sums
    crude: Interval
    adjusted: Interval | None
    fixed: float | None
    observed: float | None
    expected: float | None
    rank: Rank | None
    place: int | None
    band: Band | None
    z: float | None
    reliability: float | None
    target: Target
    absent: Absent | None
    exclusive: tuple[tuple[str, float], ...]
    held: Held | None
    is_saturated: bool

    @property
    def ratio(self) -> float | None:
        """Observed over expected events."""
        return self.observed / self.expected if self.observed is not None and self.expected else None


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """`vendors`: those ranked, best first, then the others by name; without a model by value as counted.

    `pairs` (V, V) over `ranked`: the chance that the vendor of the row is better than that of the column. `overall`: the value of
    all orders together; `typical`: the mean of adjusted values.
    """

    kpi: Kpi
    service: str | None
    months: tuple[str, ...]
    state: State
    vendors: tuple[Compared, ...]
    overall: float | None
    typical: float | None
    pairs: np.ndarray
    funnels: Mapping[Against, Funnelled]
    reversals: tuple[Reversal, ...]
    fitting: Fitting

    @property
    def ranked(self) -> tuple[Compared, ...]:
        return tuple(one for one in self.vendors if one.rank is not None)

    @property
    def n(self) -> float:
        return sum(one.sums.denominator for one in self.vendors)

    def of(self, band: Band) -> tuple[Compared, ...]:
        return tuple(one for one in self.vendors if one.band == band)

    def get(self, vendor_id: str) -> Compared | None:
        return next((one for one in self.vendors if one.vendor_id == vendor_id), None)


def comparison(
    kpi: Kpi, cells: pl.DataFrame, case_mix: Sequence[str], names: Mapping[str, str], levels: Sequence[Level], service: str | None,
    months: Sequence[str], seed: int = SEED,
) -> Comparison:
    """Compares the vendors of `names`.

    `cells` as `assay.warehouse.mix.mixed` gives them, summed over `months`, of one service and, of inspections, of one method.
    `levels`: those in force that are about the KPI and the service.
    """
    told = cells.filter(pl.col("vendor_id").is_in(list(names)), pl.col("denominator").sum().over("vendor_id") > 0)
    found = fitting(kpi, told, case_mix, seed)
    by_vendor = {str(key[0]): part for key, part in told.partition_by("vendor_id", as_dict=True).items()}
    targets = {id_: against(kpi, part, [one for one in levels if one.vendor_id == id_]) for id_, part in by_vendor.items()}
    sums, sites = {id_: total(part) for id_, part in by_vendor.items()}, held(kpi, told)
    rows = [_row(kpi, id_, names[id_], sums[id_], targets[id_], sites.get(id_), found) for id_ in by_vendor]
    rows.sort(key=_order(kpi, found))
    published = {one.vendor_id: one.sums for one in rows if one.sums.denominator >= kpi.minimum_n and one.absent != "apart"}
    return Comparison(
        kpi=kpi,
        service=service,
        months=tuple(months),
        state=found.state,
        vendors=tuple(rows),
        overall=value_of(kpi, total(told)),
        typical=_typical(kpi, found),
        pairs=_pairs(found, [one.vendor_id for one in rows if one.rank is not None]),
        funnels=funnels(kpi, published, {one.vendor_id: (one.observed, one.expected) for one in rows}, targets),
        reversals=reversals(kpi, told, case_mix, rows, found),
        fitting=found,
    )


def _order(kpi: Kpi, found: Fitting) -> Callable[[Compared], tuple[bool, float, str]]:
    """Those ranked, best first, then the others by name; where nobody is ranked, the best as counted first."""
    sign = 1.0 if kpi.direction == "lower" else -1.0

    def place(one: Compared) -> tuple[bool, float, str]:
        if found.ranking is not None:
            return one.place is None, one.place or 0.0, one.name
        return one.crude.value is None, sign * (one.crude.value or 0.0), one.name

    return place


def _row(kpi: Kpi, id_: str, name: str, sums: Sums, target: Target, sites: Held | None, found: Fitting) -> Compared:
    absent = _absent(kpi, id_, sums, found)
    at = found.compared.index(id_) if id_ in found.compared else None
    is_shown = at is not None and absent is None and found.ranking is not None
    fixed = None if found.crossed is None or found.crossed.fixed is None else found.crossed.fixed
    expected = None if at is None or found.model is None or kpi.squares else float(found.model.expected[at])
    return Compared(
        vendor_id=id_,
        name=name,
        sums=sums,
        crude=interval_of(kpi, sums) if sums.denominator >= kpi.minimum_n else Interval(None, None, None, sums.denominator),
        adjusted=_adjusted(kpi, found, at, sums.denominator) if is_shown and at is not None else None,
        fixed=kpi.value(float(fixed.adjusted[at])) if fixed is not None and is_shown and at is not None else None,
        observed=None if expected is None else events(kpi, sums.numerator, sums.denominator),
        expected=None if expected is None else events(kpi, expected, sums.denominator),
        rank=found.ranking.ranks[at] if is_shown and found.ranking and at is not None else None,
        place=_place(found, at) if is_shown and at is not None else None,
        band=found.ranking.bands[at] if is_shown and found.ranking and at is not None else None,
        z=_z(found, at) if is_shown and at is not None else None,
        reliability=float(found.ranking.reliability[at]) if is_shown and found.ranking and at is not None else None,
        target=target,
        absent=absent,
        exclusive=tuple((one.site, one.share) for one in found.exclusive if one.vendor == id_),
        held=sites,
        is_saturated=found.crossed is not None and id_ in found.crossed.saturated,
    )


def _absent(kpi: Kpi, id_: str, sums: Sums, found: Fitting) -> Absent | None:
    if sums.denominator < kpi.minimum_n:
        return "too_few"
    if found.ranking is not None:
        if id_ not in found.compared:
            return "apart"
        return None if found.ranking.ranks[found.compared.index(id_)] is not None else "alone"
    if found.state == "inseparable":
        return "apart"
    return "alone" if found.state == "one_vendor" else "no_model"


def _adjusted(kpi: Kpi, found: Fitting, at: int, n: float) -> Interval | None:
    if found.model is None:
        return None
    estimates = found.model.estimates
    low, high = estimates.interval()
    value, *ends = (kpi.value(float(row[at])) for row in (estimates.adjusted, low, high))
    return Interval(value, min(ends), max(ends), n)


def _place(found: Fitting, at: int) -> int | None:
    """1 for the best effect among those ranked."""
    if found.ranking is None or found.model is None or found.ranking.ranks[at] is None:
        return None
    sign = 1.0 if found.ranking.direction == "higher" else -1.0
    ranked = np.array([one is not None for one in found.ranking.ranks])
    effect = sign * found.model.estimates.effect
    return 1 + int((effect[ranked] > effect[at]).sum())


def _z(found: Fitting, at: int) -> float | None:
    if found.ranking is None or found.model is None:
        return None
    error = float(found.model.estimates.error[at])
    sign = 1.0 if found.ranking.direction == "higher" else -1.0
    return sign * float(found.model.estimates.effect[at]) / error if error > 0 else 0.0


def _typical(kpi: Kpi, found: Fitting) -> float | None:
    return None if found.model is None else kpi.value(float(found.model.estimates.adjusted.mean()))


def _pairs(found: Fitting, order: Sequence[str]) -> np.ndarray:
    if found.ranking is None:
        return np.zeros((0, 0))
    at = [found.compared.index(id_) for id_ in order]
    return found.ranking.pairs[np.ix_(at, at)]
