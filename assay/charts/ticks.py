"""Where an axis is marked, and with which words. Few and short, so that they fit a phone and are never turned."""

from __future__ import annotations

import math
from collections.abc import Sequence

from assay import written
from assay.charts.axis import Axis
from assay.charts.periods import period_ticks
from assay.text import Language

Tick = tuple[float, str]

_MOST = 6
_DURATIONS = (1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440, 2880, 7200, 14400, 43200, 144000)
"""Minutes that people name: 15 min, 1 h, 8 h, 5 d."""
_STEPS = tuple(sorted({*_DURATIONS, 180, 360, 720}))


def ticks(axis: Axis, low: float, high: float, language: Language) -> tuple[Tick, ...]:
    """The marks of an axis that reaches from `low` to `high`, in the order of their positions. Lines of a word are parted by a line
    feed."""
    if axis.ticks is not None:
        return axis.ticks
    if axis.kind == "period":
        return period_ticks(axis.labels or (), language)
    if axis.kind == "label":
        return tuple((float(at), label) for at, label in enumerate(axis.labels or ()))
    return _written(axis, _positions(axis, low, high), language)


def _positions(axis: Axis, low: float, high: float) -> tuple[float, ...]:
    if axis.kind == "share":
        low, high = max(0.0, low), min(1.0, high)
    if axis.kind == "minutes":
        return _durations(low, high, axis.is_log)
    return _powers(low, high) if axis.is_log else even(low, high)


def even(low: float, high: float, most: int = _MOST) -> tuple[float, ...]:
    """Round numbers at equal steps of 1, 2 or 5 times a power of ten, at most `most` of them, within the two ends."""
    if not high > low:
        return (low,)
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    steps = (times * power for times in (1, 2, 5, 10, 20, 50))
    step = next(step for step in steps if len(_multiples(step, low, high)) <= most)
    return tuple(round(number * step, 12) for number in _multiples(step, low, high))


def _multiples(step: float, low: float, high: float) -> range:
    slack = 1e-9 * (high - low) / step
    return range(math.ceil(low / step - slack), math.floor(high / step + slack) + 1)


def _powers(low: float, high: float) -> tuple[float, ...]:
    """1, 2, 5, 10 … where there are not too many of them, else powers of ten; where hardly any falls between, even steps."""
    whole = [10.0**exponent for exponent in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)]
    fine = [times * power for power in whole for times in (1, 2, 5) if low <= times * power <= high]
    if len(fine) < 3:
        return even(low, high)
    return tuple(fine) if len(fine) <= _MOST else _thinned([power for power in whole if low <= power <= high])


def _durations(low: float, high: float, is_log: bool) -> tuple[float, ...]:
    if is_log:
        named = [float(one) for one in _DURATIONS if low <= one <= high]
        return _thinned(named) if len(named) > 2 else _even_durations(low, high)
    return _even_durations(low, high)


def _even_durations(low: float, high: float) -> tuple[float, ...]:
    step = next((step for step in _STEPS if len(_multiples(step, low, high)) <= _MOST), _STEPS[-1])
    found = tuple(float(number * step) for number in _multiples(step, low, high))
    return found if len(found) > 1 else even(low, high)


def _thinned(positions: Sequence[float]) -> tuple[float, ...]:
    every = math.ceil(len(positions) / _MOST)
    return tuple(positions[::every])


def _written(axis: Axis, positions: Sequence[float], language: Language) -> tuple[Tick, ...]:
    if axis.kind == "minutes":
        return tuple((one, written.minutes(one, language) if float(one).is_integer() else f"{one:.3g}") for one in positions)
    factor, unit = (100.0, "%") if axis.kind == "share" else (1.0, axis.unit)
    decimals = _decimals([factor * one for one in positions]) if axis.decimals is None else axis.decimals
    suffix = f" {unit}" if unit else ""
    return tuple((one, f"{factor * one:,.{decimals}f}".replace("-", "−") + suffix) for one in positions)


def _decimals(numbers: Sequence[float]) -> int:
    """As many as tell all of them exactly, at most six."""
    return next((places for places in range(6) if all(abs(round(one, places) - one) < 1e-9 for one in numbers)), 6)
