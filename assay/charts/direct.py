"""Direct labels: the words at the ends of lines, in place of a legend, moved apart where they would overlap."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from assay.charts.chart import Band, Chart, Layer, Line, Rule, Tone, Values
from assay.charts.lettering import LINE, breadth, shortened
from assay.charts.scale import Scale

_OUTSIDE = 0.9  # of the breadth: a line that ends there has its label in the margin


@dataclass(frozen=True, slots=True)
class Wish:
    """A label and the end of the line that it would like to stand at; `is_outside`: in the margin."""

    text: str
    tone: Tone
    x: float
    y: float
    is_outside: bool

    @property
    def column(self) -> float:
        """Labels of one column stand above one another; those in the margin are one."""
        return math.inf if self.is_outside else self.x


@dataclass(frozen=True, slots=True)
class End:
    """A label in its place: `down` is the pixels from the top of the drawing to its middle."""

    text: str
    tone: Tone
    x: float
    down: float
    is_outside: bool


def starts_of(chart: Chart, x: Scale, room: float) -> tuple[Wish, ...]:
    """The labels at the starts of lines, cut at `room` pixels."""
    found = ((layer.start_label, layer.tone, *tip) for layer in chart.layers for tip in _tip(layer, x, is_end=False))
    return tuple(_wish(text, tone, at, y, room, x.share(at) <= 1 - _OUTSIDE) for text, tone, at, y in found if text)


def ends_of(chart: Chart, x: Scale, room: float) -> tuple[Wish, ...]:
    """The labels at the ends of lines and bands and of lying rules, cut at `room` pixels."""
    found = ((layer.label, layer.tone, *tip) for layer in chart.layers for tip in _tip(layer, x, is_end=True))
    last = len(chart.x.labels) - 1 if chart.x.labels else math.inf
    return tuple(_wish(text, tone, at, y, room, at >= last or x.share(at) >= _OUTSIDE) for text, tone, at, y in found if text)


def widest(wishes: Iterable[Wish]) -> float:
    """Pixels that the labels in the margin need."""
    return max((breadth(wish.text) for wish in wishes if wish.is_outside), default=0.0)


def placed(wishes: Sequence[Wish], y: Scale, height: float) -> tuple[End, ...]:
    """Every label in its place, in a drawing of so many pixels."""
    columns = groupby(sorted(wishes, key=attrgetter("column")), key=attrgetter("column"))
    return tuple(end for _, column in columns for end in _spread(tuple(column), y, height))


def apart(wanted: Sequence[float], gap: float, height: float) -> tuple[float, ...]:
    """Ascending places as near to the wanted ones as can be, at least `gap` apart: neighbours that would collide share their mean
    (pool adjacent violators). Within 0 and `height` where they fit in."""
    blocks: list[list[float]] = []
    for turn, place in enumerate(wanted):
        blocks.append([place - turn * gap])
        while len(blocks) > 1 and _mean(blocks[-2]) > _mean(blocks[-1]):
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    most = max(0.0, height - gap * (len(wanted) - 1))
    level = [min(max(_mean(block), 0.0), most) for block in blocks for _ in block]
    return tuple(place + turn * gap for turn, place in enumerate(level))


def _mean(block: Sequence[float]) -> float:
    return sum(block) / len(block)


def _tip(layer: Layer, x: Scale, is_end: bool) -> Iterator[tuple[float, float]]:
    """The last known place in the picture of what has a label, or the first one."""
    match layer:
        case Line(xs=xs, ys=ys):
            known = _known(xs, ys, x)
        case Band(xs=xs) if is_end:
            middles = tuple(None if low is None or high is None else (low + high) / 2 for low, high in _pairs(layer))
            known = _known(xs, middles, x)
        case Rule(y=float() | int() as y) if is_end:
            known = [(math.inf, y)]
        case _:
            return
    yield from known[-1:] if is_end else known[:1]


def _known(xs: Sequence[float], ys: Values, x: Scale) -> list[tuple[float, float]]:
    return [(at, y) for at, y in zip(xs, ys, strict=True) if y is not None and 0 <= x.share(at) <= 1]


def _pairs(band: Band) -> Iterator[tuple[float | None, float | None]]:
    return zip(band.lows, band.highs, strict=True)


def _wish(text: str, tone: Tone, x: float, y: float, room: float, is_outside: bool) -> Wish:
    return Wish(shortened(text, room), "muted" if tone == "line" else tone, x, y, is_outside)


def _spread(wishes: Sequence[Wish], y: Scale, height: float) -> Iterator[End]:
    wanted = [min(max(0.0, (1 - y.share(wish.y)) * height), height) for wish in wishes]
    order = sorted(range(len(wishes)), key=wanted.__getitem__)
    for at, down in zip(order, apart([wanted[at] for at in order], LINE, height), strict=True):
        yield End(wishes[at].text, wishes[at].tone, wishes[at].x, down, wishes[at].is_outside)
