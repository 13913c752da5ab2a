"""Two figures of one KPI held against one another: the difference in its own unit, its interval, and the side that it lies on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from assay.agreements.standing import interval_of
from assay.kpis import Kpi
from assay.measured import Sums
from assay.stats.difference import difference, p_of_means, p_of_rates, p_of_shares, p_widened, widened
from assay.stats.interval import Interval

Side = Literal["better", "worse", "higher", "lower", "same"]
FALSE_DISCOVERY_RATE = 0.05


@dataclass(frozen=True, slots=True)
class Compared:
    """`value` is the first figure minus the second in the KPI's unit, of a geometric mean their ratio; `low` and `high` are the
    ends of its 95 % interval. `q_value` is the p-value after Benjamini–Hochberg over all that was compared together."""

    kpi: Kpi
    value: float
    low: float
    high: float
    p_value: float
    q_value: float | None = None

    @property
    def is_clear(self) -> bool:
        """Whether the difference is more than chance puts up, among all that were looked at."""
        return self.q_value is not None and self.q_value < FALSE_DISCOVERY_RATE

    @property
    def side(self) -> Side:
        """What the difference means for the KPI; where it has no direction, only which way it goes."""
        nothing = 1.0 if self.kpi.is_log else 0.0
        if self.value == nothing:
            return "same"
        is_more = self.value > nothing
        if self.kpi.direction == "none":
            return "higher" if is_more else "lower"
        return "better" if is_more == (self.kpi.direction == "higher") else "worse"

    @property
    def clearness(self) -> float:
        """How many half-widths of its interval the difference is away from none: comparable over KPIs of different units."""
        value, low, high = (self.kpi.ratio(end) for end in (self.value, self.low, self.high))
        return 2 * abs(value) / (high - low) if high > low else 0.0


def compared(kpi: Kpi, own: Sums, other: Sums, dispersion: float = 1.0) -> Compared | None:
    """`own` against `other`, which share no row. None where one is below the least n that is published, or where the KPI is a stock
    or a staff figure, whose rows depend on one another so that it has no interval.

    `dispersion`: how much wider than their sizes alone make them such figures spread (Laney's sigma_z of the series), by which the
    interval is widened; below 1 it does nothing.
    """
    if min(own.denominator, other.denominator) < max(kpi.minimum_n, 1):
        return None
    first, second = (_natural(kpi, interval_of(kpi, sums)) for sums in (own, other))
    apart = widened(difference(first, second), dispersion)
    if apart.value is None or apart.low is None or apart.high is None:
        return None
    shown = (kpi.value(end) for end in (apart.value, apart.low, apart.high))
    return Compared(kpi, *shown, p_widened(_p_value(kpi, own, other, first, second), dispersion))


def _natural(kpi: Kpi, shown: Interval) -> Interval:
    """The interval on the scale of the sums, where a difference of logs is a ratio."""
    ends = {name: None if end is None else kpi.ratio(end) for name, end in
            (("value", shown.value), ("low", shown.low), ("high", shown.high))}
    return replace(shown, **ends)


def _p_value(kpi: Kpi, own: Sums, other: Sums, first: Interval, second: Interval) -> float:
    if kpi.squares:
        return p_of_means(first, second)
    test = p_of_shares if kpi.chart == "p" else p_of_rates
    return test(own.numerator, own.denominator, other.numerator, other.denominator)
