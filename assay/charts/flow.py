"""How orders went: the routes that they took with what failed on each, and how long they waited from one hand to the next.

Both are lists with bars, not ribbons or a map: five channels by eight categories by three outcomes are more bands than an eye can
follow, least of all on a phone, and what is asked of them is which few routes and waits matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assay.charts.axis import Axis
from assay.charts.chart import Bars, Chart, Points, Tone, Whiskers
from assay.charts.rows import THICKNESS, names, read_out, span
from assay.text import Language

_SIZE = 8.0
_LEAST = 1.0  # minutes: a logarithm needs a beginning
_BEYOND = 1.15


@dataclass(frozen=True, slots=True)
class Route:
    """`failing` of so many `orders` took this way. `aside` says it in words."""

    label: str
    orders: float
    failing: float
    aside: str
    tone: Tone = "common"
    hover: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Handoff:
    """From one event to the next: the median and the ninth decile of the minutes between. `aside` says how many orders."""

    label: str
    median: float
    p90: float
    aside: str
    tone: Tone = "common"
    hover: str = ""
    id: str = ""


def routes(rows: Sequence[Route], x: Axis, title: str, subtitle: str, note: str, language: Language) -> Chart:
    """A row a route: a pale bar of its orders, and over it those that failed."""
    at, hover, ids = _rows(rows)
    orders = Bars(at, tuple(one.orders for one in rows), (), "line", True, THICKNESS, hover=hover, ids=ids)
    failing = Bars(
        at, tuple(one.failing for one in rows), (), tuple(one.tone for one in rows), True, THICKNESS, hover=hover, ids=ids
    )
    _, most = span(one.orders for one in rows)
    y = names([one.label for one in rows], [one.aside for one in rows])
    x, alt = replace(x, low=0.0, high=most), read_out(title, subtitle, language)
    return Chart(title, subtitle, alt, x, y, (orders, failing), note, language)


def handoffs(rows: Sequence[Handoff], x: Axis, title: str, subtitle: str, note: str, language: Language) -> Chart:
    """A row a hand-off: a dot at the median, and a line to the ninth decile. On a logarithmic axis what took less than a minute
    stands at one."""
    at, hover, ids = _rows(rows)
    medians, deciles = (
        tuple(max(end, _LEAST) if x.is_log else end for end in ends)
        for ends in ((one.median for one in rows), (one.p90 for one in rows))
    )
    tones = tuple(one.tone for one in rows)
    low, high = span((*medians, *deciles))
    reach = Whiskers(at, medians, deciles, tones, width=2.0)
    dots = Points(medians, at, tones, _SIZE, hover=hover, ids=ids)
    y = names([one.label for one in rows], [one.aside for one in rows])
    x = replace(x, low=low / _BEYOND if x.is_log else min(low, 0.0), high=high * _BEYOND)
    return Chart(title, subtitle, read_out(title, subtitle, language), x, y, (reach, dots), note, language)


def _rows(rows: Sequence[Route] | Sequence[Handoff]) -> tuple[tuple[float, ...], tuple[str, ...], tuple[str, ...]]:
    return tuple(map(float, range(len(rows)))), tuple(one.hover for one in rows), tuple(one.id for one in rows)
