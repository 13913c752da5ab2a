"""Bars to both sides of nothing: what goes with one of two groups to the right, with the other to the left, each with its
interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assay.charts.axis import Axis
from assay.charts.chart import Bars, Chart, Rule, Tone, Whiskers
from assay.charts.rows import THICKNESS, names, read_out, span
from assay.text import Language

_ROOM = 0.08


@dataclass(frozen=True, slots=True)
class Bar:
    """`value` and its interval in units of the axis; above zero it goes with the group on the right. `aside` stands at the far end
    of the line of its name."""

    label: str
    value: float
    low: float
    high: float
    aside: str
    tone: Tone = "common"
    hover: str = ""
    id: str = ""


def diverging(bars: Sequence[Bar], x: Axis, title: str, subtitle: str, note: str, language: Language) -> Chart:
    """A row a bar, in the order given. The title of `x` names the two sides. Raises ValueError where there is no bar."""
    if not bars:
        raise ValueError("nothing to draw")
    rows = tuple(map(float, range(len(bars))))
    low, high = span((0.0, *(end for one in bars for end in (one.low, one.high))))
    room = _ROOM * (high - low) or 0.5
    axis = replace(x, low=low - room, high=high + room)
    tones = tuple(one.tone for one in bars)
    hover, ids = tuple(one.hover for one in bars), tuple(one.id for one in bars)
    layers = (
        Bars(rows, tuple(one.value for one in bars), (), tones, True, THICKNESS, hover=hover, ids=ids),
        Whiskers(rows, tuple(one.low for one in bars), tuple(one.high for one in bars), "ink", width=1.0),
        Rule(x=0.0, tone="ink", width=1.0),
    )
    y = names([one.label for one in bars], [one.aside for one in bars])
    return Chart(title, subtitle, read_out(title, subtitle, language), axis, y, layers, note, language)

