"""The chart of what lies between rare events: higher is rarer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assay.charts.axis import Axis
from assay.charts.chart import Chart, Layer, Line, Points, Tone
from assay.kpis import Kpi
from assay.say import between as say
from assay.say import trends as say_trends
from assay.stats.spc.result import Charted
from assay.stats.spc.rules import Signal
from assay.text import Language

Measure = Literal["units", "days"]


@dataclass(frozen=True, slots=True, eq=False)
class Between:
    """One entry an event, and a last one that still runs. `ended`: the day of each event, the last entry None. `is_failure`: the
    events are what a share does not count, since that is what is rare."""

    kpi: Kpi
    measure: Measure
    charted: Charted
    signals: tuple[Signal, ...]
    ended: tuple[str | None, ...]
    is_failure: bool


def between(told: Between, language: Language) -> Chart:
    charted = told.charted
    xs = tuple(map(float, range(len(charted.values))))
    rows = ((charted.centre, "solid", say_trends.centre(charted.family)), (charted.upper, "dashed", say_trends.UPPER),
            (charted.lower, "dashed", say_trends.LOWER))
    lines: list[Layer] = [
        Line(xs, row, "muted", dash, 1.0, word(language))  # type: ignore[arg-type]
        for row, dash, word in rows if any(one is not None for one in row)
    ]
    fired = {one.position: one for one in told.signals}
    tones = tuple(_tone(told, fired.get(at)) for at in range(len(xs)))
    points = Points(
        xs, charted.values, tones, 6.0, is_hollow=tuple(at == len(xs) - 1 for at in range(len(xs))),
        ring=tuple(at in fired for at in range(len(xs))), hover=tuple(_hover(told, at, language) for at in range(len(xs))),
    )
    usual = next((one for one in charted.centre if one is not None), 0.0)
    title = say.TITLE(language, kpi=told.kpi.title(language), usual=say.gap(told.measure, usual, language))
    subtitle = say.SUBTITLE(language, n=len(xs) - 1, what=say.what(told.kpi, told.is_failure, language))
    words = (say.UNITS if told.measure == "units" else say.DAYS)(language, n="").strip()
    layers = (*lines, Line(xs, charted.values, "common", "solid", 1.0), points)
    y = Axis(unit=words, low=0.0)
    return Chart(title, subtitle, f"{title}. {subtitle}", _axis(told, len(xs)), y, layers, language=language)


def _axis(told: Between, n: int) -> Axis:
    """Days of some of the events."""
    step = max(n // 6, 1)
    ticks = tuple((float(at), told.ended[at] or "") for at in range(0, n - 1, step))
    return Axis(ticks=ticks)


def _tone(told: Between, signal: Signal | None) -> Tone:
    if signal is None:
        return "common"
    rarer = told.is_failure or told.kpi.direction == "lower"
    return say_trends.tone(signal.side, "none" if told.kpi.direction == "none" else "higher" if rarer else "lower")


def _hover(told: Between, at: int, language: Language) -> str:
    value = told.charted.values[at]
    day = told.ended[at] or say.RUNNING(language)
    return day if value is None else say.HOVER(language, day=day, gap=say.gap(told.measure, value, language))
