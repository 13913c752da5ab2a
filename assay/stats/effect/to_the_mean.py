"""What would have come of units that were chosen because they were bad, had nothing been done: most of what looked bad was chance.

Each unit's earlier value is drawn towards that of all units (empirical Bayes, `prior.py`): given the prior, that a unit was chosen
for its value does not matter any more (Dawid 1994, in Multivariate Analysis and its Applications, 211). What moved all the units
that were not chosen is added. On the trap itself: Stigler 1997, Stat. Meth. Med. Res. 6:103.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np
from scipy import special, stats

from assay.stats.effect.differences import Effect
from assay.stats.effect.panel import Sums, spread, to_link
from assay.stats.effect.permuted import LEVEL
from assay.stats.effect.prior import Believed, Prior, believed, plausible, prior
from assay.stats.series.scale import natural

FEWEST_UNITS, FEWEST_OTHERS = 8, 4
Why = Literal["", "none_chosen", "few_units", "few_others", "no_spread"]
Assumption = Literal["units_of_one_kind", "levels_stay", "others_untouched"]
ASSUMED: tuple[Assumption, ...] = ("units_of_one_kind", "levels_stay", "others_untouched")


@dataclass(frozen=True, slots=True)
class ToTheMean:
    """Of the chosen units together, natural scale: `before`, `expected` without any measure, `after`, and `effect`, after less
    expected, with the p-value of its being nothing. `with_all`: how far the expectation was moved by what moved the others.
    `others`: units that were not chosen. `dispersion`: how much more than chance the others strayed from what was expected of them,
    as a variance; 1 is chance. `why`: what is missing where there is no result.
    """

    verdict: Literal["above_expected", "below_expected", "as_expected", "not_enough_data"]
    before: float | None
    expected: Effect | None
    after: float | None
    effect: Effect | None
    p_value: float | None
    with_all: float | None
    dispersion: float | None
    between: float | None
    chosen: int
    others: int
    n: float
    why: Why = ""
    assumptions: tuple[Assumption, ...] = ASSUMED


@dataclass(frozen=True, slots=True, eq=False)
class _Next:
    """(U,) each unit's expected next value, the variance of that, and of what chance adds when it is counted."""

    value: np.ndarray
    variance: np.ndarray
    noise: np.ndarray


def to_the_mean(earlier: Sums, later: Sums, is_chosen: np.ndarray) -> ToTheMean:
    """Sums of shape (U,) of the same units in the stretch by which some were chosen, and in one after; `is_chosen` (U,).

    Units that were not told twice are left out. Raises ValueError where the arrays do not fit.
    """
    if not earlier.denominator.shape == later.denominator.shape == is_chosen.shape:
        raise ValueError(f"{earlier.denominator.shape}, {later.denominator.shape}, {is_chosen.shape}: not the same units")
    told = earlier.is_told & later.is_told
    first, then, chosen = earlier.taken(told), later.taken(told), is_chosen[told]
    why = _why(first, chosen)
    if why:
        of = (int(chosen.sum()), int((~chosen).sum()), float(first.denominator.sum() + then.denominator.sum()))
        return ToTheMean("not_enough_data", None, None, None, None, None, None, None, None, *of, why)
    return _told(first, then, chosen, prior(first))


def _why(first: Sums, chosen: np.ndarray) -> Why:
    if not chosen.any():
        return "none_chosen"
    if len(chosen) < FEWEST_UNITS:
        return "few_units"
    if (~chosen).sum() < FEWEST_OTHERS:
        return "few_others"
    return "no_spread" if first.kind == "xmr" and float(spread(first).max()) <= 0 else ""


def _told(first: Sums, then: Sums, chosen: np.ndarray, best: Prior) -> ToTheMean:
    drawn = believed(first, best)
    coming = _next(then, drawn, _with_all(then, drawn, ~chosen)[0])
    far, weight = _dispersion(then, coming, ~chosen), _weight(then, chosen)
    expected, unsure = _mixed(first, then, chosen, best)
    reach = float(stats.t.ppf(1 - LEVEL / 2, (~chosen).sum() - 1)) if far > 1 else float(special.ndtri(1 - LEVEL / 2))
    after = then.taken(chosen).rate
    error = sqrt(far * (unsure + float(weight**2 @ coming.noise)))
    gone = after - expected
    return ToTheMean(
        _verdict(gone, reach * error), first.taken(chosen).rate, _around(expected, reach * sqrt(far * unsure)), after,
        _around(gone, reach * error), _p_value(gone / error, far, chosen), float(weight @ (coming.value - drawn.value)), far,
        best.between, int(chosen.sum()), int((~chosen).sum()), float(first.denominator.sum() + then.denominator.sum()),
    )  # fmt: skip


def _mixed(first: Sums, then: Sums, chosen: np.ndarray, best: Prior) -> tuple[float, float]:
    """What is expected of the chosen together and the variance of that, over all priors that the units leave open."""
    found = [(*_expected(then, believed(first, one), chosen), share) for one, share in plausible(first, best)]
    value, variance, share = (np.array(column) for column in zip(*found, strict=True))
    mean = float(share @ value)
    return mean, float(share @ (variance + (value - mean) ** 2))


def _expected(then: Sums, drawn: Believed, chosen: np.ndarray) -> tuple[float, float]:
    moved, unsure = _with_all(then, drawn, ~chosen)
    coming, weight = _next(then, drawn, moved), _weight(then, chosen)
    slope = float(weight @ _slope(then, coming.value))
    return float(weight @ coming.value), float(weight**2 @ coming.variance) + slope**2 * unsure


def _weight(then: Sums, units: np.ndarray) -> np.ndarray:
    """What each unit counts among some of them."""
    return np.asarray(then.denominator * units / then.denominator[units].sum())


def _with_all(then: Sums, drawn: Believed, others: np.ndarray) -> tuple[float, float]:
    """How far the others together moved from what was expected of them, on the scale of comparison, and the variance of that."""
    n = _weight(then, others)
    expected, found = float(n @ drawn.value), _inside(then.taken(others))
    moved = float(to_link(found, then.link) - to_link(expected, then.link))
    coming = _next(then, drawn, moved)
    slope = float(n @ _slope(then, coming.value))
    return moved, float(n**2 @ (coming.variance + coming.noise)) / slope**2


def _inside(sums: Sums) -> float:
    """The rate of all together, half an event from the ends."""
    x, n = float(sums.numerator.sum()), float(sums.denominator.sum())
    if sums.kind == "p":
        return (x + 0.5) / (n + 1)
    return (x + 0.5) / n if sums.kind == "u" else x / n


def _next(then: Sums, drawn: Believed, moved: float) -> _Next:
    value = natural(to_link(drawn.value, then.link) + moved, then.link)
    grown = _slope(then, value) / _slope(then, drawn.value)
    noise = {"p": value * (1 - value), "u": value}.get(then.kind, spread(then)) / then.denominator
    return _Next(value, drawn.variance * grown**2, noise)


def _slope(sums: Sums, value: np.ndarray) -> np.ndarray:
    """How fast the natural value moves with the scale of comparison."""
    return {"logit": value * (1 - value), "log": value}.get(sums.link, np.ones_like(value))


def _dispersion(then: Sums, coming: _Next, others: np.ndarray) -> float:
    found = then.numerator / then.denominator
    strayed = (found - coming.value) ** 2 / (coming.variance + coming.noise)
    return max(float(strayed[others].sum() / max(others.sum() - 1, 1)), 1.0)


def _verdict(gone: float, reach: float) -> Literal["above_expected", "below_expected", "as_expected"]:
    if abs(gone) <= reach:
        return "as_expected"
    return "above_expected" if gone > 0 else "below_expected"


def _p_value(z: float, far: float, chosen: np.ndarray) -> float:
    tail = stats.t.sf(abs(z), (~chosen).sum() - 1) if far > 1 else special.ndtr(-abs(z))
    return float(2 * tail)


def _around(value: float, reach: float) -> Effect:
    return Effect(value, value - reach, value + reach)
