"""Bars of a chart as office programs stack them: what is seen stands on a foot that is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assay.charts.chart import Bars, Label, Layer, Points, Tone, Values, Whiskers, is_so, said, tones
from assay.report.writers.native_lines import numbered
from assay.report.writers.native_series import FOOT, Series, apart, reached
from assay.text import Language


@dataclass(frozen=True, slots=True)
class Stack:
    """Rows of bars over the categories, from below; `texts`: the words at the bars, one entry a category."""

    series: tuple[Series, ...]
    texts: tuple[str, ...]
    is_stacked: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    """One bar: from `start` to `stop`."""

    start: float
    stop: float
    tone: Tone
    is_hollow: bool

    @property
    def low(self) -> float:
        return min(self.start, self.stop)

    @property
    def high(self) -> float:
        return max(self.start, self.stop)


_LEVEL = "◆"  # a bar without length would not be seen
_Row = dict[int, _Piece]
"""The bars of one layer by category."""


@dataclass(frozen=True, slots=True)
class _Laid:
    """A row of bars, and where on the axis each of them ends."""

    series: Series
    ends: Values


def stacked(layers: Sequence[Layer], count: int, is_lying: bool, language: Language) -> Stack | None:
    """The bars of a chart with `count` categories, with their intervals. Points at the ends of bars give these their tone; those
    elsewhere are bars without length. None where no program could draw it: bars that begin elsewhere than at zero and overlap, an
    interval away from the end of its bar."""
    rows = _toned([_row(layer) for layer in layers if isinstance(layer, Bars)], list(_marks(layers, is_lying)))
    is_stacked = any(piece.start for row in rows for piece in row.values())
    if is_stacked and _overlap(rows, count):
        return None
    laid = _stack(rows, count, language) if is_stacked else [_from_zero(row, count) for row in rows]
    for whiskers in (layer for layer in layers if isinstance(layer, Whiskers) and layer.is_horizontal == is_lying):
        found = _with_intervals(laid, whiskers)
        if found is None:
            return None
        laid = found
    series = tuple(one.series for one in laid if not one.series.is_hidden or any(one.series.values) or one.series.reach)
    return Stack(tuple(numbered(series, language)), _texts(layers, count, is_lying), is_stacked)


def _row(bars: Bars) -> _Row:
    starts, own = bars.starts or (0.0,) * len(bars.at), tones(bars.tone, len(bars.at))
    return {
        int(place): _Piece(start, stop, own[at], is_so(bars.is_hollow, at))
        for at, (place, start, stop) in enumerate(zip(bars.at, starts, bars.stops, strict=True))
        if start is not None and stop is not None
    }


def _marks(layers: Sequence[Layer], is_lying: bool) -> Iterator[tuple[int, float, Tone]]:
    for points in (layer for layer in layers if isinstance(layer, Points)):
        rows = zip(points.xs, points.ys, tones(points.tone, len(points.xs)), strict=True)
        yield from (
            (int(y), x, tone) if is_lying else (int(x), y, tone) for x, y, tone in rows if y is not None
        )


def _toned(rows: Sequence[_Row], marks: Sequence[tuple[int, float, Tone]]) -> list[_Row]:
    found: list[_Row] = [dict(row) for row in rows]
    levels: list[_Row] = []
    for place, value, tone in marks:
        at_end = [row for row in found if place in row and row[place].stop == value]
        for row in at_end:
            row[place] = replace(row[place], tone=tone)
        if not at_end:
            if all(place in row for row in levels):
                levels.append({})
            free = next(row for row in levels if place not in row)
            free[place] = _Piece(value, value, tone, False)
    return [*found, *levels]


def _overlap(rows: Sequence[_Row], count: int) -> bool:
    """Whether, of the bars of any category, one begins before the one under it ends, or not all are on one side of zero."""
    return any(_is_overlapping([row[place] for row in rows if place in row]) for place in range(count))


def _is_overlapping(pieces: Sequence[_Piece]) -> bool:
    """`pieces` from below, in the order in which they are drawn: each must stand farther out than the one before."""
    if len(pieces) > 1 and min(one.low for one in pieces) < 0 < max(one.high for one in pieces):
        return True
    near = [(min(abs(one.low), abs(one.high)), max(abs(one.low), abs(one.high))) for one in pieces]
    return any(after[0] < before[1] for before, after in pairwise(near))


def _from_zero(row: _Row, count: int) -> _Laid:
    stops = tuple(row[at].stop if at in row else None for at in range(count))
    return _Laid(_bar(row, stops, count), stops)


def _bar(row: _Row, values: Values, count: int) -> Series:
    tones_, hollow = (tuple(getattr(row[at], name) if at in row else blank for at in range(count))
                      for name, blank in (("tone", "common"), ("is_hollow", False)))
    first = next(iter(row.values())).tone if row else "common"
    levels = tuple(_LEVEL if at in row and row[at].start == row[at].stop != 0 else "" for at in range(count))
    return Series(
        "", values, (), first, tones_, is_bar=True, is_hollow=hollow if any(hollow) else (), texts=levels if any(levels) else ()
    )


def _stack(rows: Sequence[_Row], count: int, language: Language) -> list[_Laid]:
    """From zero outwards, so that each stands on what is nearer."""
    filled = [0.0] * count
    return [one for row in rows for one in _standing(row, filled, FOOT(language))]


def _standing(row: _Row, filled: list[float], name: str) -> list[_Laid]:
    """The foot, what stands on it, and, of a bar on both sides of zero, what hangs below. Raises what is filled."""
    count = len(filled)
    foot: list[float | None] = [None] * count
    part, below, inner, outer = foot[:], foot[:], foot[:], foot[:]
    for at, piece in row.items():
        if piece.low < 0 < piece.high:
            part[at], below[at], outer[at] = piece.high, piece.low, piece.high
            continue
        near, far = (piece.low, piece.high) if piece.low >= 0 else (piece.high, piece.low)
        foot[at], part[at], inner[at], outer[at] = apart(filled[at], near), apart(near, far), near, far
        filled[at] = far
    hidden = Series(name, tuple(foot), is_bar=True, is_hidden=True, tone="line")
    laid = [_Laid(hidden, tuple(inner)), _Laid(_bar(row, tuple(part), count), tuple(outer))]
    return [*laid, _Laid(_bar(row, tuple(below), count), tuple(below))] if any(one is not None for one in below) else laid


def _with_intervals(laid: Sequence[_Laid], whiskers: Whiskers) -> list[_Laid] | None:
    """The rows with the intervals that contain the end of their bar, each on the row that is seen where both would do."""
    left = {
        int(at): (low, high) for at, low, high in zip(whiskers.at, whiskers.lows, whiskers.highs, strict=True)
        if low is not None and high is not None
    }
    found = list(laid)
    for at in sorted(range(len(laid)), key=lambda at: laid[at].series.is_hidden):
        one = found[at]
        own = {place: pair for place, pair in left.items() if _is_at(one.ends[place], pair)}
        if own and one.series.reach is None:
            pairs = [own.get(place) for place in range(len(one.ends))]
            found[at] = replace(one, series=replace(one.series, reach=reached(one.ends, pairs, whiskers.is_horizontal)))
            left = {place: pair for place, pair in left.items() if place not in own}
    return None if left else found


def _is_at(end: float | None, pair: tuple[float, float]) -> bool:
    return end is not None and pair[0] <= end <= pair[1]


def _texts(layers: Sequence[Layer], count: int, is_lying: bool) -> tuple[str, ...]:
    """The words at the bars, and the labels that stand in their rows."""
    found: dict[int, list[str]] = {}
    for layer in layers:
        if isinstance(layer, Bars):
            for at, place in enumerate(layer.at):
                found.setdefault(int(place), []).append(said(layer.texts, at))
        elif isinstance(layer, Label) and is_lying and float(layer.y).is_integer():
            found.setdefault(int(layer.y), []).append(layer.text)
    return tuple(" · ".join(filter(None, found.get(at, ()))) for at in range(count))
