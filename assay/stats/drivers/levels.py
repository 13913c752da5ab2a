"""The levels of one factor: what is told of each, and what the cells do not tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assay.stats.crossed.design import Factor
from assay.stats.drivers.checks import expected_of
from assay.stats.drivers.design import Design
from assay.stats.drivers.errors import Errors
from assay.stats.drivers.fit import Fitted
from assay.stats.drivers.margins import margin_of, margins
from assay.stats.drivers.result import Estimate, LevelEffect, LevelVerdict
from assay.stats.drivers.separation import profile, separated


def columns(factor: Factor) -> list[int]:
    """The coefficient of each level in the order of the levels, −1 of the reference."""
    places = np.arange(len(factor.levels))
    return np.where(places == factor.reference, -1, factor.start + places - (places > factor.reference)).tolist()


def ordered(factor: Factor, levels: Sequence[LevelEffect]) -> tuple[LevelEffect, ...]:
    """The reference first, then by n."""
    others = [level for at, level in enumerate(levels) if at != factor.reference]
    return (levels[factor.reference], *sorted(others, key=lambda level: -level.n))


def effects(
    factor: Factor, of: Design, fit: Fitted, errors: Errors, minimum_n: float, confidence: float
) -> list[LevelEffect]:
    """In the order of the factor's levels."""
    told, known = _counted(factor, of), fit.is_known
    is_thin = [level.n < minimum_n for level in told]
    values, slopes = margins(of, fit, factor)
    found: list[LevelEffect] = []
    for at, column in enumerate(columns(factor)):
        if column < 0:
            found.append(replace(told[at], verdict="reference"))
        elif is_thin[at] or is_thin[factor.reference]:
            found.append(replace(told[at], verdict="not_enough_data"))
        elif not known[column]:
            found.append(replace(told[at], verdict="inseparable"))
        elif told[at].is_separated and fit.is_penalised:
            found.append(_profiled(told[at], factor, column, of, fit, errors, confidence))
        else:
            place = column - factor.start
            margin = _around(float(values[place]), float(slopes[place] @ errors.covariance @ slopes[place]), errors, confidence)
            found.append(_normal(told[at], column, margin, of, fit, errors, confidence))
    return found


def _counted(factor: Factor, of: Design) -> list[LevelEffect]:
    """Of each level what was counted."""
    n, k, cells = (expected_of(factor, sums) for sums in (of.n, of.k, np.ones(len(of.n))))
    observed, is_pure = of.middle + of.unit * k / n, separated(of, factor)
    rows = zip(factor.levels, n.tolist(), cells.tolist(), observed.tolist(), is_pure.tolist(), strict=True)
    return [LevelEffect(name, "within_noise", size, int(count), rate, is_separated=pure) for name, size, count, rate, pure in rows]


def _normal(
    level: LevelEffect, column: int, margin: Estimate, of: Design, fit: Fitted, errors: Errors, confidence: float
) -> LevelEffect:
    value, variance = of.unit * float(fit.theta[column]), of.unit**2 * float(errors.covariance[column, column])
    effect, error = _around(value, variance, errors, confidence), variance**0.5
    verdict, p_value = _verdict(effect), errors.p_value(value, error)
    return replace(level, verdict=verdict, effect=effect, error=error, p_value=p_value, margin=margin)


def _profiled(
    level: LevelEffect, factor: Factor, column: int, of: Design, fit: Fitted, errors: Errors, confidence: float
) -> LevelEffect:
    """A level without failures, or without anything else; its margin has the ends of its effect, the others held as they are."""
    value, found = float(fit.theta[column]), profile(of, fit, column, confidence, errors.scale)
    effect = Estimate(value, found.low, found.high)
    margin = Estimate(*(margin_of(of, fit, factor, end) for end in (value, found.low, found.high)))
    error = float(errors.covariance[column, column]) ** 0.5
    return replace(level, verdict=_verdict(effect), effect=effect, error=error, p_value=found.p_value, margin=margin)


def _around(value: float, variance: float, errors: Errors, confidence: float) -> Estimate:
    half = errors.half(confidence) * max(variance, 0.0) ** 0.5
    return Estimate(value, value - half, value + half)


def _verdict(effect: Estimate) -> LevelVerdict:
    return "up" if effect.low > 0 else "down" if effect.high < 0 else "within_noise"
