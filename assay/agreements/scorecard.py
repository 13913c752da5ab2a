"""A vendor's composite score in absolute bands, with everything that went into it.

**How a result becomes 0 to 100** (rule `scorecard-1`): straight lines through three points. 0 at the agreed minimum and worse,
80 at the target, 100 at the level that earns a bonus and better. Where no bonus is agreed, 100 is the best that the KPI can be;
where it has no best, meeting the target is 80 and no more. Where no minimum is agreed, 0 is the worst that it can be; where it has
no worst, 0 is twice the target. So 80 always means "as agreed", whatever the KPI; between minimum and target it lies in between.

**Weights** are the agreement's. A level without a result, or with fewer rows than its KPI publishes, is missing: the others share
its weight in proportion, and it is listed with the reason. Where less than half of the weight is left there is no score.

**Limiters** (as the Care Quality Commission's ratings): an open critical finding or a validated safety complaint caps the band, and
never the score, so that both are seen. Bands are absolute: a vendor's does not move because others do.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assay.agreements.standing import Standing
from assay.kpis import Kpi
from assay.kpis.declare import PER_CENT
from assay.level import Level

RULE = "scorecard-1"
AT_TARGET, FULL = 80.0, 100.0
LEAST_COVERED = 0.5
Band = Literal["excellent", "good", "needs_improvement", "poor"]
Limiter = Literal["open_critical_finding", "validated_safety_complaint"]
Missing = Literal["no_data", "too_few", "no_weight", "no_direction"]
FLOORS: tuple[tuple[Band, float], ...] = (("excellent", 90.0), ("good", AT_TARGET), ("needs_improvement", 60.0), ("poor", 0.0))
CAPPED_AT: Band = "needs_improvement"
_BEST = {"csat_score": 5.0, "inspection_score": 100.0, "nps": 100.0}
_WORST = {"csat_score": 1.0, "inspection_score": 0.0, "nps": -100.0}


@dataclass(frozen=True, slots=True)
class Scored:
    """One level of a scorecard: the result as settled and what it rests on, the three points of its line, its score and weights.

    `score` is None where the level is missing, and `missing` says why; `weight_used` is then 0.
    """

    level: Level
    value: float | None
    n: float
    zero_at: float | None
    target: float
    full_at: float | None
    score: float | None
    weight_agreed: float
    weight_used: float
    missing: Missing | None = None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """`covered` is the share of the agreed weight that was measured. `band` is that of the score under its limiters;
    `band_of_score` that of the score alone. Score and bands are None where too little was measured."""

    score: float | None
    band: Band | None
    band_of_score: Band | None
    limiters: tuple[Limiter, ...]
    covered: float
    levels: tuple[Scored, ...]
    rule: str = RULE

    @property
    def missing(self) -> tuple[Scored, ...]:
        """What was left out, its weight shared by the others."""
        return tuple(one for one in self.levels if one.missing)


def scorecard(standings: Sequence[Standing], kpis: Mapping[str, Kpi], limiters: Collection[Limiter] = ()) -> Scorecard:
    """The scorecard of one vendor from its levels' standings of a period. Raises KeyError for a KPI that is not in `kpis`."""
    alone = [_scored(kpis[one.level.kpi], one) for one in standings]
    agreed = sum(one.weight_agreed for one in alone)
    measured = sum(one.weight_agreed for one in alone if one.missing is None)
    covered = measured / agreed if agreed else 0.0
    levels = tuple(_weighted(one, measured) for one in alone)
    score = _composite(levels) if covered >= LEAST_COVERED else None
    band = None if score is None else _band(round(score, 9))
    held = tuple(sorted(set(limiters)))
    return Scorecard(score, _limited(band) if held else band, band, held, covered, levels)


def _composite(levels: Sequence[Scored]) -> float:
    return sum(one.score * one.weight_used for one in levels if one.score is not None)


def _scored(kpi: Kpi, one: Standing) -> Scored:
    level, value = one.level, one.value
    zero_at, full_at = _zero_at(kpi, level), _full_at(kpi, level)
    missing = _missing(kpi, one)
    score = None if missing or value is None else _points(kpi, value, zero_at, level.target, full_at)
    return Scored(level, value, one.sums.denominator, zero_at, level.target, full_at, score, level.weight or 0.0, 0.0, missing)


def _weighted(one: Scored, measured: float) -> Scored:
    return replace(one, weight_used=0.0 if one.missing else one.weight_agreed / measured)


def _missing(kpi: Kpi, one: Standing) -> Missing | None:
    if not one.level.weight:
        return "no_weight"
    if kpi.direction == "none":
        return "no_direction"
    if one.value is None:
        return "no_data"
    return "too_few" if one.sums.denominator < kpi.minimum_n else None


def _zero_at(kpi: Kpi, level: Level) -> float:
    """Where the score is 0: the agreed minimum, else the worst that the KPI can be, else twice the target."""
    if level.minimum is not None:
        return level.minimum
    if kpi.direction == "higher":
        return _WORST.get(kpi.id, 0.0)
    return kpi.scale if _is_share(kpi) else 2 * level.target


def _full_at(kpi: Kpi, level: Level) -> float | None:
    """Where the score is 100: the level that earns a bonus, else the best that the KPI can be; None where it has no best."""
    if level.bonus_target is not None:
        return level.bonus_target
    if kpi.direction == "lower":
        return 0.0
    return kpi.scale if _is_share(kpi) else _BEST.get(kpi.id)


def _is_share(kpi: Kpi) -> bool:
    return kpi.unit == PER_CENT


def _points(kpi: Kpi, value: float, zero_at: float, target: float, full_at: float | None) -> float:
    """0 to 100, the better the higher, in the KPI's direction."""
    sign = -1.0 if kpi.direction == "lower" else 1.0
    value, zero, goal = sign * value, sign * zero_at, sign * target
    if value < goal:
        return AT_TARGET * max(0.0, value - zero) / (goal - zero) if goal > zero else 0.0
    full = goal if full_at is None else sign * full_at
    beyond = min(1.0, (value - goal) / (full - goal)) if full > goal else float(full_at is not None)
    return AT_TARGET + (FULL - AT_TARGET) * beyond


def _band(score: float) -> Band:
    return next(band for band, floor in FLOORS if score >= floor)


def _limited(band: Band | None) -> Band | None:
    """The band, or the one that it is capped at where that is worse."""
    order = [name for name, _ in FLOORS]
    return None if band is None else order[max(order.index(band), order.index(CAPPED_AT))]
