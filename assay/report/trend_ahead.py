"""What comes next in a series, with its interval, as a chart: the page and the notebook show the same."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from assay import written
from assay.charts.ahead import ahead
from assay.charts.chart import Chart
from assay.report.trends import Axis, Trend
from assay.say import ahead as say
from assay.stats.series.forecast import Forecast, forecast
from assay.stats.series.season import coming
from assay.stats.spc.series import Series
from assay.text import Language

_AHEAD = {"day": 14, "week": 8, "month": 6, "quarter": 4}
_SEED = 20261122
_LAST = 6
"""Periods whose mean denominator is taken for that of the next ones."""


def picture(one: Trend, axis: Axis, language: Language) -> Chart | None:
    """The running period, and those that still move, are the first of those ahead. None where the series is too short."""
    expected, target = _expected(one), one.target
    told = _forecast(one, axis, expected, target)
    if not told.centre:
        return None
    over = _over(one, axis)
    labels = (*axis.labels[:over], *_labels(axis, over, len(told.centre)))
    title = say.headline(one.kpi, told, written.period(labels[over], language), target, language)
    subtitle, note = say.subtitle(len(told.centre), expected, language), say.method(told, one.is_adjusted, language)
    return ahead(one.kpi, labels, one.values[:over], told, target, title, subtitle, note, language)


def _forecast(one: Trend, axis: Axis, expected: float | None, target: float | None) -> Forecast:
    """Of what is left without the season; the season of the coming periods is put back."""
    wanted = None if target is None else one.kpi.ratio(target)
    over, count = _over(one, axis), _AHEAD[axis.grain]
    part = coming(one.seasonal, over, count)
    final = Series(one.even.numerator[:over], one.even.denominator[:over])
    return forecast(final, one.kpi.chart, count, expected, wanted, one.kpi.direction, _SEED, part)


def _over(one: Trend, axis: Axis) -> int:
    """How many periods are over and final."""
    return min((*one.unsettled, len(axis.labels) - axis.is_partial))


def _expected(one: Trend) -> float | None:
    """How many are likely to be counted in a period, of a share or a rate."""
    if one.kpi.chart == "xmr":
        return None
    counted = one.even.denominator[one.even.is_judged][-_LAST:]
    return float(np.mean(counted)) if len(counted) else None


def _labels(axis: Axis, over: int, count: int) -> list[str]:
    """The labels of the periods after those that are over."""
    on = axis.lasts[over - 1] + timedelta(days=1)
    found = []
    for _ in range(count):
        label, on = _next(axis.grain, on)
        found.append(label)
    return found


def _next(grain: str, first: date) -> tuple[str, date]:
    """The label of the period that begins on a day, and the first day after it."""
    if grain == "day":
        return f"{first:%Y-%m-%d}", first + timedelta(days=1)
    if grain == "week":
        return f"{first:%G-W%V}", first + timedelta(days=7)
    months = 1 if grain == "month" else 3
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    label = f"{first:%Y-%m}" if grain == "month" else f"{first.year}-Q{(first.month + 2) // 3}"
    return label, date(year, month + 1, 1)
