"""Which units can be compared before and after a measure, or why they cannot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from assay.stats.effect.panel import Sums
from assay.stats.effect.steps import NEVER, Steps, Stretches, around, steps

FEWEST_CONTROLS, FEWEST_BEFORE = 4, 8
"""Fewer units without the measure, or fewer periods before it, and nothing is told."""
Why = Literal["", "no_treated", "few_controls", "few_before", "none_after", "few_choices"]


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Units told on both sides of every start: their `sums` (U, P), `starts` (U,) and `steps`; `left_out`: units that were not.

    `before` and `after`: how many told periods each side of the first start has. `why`: "" where all that is enough.
    """

    sums: Sums
    starts: np.ndarray
    steps: Steps
    stretches: Stretches
    before: int
    after: int
    left_out: int
    why: Why

    @property
    def is_treated(self) -> np.ndarray:
        return self.starts != NEVER

    def sides(self) -> tuple[Sums, Sums]:
        """Before and after, a row a unit: by its own start, for those without by the first one."""
        first = int(self.starts[self.is_treated].min())
        own = np.where(self.is_treated, self.starts, first)
        masks = [self.stretches(int(start)) for start in own]
        return self._of([mask[0] for mask in masks]), self._of([mask[1] for mask in masks])

    def _of(self, masks: list[np.ndarray]) -> Sums:
        chosen = np.stack(masks)
        squares = None if self.sums.squares is None else (self.sums.squares * chosen).sum(axis=1)
        numerator, denominator = ((one * chosen).sum(axis=1) for one in (self.sums.numerator, self.sums.denominator))
        return Sums(numerator, denominator, squares, self.sums.kind)


def compared(sums: Sums, starts: np.ndarray, gap: int, reach: int) -> Compared:
    """See `differences.difference_in_differences`. Raises ValueError where the two do not fit."""
    units, periods = sums.denominator.shape
    if starts.shape != (units,) or gap < 0 or reach < 1:
        raise ValueError(f"{units} units, and {starts.shape} starts; gap {gap}, reach {reach}")
    stretches = around(periods, gap, reach)
    moved = steps(sums, starts, stretches)
    told = moved.is_told
    of, own, kept = sums.taken(told), starts[told], moved.taken(told)
    before, after = _lengths(of, own, stretches)
    return Compared(of, own, kept, stretches, before, after, units - int(told.sum()), _why(sums, own, starts, stretches))


def _why(sums: Sums, own: np.ndarray, starts: np.ndarray, stretches: Stretches) -> Why:
    if not (starts != NEVER).any():
        return "no_treated"
    before, after = _lengths(sums, starts, stretches)
    if before < FEWEST_BEFORE:
        return "few_before"
    if not after:
        return "none_after"
    if (own == NEVER).sum() < FEWEST_CONTROLS:
        return "few_controls"
    return "" if (own != NEVER).any() else "no_treated"


def _lengths(sums: Sums, starts: np.ndarray, stretches: Stretches) -> tuple[int, int]:
    """Told periods on each side of the first start."""
    treated = starts[starts != NEVER]
    if not len(treated):
        return 0, 0
    told = sums.is_told.any(axis=0)
    before, after = stretches(int(treated.min()))
    return int((told & before).sum()), int((told & after).sum())
