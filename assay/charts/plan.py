"""Where everything stands in a picture, worked out once for every painter: scales, margins, and words that fit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assay.charts.chart import Anchor, Bars, Cells, Chart, Points, Rule, is_so
from assay.charts.direct import End, ends_of, placed, starts_of, widest
from assay.charts.heads import Head, heads_of, lines_of
from assay.charts.lettering import EDGE, GAP, LINE, PHONE, SIZE, breadth, shortened, wrapped
from assay.charts.paths import is_above
from assay.charts.scale import Scale, scales
from assay.charts.ticks import Tick

RING = 4
"""Pixels from a mark to the ring around it."""
SIDES: dict[Anchor, int] = {"left": 1, "middle": 0, "right": -1}
"""Which way words lie from their place."""
_ROW, _LANE = 26, 27  # pixels for each row of a labelled axis, and those of a row that has its name over it, without the name
_TALL, _SHORT = 340, 160  # pixels of a picture without rows, and the least of one with them
_SHARE = 0.36  # of the width: the most that words at one side of the drawing get
_LINES = 3  # of a label under the picture


@dataclass(frozen=True, slots=True)
class Plan:
    """Margins in pixels around the drawing, its height, its two scales, and all words outside it, cut to fit."""

    x: Scale
    y: Scale
    left: float
    right: float
    top: float
    bottom: float
    height: float
    starts: tuple[End, ...]
    ends: tuple[End, ...]
    x_words: tuple[Tick, ...]
    y_words: tuple[Tick, ...]
    heads: tuple[Head, ...] = ()


def height_of(chart: Chart, width: float = PHONE) -> float:
    """The height in pixels that suits a chart that wide: so much a row where y has labels."""
    rows, lines = len(chart.y.labels or ()), lines_of(heads_of(chart.y, width))
    row = _LANE + LINE * lines if chart.y.is_over else _ROW
    tall = _top(chart, lines) + row * rows + 3 * LINE + EDGE
    if chart.y.is_over:
        return tall  # higher rows would have bars that reach the names over them
    return max(_SHORT, tall) if rows else _TALL


def plan(chart: Chart, width: float, height: float) -> Plan:
    """The picture for a room of so many pixels, without title and notes. Words that take more than a good third of its width are
    cut."""
    x, y = scales(chart)
    room = _SHARE * width
    starts, ends = starts_of(chart, x, room), ends_of(chart, x, room)
    y_words = () if chart.y.is_over else tuple((at, shortened(text, room)) for at, text in y.ticks)
    heads = heads_of(chart.y, width)
    left = EDGE + GAP + max([widest(starts), *(breadth(text) for _, text in y_words)])
    right = max(2.0 * EDGE, EDGE + GAP + widest(ends))
    x_words = _under(chart, x, width - left - right)
    top, bottom = _top(chart, lines_of(heads)), _bottom(chart, x_words)
    down = height - top - bottom
    return Plan(x, y, left, right, top, bottom, down, placed(starts, y, down), placed(ends, y, down), x_words, y_words, heads)


def has_lying_grid(chart: Chart) -> bool:
    """Whether pale lines lie at the marks of y: where it measures, and where they lead from a name to its point."""
    fills = any(isinstance(layer, Cells) or (isinstance(layer, Bars) and chart.y.is_labelled) for layer in chart.layers)
    return not fills and not chart.y.is_over


def has_upright_grid(chart: Chart) -> bool:
    """Whether pale lines stand at the marks of x: where it measures what rows have, and no names would be struck through."""
    return chart.y.is_labelled and not chart.x.is_labelled and not chart.y.is_over


def anchor_at(share: float) -> Anchor:
    """How words at a place between the left end, 0, and the right one, 1, stay inside the picture."""
    return "left" if share < 0.15 else "right" if share > 0.85 else "middle"


def number_away(points: Points, at: int) -> float:
    """Pixels from a point up to the middle of its number; below zero where its neighbours lie higher: the room is beneath."""
    reach = points.size / 2 + RING * is_so(points.ring, at) + SIZE / 2 + 2
    return reach if is_above(points.ys, at) else -reach


def _top(chart: Chart, lines: int) -> float:
    """`lines`: those of the names over their rows, of which half a line each reaches over the first row."""
    has_marks = any(isinstance(layer, Rule) and layer.x is not None and layer.label for layer in chart.layers)
    return EDGE + (LINE + GAP) * bool(chart.y.title) + LINE * has_marks + GAP + LINE * lines / 2


def _bottom(chart: Chart, words: Sequence[Tick]) -> float:
    lines = max((text.count("\n") + 1 for _, text in words), default=0)
    return EDGE + LINE * (lines + bool(chart.x.title)) + GAP * (bool(lines) + bool(chart.x.title))


def _under(chart: Chart, x: Scale, room: float) -> tuple[Tick, ...]:
    """The words under the picture; those of categories in as many lines as a column has room for."""
    if chart.x.kind == "period":
        return x.ticks
    if chart.x.kind != "label":
        return _thinned(x.ticks, room)
    column = max(room / (x.high - x.low) - GAP, 2.0 * LINE)
    return tuple((at, "\n".join(wrapped(text, column, most=_LINES))) for at, text in x.ticks)


def _thinned(marks: Sequence[Tick], room: float) -> tuple[Tick, ...]:
    """As many of the marks, at equal steps, as stand side by side; zero among them."""
    needed = sum(breadth(text) + 2 * GAP for _, text in marks)
    every = max(1, math.ceil(needed / max(room, 1.0)))
    zero = next((turn for turn, (at, _) in enumerate(marks) if at == 0), 0)
    return tuple(marks[zero % every :: every])
