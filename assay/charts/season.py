"""A typical year of a series: its level with the season added."""

from __future__ import annotations

import numpy as np

from assay import written
from assay.charts.axis import Axis, of_kpi
from assay.charts.chart import Chart, Line, Points, Rule
from assay.kpis import Kpi
from assay.say import seasons as say
from assay.stats.series.scale import moved
from assay.stats.series.season import Seasonal
from assay.text import Language

_LABELLED = 12


def profile(kpi: Kpi, found: Seasonal, level: float, grain: str, labels: tuple[str, ...], language: Language) -> Chart:
    """The year from January (or the first week, quarter) on; `level` is the ratio around which the season moves."""
    places = sorted(range(len(found.profile)), key=lambda at: _order(grain, labels[0], at, len(found.profile)))
    ratios = moved(np.full(len(places), level), np.array([found.profile[at] for at in places]), found.link)
    values = tuple(kpi.value(float(one)) for one in ratios)
    names = [say.place(grain, labels[0], at, language) for at in places]
    xs = tuple(map(float, range(len(places))))
    x = Axis(kind="label", labels=tuple(names)) if len(names) <= _LABELLED else Axis(ticks=_ticks(names))
    hover = tuple(f"{name}\n{written.value(kpi, value, language)}" for name, value in zip(names, values, strict=True))
    layers = (
        Rule(y=kpi.value(level), label=say.LEVEL(language), dash="dashed", tone="muted", width=1.0),
        Line(xs, values, "common"),
        Points(xs, values, "common", 6.0 if len(names) <= _LABELLED else 3.0, hover=hover),
    )
    y = of_kpi(kpi, language)
    title = say.TITLE(language, kpi=kpi.title(language))
    subtitle = say.SUBTITLE(language, level=written.value(kpi, kpi.value(level), language))
    return Chart(title, subtitle, say.verdict(kpi, found, grain, labels, language), x, y, layers, language=language)


def _order(grain: str, first: str, at: int, a_year: int) -> int:
    starts = {"month": slice(5, 7), "quarter": slice(6, 7), "week": slice(6, 8)}
    offset = int(first[starts[grain]]) - 1 if grain in starts else _day_of_year(first)
    return (offset + at) % a_year


def _day_of_year(first: str) -> int:
    day = np.datetime64(first)
    return int((day - day.astype("datetime64[Y]")).astype(int))


def _ticks(names: list[str]) -> tuple[tuple[float, str], ...]:
    """Six of many names, each once."""
    chosen: dict[str, float] = {}
    for at in range(0, len(names), max(len(names) // 6, 1)):
        chosen.setdefault(names[at], float(at))
    return tuple((at, name) for name, at in chosen.items())
