"""The funnel: values against how much they rest on, and how far chance alone reaches at each size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assay.charts.axis import Axis
from assay.charts.chart import Chart, Dash, Layer, Line, Points, Values
from assay.charts.members import Member
from assay.text import Language

_SIZE, _CHOSEN = 8.0, 11.0
_MOST_NAMES = 5
"""Where more lie outside, they are ringed, and only those are named that stand out for another reason."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """`sizes` and `values` one a member; `outside` are ringed and named. The limits, with the label of each pair, are rows over
    `at`; the first pair is the inner one. `centre` is what is expected of everybody, with its label."""

    members: tuple[Member, ...]
    sizes: tuple[float, ...]
    values: tuple[float, ...]
    outside: tuple[bool, ...]
    at: tuple[float, ...]
    limits: tuple[tuple[str, Values, Values], ...]
    centre: float
    centre_label: str


def funnel(drawn: Drawn, x: Axis, y: Axis, title: str, subtitle: str, note: str, language: Language) -> Chart:
    """Who lies outside is ringed and named. Ids: what a click opens is the member."""
    layers = (*_limits(drawn), _centre(drawn), *_points(drawn))
    return Chart(title, subtitle, _alt(title, subtitle, language), x, y, layers, note, language)


def _limits(drawn: Drawn) -> list[Layer]:
    dashes: tuple[Dash, Dash] = ("dotted", "dashed")
    found: list[Layer] = []
    for dash, (label, lows, highs) in zip(dashes, drawn.limits, strict=True):
        found += [Line(drawn.at, highs, "muted", dash, 1.0, label), Line(drawn.at, lows, "muted", dash, 1.0)]
    return found


def _centre(drawn: Drawn) -> Line:
    ends = (drawn.at[0], drawn.at[-1])
    return Line(ends, (drawn.centre, drawn.centre), "ink", "solid", 1.0, drawn.centre_label)


def _points(drawn: Drawn) -> list[Layer]:
    """Those that stand out lie over the others."""
    told = {at: one.stands_out or drawn.outside[at] for at, one in enumerate(drawn.members)}
    groups = ([at for at, is_told in told.items() if is_told == wanted] for wanted in (False, True))
    return [_marks(drawn, group, size) for group, size in zip(groups, (_SIZE, _CHOSEN), strict=True) if group]


def _marks(drawn: Drawn, at: Sequence[int], size: float) -> Points:
    members = [drawn.members[one] for one in at]
    xs, ys = (tuple(row[one] for one in at) for row in (drawn.sizes, drawn.values))
    tones, ring = tuple(one.tone for one in members), tuple(drawn.outside[one] for one in at)
    is_named = sum(drawn.outside) <= _MOST_NAMES
    names = tuple(one.name if is_out and is_named else one.label for one, is_out in zip(members, ring, strict=True))
    hover, ids = tuple(one.hover for one in members), tuple(one.id for one in members)
    return Points(xs, ys, tones, size, ring=ring, numbers=names, hover=hover, ids=ids)


def _alt(title: str, subtitle: str, language: Language) -> str:
    return f"{title}{'。' if language == 'zh' else '. '}{subtitle}"
