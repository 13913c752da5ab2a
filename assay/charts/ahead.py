"""A series and what is expected next, with its interval and the target."""

from __future__ import annotations

from assay import written
from assay.charts.axis import Axis, of_kpi
from assay.charts.chart import Band, Chart, Layer, Line, Points
from assay.kpis import Kpi
from assay.say import ahead as say
from assay.say import trends as say_trends
from assay.stats.series.forecast import Forecast
from assay.text import Language


def ahead(
    kpi: Kpi,
    labels: tuple[str, ...],
    values: tuple[float | None, ...],
    found: Forecast,
    target: float | None,
    title: str,
    subtitle: str,
    note: str,
    language: Language,
) -> Chart:
    """`labels` run on over the periods ahead; `values`, in the KPI's unit, are those that are over."""
    n = len(values)
    xs = tuple(map(float, range(len(labels))))
    future = xs[n : n + len(found.centre)]
    rows = [tuple(kpi.value(one) for one in row) for row in (found.centre, found.lower, found.upper)]
    centre, lower, upper = rows
    hover = tuple(
        f"{written.period(labels[n + at], language)}\n{written.value(kpi, one, language)}"
        f"\n{written.value(kpi, lower[at], language)} – {written.value(kpi, upper[at], language)}"
        for at, one in enumerate(centre)
    )
    told = tuple(_hover(kpi, label, one, language) for label, one in zip(labels, values, strict=False))
    layers: list[Layer] = [
        Band(future, lower, upper, "common"),
        Line(future, centre, "common", "dashed", 1.25, say.EXPECTED(language)),
        Points(future, centre, "common", 6.0, is_hollow=(True,) * len(future), hover=hover),
        Line(xs[:n], values, "common", "solid", 1.25),
        Points(xs[:n], values, "common", 5.0, hover=told),
    ]
    if target is not None:
        words = say_trends.target(kpi, target, language)
        layers.insert(0, Line((xs[0], xs[-1]), (target, target), "ink", "solid", 1.25, words))
    y = of_kpi(kpi, language)
    return Chart(title, subtitle, title, Axis(kind="period", labels=labels), y, tuple(layers), note, language)


def _hover(kpi: Kpi, label: str, value: float | None, language: Language) -> str:
    return f"{written.period(label, language)}\n{written.value(kpi, value, language)}"
