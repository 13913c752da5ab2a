"""The forest plot: what goes with a KPI, factor by factor, each level a point with its interval beside the line of no effect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp, isfinite, log
from statistics import median

from assay.charts.axis import Axis
from assay.charts.chart import Chart, Layer, Points, Rule, Tone, Whiskers
from assay.charts.rows import names, read_out, span
from assay.text import Language

_SIZE = 8.0
_REACH = 2.0
"""How many times the median interval beyond the outermost points an interval is drawn: one that is not known well would leave no
room for the others. It goes on beyond the picture, and its figures stand beside it."""
_ROOM = 0.06


@dataclass(frozen=True, slots=True)
class Row:
    """One level of a factor, in units of the axis. `value` None: nothing is drawn, and `aside` says why. An open end of an interval
    is None or infinite. `is_reference`: the others are compared with this one, it is hollow."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    aside: str
    tone: Tone = "common"
    is_reference: bool = False
    hover: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A factor. `title` names it and its reference level; "" leaves the heading out."""

    title: str
    rows: tuple[Row, ...]


def forest(
    groups: Sequence[Group], x: Axis, no_effect: float | None, no_effect_label: str, title: str, subtitle: str, note: str,
    language: Language,
) -> Chart:
    """Groups and rows from top to bottom. Raises ValueError where no row has a value."""
    lines = [line for group in groups for line in _lines(group)]
    low, high = _ends([row for _, row in lines if row is not None], no_effect, x.is_log)
    placed = [(float(at), row) for at, (_, row) in enumerate(lines) if row is not None and _is_known(row.value)]
    layers: list[Layer] = [] if no_effect is None else [Rule(x=no_effect, label=no_effect_label, tone="muted", width=1.0)]
    layers.append(Whiskers(
        tuple(at for at, _ in placed), tuple(_end(row, row.low, low, x.is_log) for _, row in placed),
        tuple(_end(row, row.high, high, x.is_log) for _, row in placed), tuple(row.tone for _, row in placed), width=2.0,
    ))
    layers.append(_dots(placed))
    asides, headings = ["" if row is None else row.aside for _, row in lines], [row is None for _, row in lines]
    y, alt = names([label for label, _ in lines], asides, headings), read_out(title, subtitle, language)
    return Chart(title, subtitle, alt, replace(x, low=low, high=high), y, tuple(layers), note, language)


def _lines(group: Group) -> Iterator[tuple[str, Row | None]]:
    if group.title:
        yield group.title, None
    yield from ((row.label, row) for row in group.rows)


def _ends(rows: Sequence[Row], no_effect: float | None, is_log: bool) -> tuple[float, float]:
    """Where the axis begins and ends: all points, and of the intervals what does not dwarf the rest."""
    to, back = (log, exp) if is_log else (float, float)
    least, most = span((no_effect, *(row.value for row in rows)))
    pairs = [(row.low, row.high) for row in rows if row.low is not None and row.high is not None]
    widths = [to(high) - to(low) for low, high in pairs if isfinite(low) and isfinite(high) and (low > 0 or not is_log)]
    reach = _REACH * median(widths) if widths else 0.0
    ends = [to(end) for pair in pairs for end in pair if isfinite(end) and (end > 0 or not is_log)]
    low, high = max(min([to(least), *ends]), to(least) - reach), min(max([to(most), *ends]), to(most) + reach)
    room = _ROOM * (high - low) or 0.5
    return back(low - room), back(high + room)


def _is_known(value: float | None) -> bool:
    return value is not None and isfinite(value)


def _end(row: Row, end: float | None, outermost: float, is_log: bool) -> float | None:
    """An end of the interval; an open one lies at the edge of the picture. A reference has none."""
    if row.is_reference:
        return None
    return outermost if end is None or not isfinite(end) or (is_log and end <= 0) else end


def _dots(placed: Sequence[tuple[float, Row]]) -> Points:
    return Points(
        tuple(row.value or 0.0 for _, row in placed), tuple(at for at, _ in placed),
        tuple(row.tone for _, row in placed), _SIZE, is_hollow=tuple(row.is_reference for _, row in placed),
        hover=tuple(row.hover for _, row in placed), ids=tuple(row.id for _, row in placed),
    )
