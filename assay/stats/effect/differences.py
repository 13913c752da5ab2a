"""Difference in differences: how much farther units with a measure moved than units without, and how often chance does as much.

Each unit is one value before and one after (Bertrand, Duflo & Mullainathan 2004, QJE 119:249: periods of a unit resemble each other
and must not count as many), as log odds of shares, log of rates, means as they are; both are taken from sums over the whole
stretch, since the logit of a week with five orders says mostly that it had five. What chance does is found by dealing the
measure out anew among the units. Units that begin at different times are each held against units that never had it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from assay.stats.effect.compared import Compared, Why, compared
from assay.stats.effect.panel import Sums, linked
from assay.stats.effect.permuted import LEVEL, Choices, Tested, choices, tested
from assay.stats.series.scale import Link, natural

REACH = 52
Assumption = Literal["same_course_without", "no_spill_over", "nothing_else_then", "one_effect_on_the_link", "deals_alike"]
ASSUMED: tuple[Assumption, ...] = (
    "same_course_without", "no_spill_over", "nothing_else_then", "one_effect_on_the_link", "deals_alike",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Effect:
    """A figure with its 95 % interval; an end that nothing closes is None."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Side:
    """Units with or without the measure: how many, n over both stretches, and their pooled values on the natural scale."""

    units: int
    n: float
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Difference:
    """`effect` on the scale of comparison `link`; `points` the same on the natural scale: the treated units' value now, less what
    it would be without the measure. `choices` are the ways to deal it out, all there are where `is_all`; `p_value` the share
    of them that show as much. `before` and `after`: periods compared, at the first of the `starts`. `left_out`: units not told on
    both sides. `why`: what is missing where there is no result.
    """

    verdict: Literal["more", "less", "not_shown", "not_enough_data"]
    effect: Effect | None
    points: Effect | None
    p_value: float | None
    treated: Side | None
    controls: Side | None
    starts: int
    before: int
    after: int
    choices: int
    is_all: bool
    left_out: int
    link: Link
    why: Why = ""
    assumptions: tuple[Assumption, ...] = ASSUMED

    @property
    def one_in(self) -> int | None:
        """One in so many choices of units shows as much."""
        return None if self.p_value is None else max(round(1 / self.p_value), 1)


def difference_in_differences(sums: Sums, starts: np.ndarray, gap: int = 0, reach: int = REACH, seed: int = 0) -> Difference:
    """`sums` of shape (U, P), periods in time order; `starts` (U,): the first period under the measure, NEVER for none.

    `gap` periods before a start are no baseline: those whose bad figures made somebody act, and the one in which it began. At most
    `reach` periods on each side are compared. Raises ValueError where `starts` are not one a unit.
    """
    found = compared(sums, starts, gap, reach)
    if found.why:
        return _none(found, found.why)
    dealt = choices(found.steps.labels, seed)
    if LEVEL * len(dealt) < 1:
        return _none(found, "few_choices")
    return _told(found, tested(found.steps, dealt), dealt)


def _none(found: Compared, why: Why) -> Difference:
    of = (len(np.unique(found.steps.labels[found.is_treated])), found.before, found.after)
    return Difference("not_enough_data", None, None, None, None, None, *of, 0, False, found.left_out, found.sums.link, why)


def _told(found: Compared, one: Tested, dealt: Choices) -> Difference:
    sides = found.sides()
    points = [None if end is None else _points(found, sides[1], end) for end in (one.value, one.low, one.high)]
    verdict: Literal["more", "less", "not_shown"] = "not_shown"
    if one.p_value <= LEVEL:
        verdict = "more" if one.value > 0 else "less"
    return Difference(
        verdict, Effect(one.value, one.low, one.high), Effect(points[0] or 0.0, *points[1:]), one.p_value,
        _side(sides, found.is_treated), _side(sides, ~found.is_treated), found.steps.moved.shape[1], found.before, found.after,
        len(dealt), dealt.is_all, found.left_out, found.sums.link,
    )  # fmt: skip


def _points(found: Compared, after: Sums, effect: float) -> float:
    """What the treated units' value after is more than without an effect of that size: each unit set back by it, weighted by n."""
    treated = after.taken(found.is_treated)
    value, weight = linked(treated), treated.denominator / treated.denominator.sum()
    link = found.sums.link
    return float(weight @ (natural(value, link) - natural(value - effect, link)))


def _side(sides: tuple[Sums, Sums], chosen: np.ndarray) -> Side:
    before, after = (one.taken(chosen) for one in sides)
    return Side(int(chosen.sum()), float(before.denominator.sum() + after.denominator.sum()), before.rate, after.rate)
