"""How units with a measure went beside units without, stretch by stretch around its start, and whether they moved apart before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assay.stats.effect.before import Before, before, shown
from assay.stats.effect.compared import Compared, compared
from assay.stats.effect.differences import REACH
from assay.stats.effect.panel import Sums, linked
from assay.stats.effect.permuted import LEVEL, Choices, choices, contrast, precisions
from assay.stats.effect.steps import Stretches, steps

WIDTH = 4
_CHANCE = (100 * LEVEL / 2, 100 * (1 - LEVEL / 2))


@dataclass(frozen=True, slots=True)
class Stretch:
    """`first` to `last`: periods counted from the start, which is 0. `apart`: how much farther from their own earlier level the
    treated units were than the others, on the natural scale at that level; `low` to `high`: what 95 of 100 choices of units show.
    """

    first: int
    last: int
    apart: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Course:
    """Stretches in time order, those of the gap included, and the test of what was before; None and empty where nothing is told."""

    stretches: tuple[Stretch, ...]
    before: Before | None


def course(sums: Sums, starts: np.ndarray, gap: int = 0, reach: int = REACH, width: int = WIDTH, seed: int = 0) -> Course:
    """As `difference_in_differences` compares them, `width` periods a stretch. Where a side told nothing there is none."""
    found = compared(sums, starts, gap, reach)
    dealt = None if found.why else choices(found.steps.labels, seed)
    if dealt is None or LEVEL * len(dealt) < 1:
        return Course((), None)
    level = float(linked(_together(found))[0])
    apart = (_stretch(found, dealt, first, width, level) for first in _firsts(found, gap, reach, width))
    return Course(tuple(one for one in apart if one is not None), before(found, dealt, level))


def _together(found: Compared) -> Sums:
    """The treated units before, as one."""
    treated = found.sides()[0].taken(found.is_treated)
    squares = None if treated.squares is None else treated.squares.sum(keepdims=True)
    return Sums(treated.numerator.sum(keepdims=True), treated.denominator.sum(keepdims=True), squares, treated.kind)


def _firsts(found: Compared, gap: int, reach: int, width: int) -> range:
    """Where stretches begin, so that one begins at the start; those that would reach outside the periods are not begun."""
    starts = found.starts[found.is_treated]
    earliest, latest = -min(int(starts.min()), gap + reach), min(found.sums.denominator.shape[1] - int(starts.max()), reach)
    return range(-(-earliest // width) * width, latest - width + 1, width)


def _stretch(found: Compared, dealt: Choices, first: int, width: int, level: float) -> Stretch | None:
    moved = steps(found.sums, found.starts, _against(found.stretches, first, width))
    told = moved.is_told
    kept = moved.taken(told)
    if not (kept.labels >= 0).any() or not (kept.labels < 0).any():
        return None
    apart, _ = contrast(kept.moved, precisions(kept.moved, kept.noise), dealt.of(told).labels)
    ends = (float(apart[0]), *np.percentile(apart, _CHANCE))
    return Stretch(first, first + width - 1, *(shown(found, level, float(end)) for end in ends))


def _against(stretches: Stretches, first: int, width: int) -> Stretches:
    """The periods before, and those of one stretch, for each start."""

    def of(start: int) -> tuple[np.ndarray, np.ndarray]:
        before, _ = stretches(start)
        place = np.arange(len(before))
        return before, (place >= start + first) & (place < start + first + width)

    return of
