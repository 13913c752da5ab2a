"""Simpson's paradox among vendors: pairs that stand one way as counted and the other way on like work, both beyond chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

import polars as pl

from assay.kpis import Kpi
from assay.report.comparison_fit import Fitting
from assay.stats import simpson
from assay.stats.difference import p_of_means, p_of_rates, p_of_shares

if TYPE_CHECKING:
    from assay.report.comparison import Compared

SURE = 0.95
_SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Reversal:
    """`better` is better on like work with `chance`, though it looks worse than `worse` as counted (p-value `p`).

    `by`: columns of which each alone turns the order round, when the two are compared within its levels; none where they share no
    level, and none of means.
    """

    better: str
    worse: str
    chance: float
    p: float
    by: tuple[str, ...]


def reversals(kpi: Kpi, cells: pl.DataFrame, mix: Sequence[str], rows: Sequence[Compared], found: Fitting) -> tuple[Reversal, ...]:
    """All such pairs of ranked vendors, the most striking first: both orders beyond chance, farthest apart in both."""
    if found.ranking is None or kpi.direction == "none":
        return ()
    ranked = [one for one in rows if one.rank is not None]
    told = [(_gap(*pair), one) for pair in combinations(ranked, 2) if (one := _told(kpi, *pair, found)) is not None]
    if not told:
        return ()
    turned = () if kpi.squares else simpson.reversals(cells, ("site_id", *mix), "p" if kpi.chart == "p" else "u")
    by = {pair: tuple(one.by for one in turned if {one.higher, one.lower} == set(pair)) for pair in _pairs(told)}
    return tuple(replace(one, by=by[one.better, one.worse]) for _, one in sorted(told, key=lambda each: -each[0]))


def _pairs(told: Sequence[tuple[float, Reversal]]) -> list[tuple[str, str]]:
    return [(one.better, one.worse) for _, one in told]


def _gap(one: Compared, other: Compared) -> float:
    """Both distances multiplied: a pair that is far apart both ways is the clearest example."""
    crude = abs((one.crude.value or 0.0) - (other.crude.value or 0.0))
    adjusted = abs(_value(one) - _value(other))
    return crude * adjusted


def _value(one: Compared) -> float:
    return 0.0 if one.adjusted is None or one.adjusted.value is None else one.adjusted.value


def _told(kpi: Kpi, one: Compared, other: Compared, found: Fitting) -> Reversal | None:
    if one.crude.value is None or other.crude.value is None or found.ranking is None:
        return None
    looks_better = (one.crude.value > other.crude.value) == (kpi.direction == "higher")
    seeming, real = (one, other) if looks_better else (other, one)
    chance = float(found.ranking.pairs[found.compared.index(real.vendor_id), found.compared.index(seeming.vendor_id)])
    p = _p(kpi, real, seeming)
    if chance <= SURE or p >= _SIGNIFICANT or one.crude.value == other.crude.value:
        return None
    return Reversal(real.vendor_id, seeming.vendor_id, chance, p, ())


def _p(kpi: Kpi, one: Compared, other: Compared) -> float:
    if kpi.squares:
        return p_of_means(one.crude, other.crude)
    test = p_of_shares if kpi.chart == "p" else p_of_rates
    return test(one.sums.numerator, one.sums.denominator, other.sums.numerator, other.sums.denominator)
