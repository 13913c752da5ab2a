"""Where each vendor stands against each service level in one period: the settled verdict, and beside it the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Literal

from scipy import stats

from assay.kpis import Kpi
from assay.level import Level
from assay.measured import Sums
from assay.stats import interval
from assay.stats.interval import Interval

Verdict = Literal["met", "missed", "no_data"]
ROUNDING = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}
FALSE_DISCOVERY_RATE = 0.05


@dataclass(frozen=True, slots=True)
class Standing:
    """A level's result. `verdict` is settlement: the rounded value against the target. `chance` is evidence: how likely the true
    value meets the target; `is_beyond_chance` marks a miss that stands after Benjamini–Hochberg over all levels judged together."""

    level: Level
    sums: Sums
    value: float | None
    verdict: Verdict
    interval: Interval
    chance: float | None
    is_beyond_chance: bool = field(default=False)


def value_of(kpi: Kpi, sums: Sums) -> float | None:
    """The KPI's value in its own unit; None over nothing."""
    if sums.denominator <= 0:
        return None
    return kpi.value(sums.numerator / sums.denominator)


def interval_of(kpi: Kpi, sums: Sums) -> Interval:
    """The interval of the KPI's value in its own unit, by the kind of its data. A stock (staff days, backlog) is counted whole and
    its rows depend on one another, so it has a value and no interval."""
    x, n = sums.numerator, sums.denominator
    if kpi.squares:
        return _in_unit(kpi, interval.mean(x, sums.squares, n))
    if kpi.chart == "p":
        return _in_unit(kpi, interval.share(x, n))
    if kpi.chart == "u":
        return _in_unit(kpi, interval.rate(x, n))
    return Interval(value_of(kpi, sums), None, None, n)


def _in_unit(kpi: Kpi, raw: Interval) -> Interval:
    def shown(value: float | None) -> float | None:
        return None if value is None else kpi.value(value)

    return replace(raw, value=shown(raw.value), low=shown(raw.low), high=shown(raw.high))


def settled_value(value: float, level: Level) -> float:
    """The value rounded as the agreement says, before it meets the target."""
    if level.decimals is None:
        return value
    step = Decimal(1).scaleb(-level.decimals)
    return float(Decimal(repr(round(value, 9))).quantize(step, ROUNDING[level.rounding or "half_up"]))


def meets(kpi: Kpi, value: float, target: float) -> bool:
    return value <= target if kpi.direction == "lower" else value >= target


def chance_of(kpi: Kpi, sums: Sums, target: float) -> float | None:
    """How likely the true value meets the target; None where nothing was counted, no direction is agreed, or it is a stock."""
    is_stock = kpi.chart == "xmr" and not kpi.squares
    if sums.denominator <= 0 or kpi.direction == "none" or is_stock:
        return None
    x, n, wanted = sums.numerator, sums.denominator, kpi.direction
    if kpi.squares:
        return interval.chance_mean_meets(x, sums.squares, n, kpi.ratio(target), wanted)
    if kpi.chart == "u":
        return interval.chance_rate_meets(x, n, kpi.ratio(target), wanted)
    return interval.chance_share_meets(x, n, kpi.ratio(target), wanted)


def standing(kpi: Kpi, level: Level, sums: Sums) -> Standing:
    """One level settled on the sums of its orders, answers or checks."""
    value = value_of(kpi, sums)
    if value is None:
        return Standing(level, sums, None, "no_data", interval_of(kpi, sums), None)
    settled = settled_value(value, level)
    verdict: Verdict = "met" if meets(kpi, settled, level.target) else "missed"
    return Standing(level, sums, settled, verdict, interval_of(kpi, sums), chance_of(kpi, sums, level.target))


def weighed(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """The standings with those misses marked that stand after Benjamini–Hochberg over all of them (false discovery rate 5 %)."""
    listed = tuple(standings)
    judged = [index for index, one in enumerate(listed) if one.chance is not None]
    if not judged:
        return listed
    adjusted = stats.false_discovery_control([listed[index].chance for index in judged])
    beyond = {index for index, q in zip(judged, adjusted, strict=True) if q < FALSE_DISCOVERY_RATE}
    return tuple(replace(one, is_beyond_chance=one.verdict == "missed" and i in beyond) for i, one in enumerate(listed))


def missed(standings: Sequence[Standing]) -> tuple[Standing, ...]:
    return tuple(one for one in standings if one.verdict == "missed")
