"""The Pareto chart: bars from the greatest down, each with its interval and what it makes up together with those above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assay.charts.axis import Axis
from assay.charts.chart import Bars, Chart, Label, Layer, Points, Rule, Tone, Whiskers
from assay.charts.rows import THICKNESS, end_for, names, read_out, span
from assay.text import Language

_UNDER = 0.38  # of a row beneath its bar: the name of the next one is lower
_OVER = 0.2
_SIZE, _AWAY = 7.0, 6.0


@dataclass(frozen=True, slots=True)
class Bar:
    """`share` of one, with its interval. `text` stands at the bar; `aside`, at the far end, says what is reached with it."""

    label: str
    share: float
    low: float | None
    high: float | None
    text: str
    aside: str
    tone: Tone = "common"
    hover: str = ""
    id: str = ""


def pareto(
    bars: Sequence[Bar], reached: int | None, reached_label: str, title: str, subtitle: str, note: str, language: Language
) -> Chart:
    """A row a bar, in the order given. Under the first `reached` of them a dashed line says how much they make up. Raises
    ValueError where there is no bar."""
    rows = tuple(map(float, range(len(bars))))
    _, most = span(end for one in bars for end in (one.share, one.high))
    x = Axis(kind="share", low=0.0, high=end_for(((_right(one), one.text) for one in bars), 0.0, most))
    tones, hover, ids = tuple(one.tone for one in bars), tuple(one.hover for one in bars), tuple(one.id for one in bars)
    shares = tuple(one.share for one in bars)
    layers = (
        *_line(reached, len(bars), reached_label, x),
        Bars(rows, shares, (), "line", True, THICKNESS, hover=hover, ids=ids),  # pale: the lower end of an interval lies on it
        Whiskers(rows, tuple(one.low for one in bars), tuple(one.high for one in bars), tones, width=2.0),
        Points(shares, rows, tones, _SIZE, hover=hover, ids=ids),
        *_texts(bars),
    )
    y = names([one.label for one in bars], [one.aside for one in bars])
    return Chart(title, subtitle, read_out(title, subtitle, language), x, y, layers, note, language)


def _right(one: Bar) -> float:
    return one.share if one.high is None else max(one.share, one.high)


def _line(reached: int | None, of: int, label: str, x: Axis) -> Iterator[Layer]:
    """Its label stands on it, at the end where short bars leave room."""
    if reached is not None and 0 < reached < of:
        yield Rule(y=reached - 1 + _UNDER, dash="dashed", tone="muted", width=1.0)
        yield Label(x.high or 1.0, reached - 1 + _UNDER - _OVER, label, "right")


def _texts(bars: Sequence[Bar]) -> Iterator[Layer]:
    yield from (Label(_right(one), float(at), one.text, tone="ink", away=_AWAY) for at, one in enumerate(bars) if one.text)
