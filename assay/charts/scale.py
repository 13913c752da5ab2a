"""From the values of a chart to places in its picture: where each axis begins and ends, and what is marked on it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assay.charts.axis import Axis
from assay.charts.chart import Band, Bars, Cells, Chart, Label, Layer, Line, Points, Rule, Whiskers
from assay.charts.ticks import Tick, ticks

_ROOM, _WORDS = 0.05, 0.13  # of the length of an axis, left free at each end; the same where words stand beyond the marks


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis with its ends in its own units and its marks."""

    low: float
    high: float
    ticks: tuple[Tick, ...]
    is_log: bool = False
    is_reversed: bool = False

    def share(self, value: float) -> float:
        """Where a value lies: 0 at the left or lower end of the picture, 1 at the other; beyond them where it is outside. On a
        logarithmic axis what is not positive lies infinitely far down."""
        low, high, here = (self._straight(one) for one in (self.low, self.high, value))
        share = (here - low) / (high - low)
        return 1 - share if self.is_reversed else share

    def _straight(self, value: float) -> float:
        if not self.is_log:
            return value
        return math.log10(value) if value > 0 else -math.inf


def scales(chart: Chart) -> tuple[Scale, Scale]:
    """The scales of x and y. Marks (points, bars, cells) always fit; lines, bands and whiskers are cut off where an axis ends."""
    return _scale(chart, chart.x, is_x=True), _scale(chart, chart.y, is_x=False)


def _scale(chart: Chart, axis: Axis, is_x: bool) -> Scale:
    low, high = _labelled_ends(axis) if axis.is_labelled else _ends(axis, chart.layers, is_x)
    marks = tuple(tick for tick in ticks(axis, low, high, chart.language) if low <= tick[0] <= high)
    return Scale(low, high, marks, axis.is_log, axis.is_reversed)


def _labelled_ends(axis: Axis) -> tuple[float, float]:
    low, high = -0.5, max(1, len(axis.labels or ())) - 0.5
    return low if axis.low is None else axis.low, high if axis.high is None else axis.high


def _ends(axis: Axis, layers: Sequence[Layer], is_x: bool) -> tuple[float, float]:
    marks, rest = _reached(layers, is_x, is_log=axis.is_log)
    found = marks + rest or [1.0 if axis.is_log else 0.0]
    low, high = _with_room(min(found), max(found), axis.is_log, _WORDS if _has_words(layers, is_x) else _ROOM)
    begins = low if axis.low is None else axis.low if not marks or min(marks) >= axis.low else low
    ends = high if axis.high is None else axis.high if not marks or max(marks) <= axis.high else high
    return (begins, ends) if ends > begins else _with_room(begins, begins, axis.is_log, _ROOM)


def _has_words(layers: Iterable[Layer], is_x: bool) -> bool:
    """Whether the bars along this axis have words at their ends, or points have numbers above or below."""
    bars = any(isinstance(layer, Bars) and any(layer.texts) and layer.is_horizontal == is_x for layer in layers)
    return bars or (not is_x and any(isinstance(layer, Points) and any(layer.numbers) for layer in layers))


def _with_room(low: float, high: float, is_log: bool, share: float) -> tuple[float, float]:
    """A little beyond both ends, but not below zero where nothing is."""
    if is_log:
        factor = (high / low) ** share if high > low else 1.5
        return low / factor, high * factor
    room = share * (high - low) if high > low else abs(high) * 0.1 or 1.0
    return (0.0 if low >= 0 > low - room else low - room), high + room


def _reached(layers: Iterable[Layer], is_x: bool, is_log: bool) -> tuple[list[float], list[float]]:
    """The values that marks have, and those that lines, bands and the like have."""
    marks: list[float] = []
    rest: list[float] = []
    for layer in layers:
        kept = (one for one in _values(layer, is_x) if one is not None and math.isfinite(one) and (one > 0 or not is_log))
        (marks if isinstance(layer, Points | Bars | Cells) else rest).extend(kept)
    return marks, rest


def _values(layer: Layer, is_x: bool) -> Iterator[float | None]:
    match layer:
        case Points():
            yield from (x if is_x else y for x, y in zip(layer.xs, layer.ys, strict=True) if y is not None)
        case Line():
            yield from layer.xs if is_x else layer.ys
        case Cells():
            places = layer.xs if is_x else layer.ys
            yield from (place + side for place in places for side in (-0.5, 0.5))
        case Band():
            yield from layer.xs if is_x else (*layer.lows, *layer.highs)
        case Bars():
            across = layer.starts or (0.0,)
            half = layer.thickness / 2
            sides = (place + side for place in layer.at for side in (-half, half))
            yield from (*across, *layer.stops) if is_x == layer.is_horizontal else sides
        case Whiskers():
            yield from (*layer.lows, *layer.highs) if is_x == layer.is_horizontal else layer.at
        case Label():
            yield layer.x if is_x else layer.y
        case Rule():
            yield layer.x if is_x else layer.y
