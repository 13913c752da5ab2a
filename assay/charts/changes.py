"""A series with the levels between its candidate change points."""

from __future__ import annotations

from assay.charts.axis import Axis, of_kpi
from assay.charts.chart import Band, Chart, Layer, Line, Points, Rule
from assay.kpis import Kpi
from assay.say import changes as say
from assay.stats.series.changes import Changes
from assay.text import Language


def changes(
    kpi: Kpi, labels: tuple[str, ...], values: tuple[float | None, ...], found: Changes, is_partial: bool, language: Language
) -> Chart:
    """`values` in the KPI's unit. The shade around a change is where it lies at 95 %."""
    xs = tuple(map(float, range(len(labels))))
    told = [one for one in values if one is not None]
    low, high = (min(told), max(told)) if told else (0.0, 1.0)
    hollow = tuple(is_partial and at == len(xs) - 1 for at in range(len(xs)))
    layers: tuple[Layer, ...] = (
        *(Band((one.low - 0.5, one.high + 0.5), (low, low), (high, high), "muted") for one in found.points),
        *(Rule(x=one.position - 0.5, dash="dotted", tone="muted") for one in found.points),
        *_levels(kpi, found, len(labels), language),
        Line(xs, values, "common", "solid", 1.25),
        Points(xs, values, "common", 5.0, is_hollow=hollow),
    )
    title = say.headline(kpi, found, labels, language)
    y = of_kpi(kpi, language)
    return Chart(title, say.METHOD(language), title, Axis(kind="period", labels=labels), y, layers, language=language)


def _levels(kpi: Kpi, found: Changes, n: int, language: Language) -> list[Layer]:
    """A line for each level, where there are several."""
    if not found.points:
        return []
    starts = [0, *(one.position for one in found.points)]
    stops = [*(one.position for one in found.points), n]
    levels = [found.points[0].before, *(one.after for one in found.points)]
    return [
        Line((start - 0.5, stop - 0.5), (kpi.value(level),) * 2, "ink", "solid", 2.0, say.LEVEL(language) if stop == n else "")
        for start, stop, level in zip(starts, stops, levels, strict=True)
    ]
