"""A closer look at a part of the work in two periods: which values its failures have, and how each subgroup did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from assay.agreements.standing import value_of
from assay.kpis import Kpi
from assay.measured import Sums
from assay.report.causes import WORKERS
from assay.report.two_periods import TwoPeriods, two_periods
from assay.report.vendor_card_compared import Compared, compared
from assay.stats.attribution.kitagawa import kitagawa
from assay.stats.difference import adjusted
from assay.stats.pareto import Pareto, pareto
from assay.warehouse.orders_counted import REST


@dataclass(frozen=True, slots=True, eq=False)
class Distribution:
    """What failed in the later period by the values of a dimension. `before` and `n` by value: what failed in the earlier period,
    and all that was counted in the later one. `nobody`: failures to which nobody was sent yet, which have no class of who was."""

    kpi: Kpi
    dimension: str
    found: Pareto
    before: Mapping[str | None, int]
    n: Mapping[str | None, float]
    nobody: int


@dataclass(frozen=True, slots=True, eq=False)
class Subgroup:
    """A combination of values in both periods. `before`, `after`: the KPI, None below the least n that is published. `apart`: their
    difference, after against before; None where one is not published or nothing tells how far it may be off. `within` and `mix`:
    its part of the whole change, on the natural scale."""

    values: tuple[str | None, ...]
    sums: tuple[Sums, Sums]
    before: float | None
    after: float | None
    apart: Compared | None
    within: float
    mix: float

    @property
    def part(self) -> float:
        return self.within + self.mix


@dataclass(frozen=True, slots=True, eq=False)
class Subgroups:
    """`rows`: that with the largest part of the change first, in the direction in which the KPI went; what went against it last.
    `rest`: the subgroups, `few` of them, of which neither period has the least n, taken together; None where there are none. The
    parts of all add up to `change`, on the natural scale."""

    kpi: Kpi
    by: tuple[str, ...]
    rows: tuple[Subgroup, ...]
    rest: Subgroup | None
    few: int
    change: float
    n: tuple[float, float]


def counts_failures(kpi: Kpi) -> bool:
    """Whether its sums count separate things, some of which failed: of a mean no row fails, and a stock is the same things again
    and again."""
    return kpi.chart in ("p", "u")


def failing(kpi: Kpi) -> str:
    """The sum that holds what failed; of a KPI without a direction, what it counts."""
    return REST if kpi.chart == "p" and kpi.direction == "higher" else "numerator"


def distribution(cells: pl.DataFrame, kpi: Kpi, dimension: str, before: str, after: str) -> Distribution | None:
    """`cells` of the part by period and at least `dimension`. None where nothing failed in the later period. Raises ValueError for
    a KPI that counts no failures."""
    if not counts_failures(kpi):
        raise ValueError(f"nothing of {kpi.id} fails by itself")
    failed = pl.col("denominator") - pl.col("numerator") if failing(kpi) == REST else pl.col("numerator")
    counted = cells.group_by("period", dimension).agg(failed.sum().cast(pl.Int64).alias("failed"), pl.col("denominator").sum())
    now = counted.filter(pl.col("period") == after)
    total = int(now["failed"].sum())
    if not total:
        return None
    told = now.filter(pl.col(dimension).is_not_null()) if dimension in WORKERS else now
    counts = [(value, count) for value, count in told.select(dimension, "failed").iter_rows() if count]
    then = counted.filter(pl.col("period") == before).select(dimension, "failed")
    found = pareto(counts, total)
    return Distribution(
        kpi, dimension, found, dict(then.iter_rows()), dict(now.select(dimension, "denominator").iter_rows()),
        total - sum(count for _, count in counts),
    )


def subgroups(cells: pl.DataFrame, kpi: Kpi, by: Sequence[str], before: str, after: str) -> Subgroups | None:
    """`cells` of the part by period and at least `by`. None where one of the periods has nothing to count."""
    counted = cells.group_by("period").agg(pl.col("denominator").sum()).filter(pl.col("denominator") > 0)
    if not {before, after} <= set(counted["period"]):
        return None
    two = two_periods(cells, kpi, [before], [after], by)
    split = kitagawa(two.sides)
    change = float(np.subtract(*two.sides.rates[::-1]))
    is_few = (two.sides.denominator < max(kpi.minimum_n, 1)).all(axis=0)
    rows = [_subgroup(two, kpi, [at], split.within, split.mix) for at in np.flatnonzero(~is_few)]
    rest = _subgroup(two, kpi, np.flatnonzero(is_few).tolist(), split.within, split.mix) if is_few.any() else None
    sign = -1.0 if change > 0 else 1.0
    ordered = sorted(_weighed(rows), key=lambda one: sign * one.part)
    n_before, n_after = two.sides.totals.tolist()
    return Subgroups(kpi, tuple(by), tuple(ordered), rest, int(is_few.sum()), change, (n_before, n_after))


def _subgroup(two: TwoPeriods, kpi: Kpi, places: Sequence[int], within: np.ndarray, mix: np.ndarray) -> Subgroup:
    """The cells at some places as one; several have no values in common that would name them."""
    sides, at = two.sides, list(places)
    squares = np.zeros_like(sides.denominator) if sides.squares is None else sides.squares
    before, after = (
        Sums(*(float(of[row, at].sum()) for of in (sides.numerator, sides.denominator, squares))) for row in (0, 1)
    )
    shown = (value_of(kpi, one) if one.denominator >= kpi.minimum_n else None for one in (before, after))
    values = two.keys.row(at[0]) if len(at) == 1 else ()
    return Subgroup(values, (before, after), *shown, compared(kpi, after, before), float(within[at].sum()), float(mix[at].sum()))


def _weighed(rows: Sequence[Subgroup]) -> list[Subgroup]:
    """With the q-values of all changes that are looked at together."""
    q_values = iter(adjusted([one.apart.p_value for one in rows if one.apart is not None]))
    return [one if one.apart is None else replace(one, apart=replace(one.apart, q_value=next(q_values))) for one in rows]
