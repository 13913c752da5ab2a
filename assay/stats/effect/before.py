"""Whether units that got a measure were already moving apart from the others before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from assay.stats.effect.compared import Compared
from assay.stats.effect.differences import Effect
from assay.stats.effect.panel import Sums, spread
from assay.stats.effect.permuted import LEVEL, Choices, tested
from assay.stats.effect.steps import Steps
from assay.stats.series.scale import natural


@dataclass(frozen=True, slots=True)
class Before:
    """How treated units moved against the others before the measure: `drift` from the first period before it to the last, on the
    natural scale from their level then, and the share of choices of units that show as much. `alike` is also what is said where
    nothing could have been seen: the interval tells."""

    verdict: Literal["apart", "alike"]
    drift: Effect
    p_value: float


def before(found: Compared, dealt: Choices, level: float) -> Before | None:
    """The units' slopes, tested like any other difference between them; `level` is that of the treated units on the scale of
    comparison. None where no treated unit, or no other, was told twice."""
    slopes = _slopes(found)
    told = slopes.is_told
    kept = slopes.taken(told)
    if not (kept.labels >= 0).any() or not (kept.labels < 0).any():
        return None
    one = tested(kept, dealt.of(told))
    low, high = (None if end is None else shown(found, level, end) for end in (one.low, one.high))
    drift = Effect(shown(found, level, one.value), low, high)
    return Before("apart" if one.p_value <= LEVEL else "alike", drift, one.p_value)


def shown(found: Compared, level: float, apart: float) -> float:
    """A distance on the scale of comparison, as one from a level on it to natural values."""
    ends = natural(np.array([level, level + apart]), found.sums.link)
    return float(ends[1] - ends[0])


def _slopes(found: Compared) -> Steps:
    labels = found.steps.labels
    moments = np.unique(found.starts[found.is_treated])
    columns = [_slope(found.sums, found.stretches(int(moment))[0]) for moment in moments]
    moved, noise = (np.stack([column[at] for column in columns], axis=1) for at in (0, 1))
    return Steps(moved, noise, (labels[:, None] == np.arange(len(moments))).astype(float), labels)


def _slope(sums: Sums, periods: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How far each unit moved from the first of the periods to the last, and the variance of that by chance, infinite where too
    little was told: one scoring step from no slope, which needs no correction for weeks of 0 of 5."""
    places = np.flatnonzero(periods)
    time = (places - places.mean()) / max(len(places) - 1, 1)
    n, x = sums.denominator[:, places], sums.numerator[:, places]
    middle = (n @ time) / np.maximum(n.sum(axis=1), 1e-9)
    from_middle = time - middle[:, None]
    told = (n * from_middle**2).sum(axis=1)
    of_row = spread(sums.within(periods.astype(float)))
    per_unit = np.ones_like(of_row) if sums.kind == "xmr" else of_row
    is_told = told > 0
    moved = np.divide((from_middle * x).sum(axis=1) * per_unit, told, out=np.zeros_like(told), where=is_told)
    return moved, np.where(is_told, of_row / np.where(is_told, told, 1.0), np.inf)
