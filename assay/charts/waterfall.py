"""The waterfall: from one level to another by changes that add up, each with its interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assay.charts.axis import Axis
from assay.charts.chart import Bars, Chart, Label, Layer, Line, Points, Tone, Values, Whiskers
from assay.charts.rows import THICKNESS, end_for, names, read_out, span
from assay.text import Language

_NEAR = 0.25
"""Levels that vary by at least that share of the greatest one are drawn as bars from zero; in others the changes would be lost."""
_EXACT = 1e-6
_ROOM = 0.04
_TIP, _LEVEL = 5.0, 10.0  # pixels across: the end of a change, which a finger can hit, and a level


@dataclass(frozen=True, slots=True)
class Step:
    """`value` in units of the axis: of a total the level, else the change. `low` and `high` are its interval, of the same kind.
    `text` stands at its bar. `id`: what a click opens, "" for nothing."""

    label: str
    value: float
    text: str
    tone: Tone = "common"
    is_total: bool = False
    low: float | None = None
    high: float | None = None
    hover: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A step where it lies: from one level to another, and the interval of the latter. A total has its level at both ends."""

    step: Step
    start: float
    stop: float
    low: float | None
    high: float | None

    @property
    def tone(self) -> Tone:
        return "ink" if self.step.is_total and self.step.tone == "common" else self.step.tone


def waterfall(steps: Sequence[Step], x: Axis, title: str, subtitle: str, note: str, language: Language) -> Chart:
    """A row a step, the first on top. Where the levels lie far from zero they are diamonds, for a bar cut off below would lie.

    Raises ValueError where the first step is no total, or a later total is not what the steps before it add up to.
    """
    placed = tuple(_placed(steps))
    low, high = span(end for one in placed for end in (one.start, one.stop, one.low, one.high))
    is_from_zero = _is_from_zero(placed, x)
    low, high = (min(low, 0.0), max(high, 0.0)) if is_from_zero else (low, high)
    room = _ROOM * (high - low) or abs(high) * _ROOM or 1.0
    begins = low if low == 0 else low - room
    ends = end_for(((_right(one), one.step.text) for one in placed), begins, high if high == 0 else high + room)
    layers = (*_links(placed), *_bars(placed, is_from_zero), *_marks(placed, is_from_zero), *_texts(placed))
    y = names([one.step.label for one in placed])
    return Chart(title, subtitle, read_out(title, subtitle, language), replace(x, low=begins, high=ends), y, layers, note, language)


def _placed(steps: Sequence[Step]) -> Iterator[_Placed]:
    if not steps or not steps[0].is_total:
        raise ValueError("a waterfall starts from a total")
    level, slack = steps[0].value, _EXACT * max(abs(one.value) for one in steps)
    for one in steps:
        if one.is_total and abs(one.value - level) > slack:
            raise ValueError(f"{one.label}: the steps add up to {level}, not to {one.value}")
        start, level = level, one.value if one.is_total else level + one.value
        base = 0.0 if one.is_total else start
        low, high = (None if end is None else base + end for end in (one.low, one.high))
        yield _Placed(one, level if one.is_total else start, level, low, high)


def _is_from_zero(placed: Sequence[_Placed], x: Axis) -> bool:
    least, most = span(one.stop for one in placed)
    return x.low == 0 or least <= 0 <= most or most - least >= _NEAR * max(abs(least), abs(most))


def _right(one: _Placed) -> float:
    return max(end for end in (one.start, one.stop, one.high) if end is not None)


def _links(placed: Sequence[_Placed]) -> Iterator[Layer]:
    """From the end of each step down to the next, which begins there."""
    rows = range(len(placed) - 1)
    xs = tuple(placed[row].stop for row in rows for _ in range(3))
    ys: Values = tuple(end for row in rows for end in (float(row), row + 1.0, None))
    if xs:
        yield Line(xs, ys, "muted", "dotted", 1.0)


def _bars(placed: Sequence[_Placed], is_from_zero: bool) -> Iterator[Layer]:
    kept = [(float(at), one) for at, one in enumerate(placed) if is_from_zero or not one.step.is_total]
    if kept:
        yield Bars(
            tuple(at for at, _ in kept), tuple(one.stop for _, one in kept),
            tuple(0.0 if one.step.is_total else one.start for _, one in kept), tuple(one.tone for _, one in kept),
            is_horizontal=True, thickness=THICKNESS, hover=tuple(one.step.hover for _, one in kept),
            ids=tuple(one.step.id for _, one in kept),
        )


def _marks(placed: Sequence[_Placed], is_from_zero: bool) -> Iterator[Layer]:
    """Intervals, the ends of the changes, and the levels that are no bars."""
    yield Whiskers(
        tuple(map(float, range(len(placed)))), tuple(one.low for one in placed), tuple(one.high for one in placed), "ink", width=1.0
    )
    changes = [(float(at), one) for at, one in enumerate(placed) if not one.step.is_total]
    totals = [(float(at), one) for at, one in enumerate(placed) if one.step.is_total and not is_from_zero]
    for kept, size, shape in ((changes, _TIP, "circle"), (totals, _LEVEL, "diamond")):
        if kept:
            yield Points(
                tuple(one.stop for _, one in kept), tuple(at for at, _ in kept), tuple(one.tone for _, one in kept), size,
                shape,  # type: ignore[arg-type]
                hover=tuple(one.step.hover for _, one in kept), ids=tuple(one.step.id for _, one in kept),
            )


def _texts(placed: Sequence[_Placed]) -> Iterator[Layer]:
    for at, one in enumerate(placed):
        if one.step.text:
            yield Label(_right(one), float(at), one.step.text, tone="ink", away=_LEVEL, is_bold=one.step.is_total)
