"""A measured measure as sentences and pictures: what a page, a report and a notebook show of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assay.charts import effect as charts
from assay.charts.chart import Chart
from assay.report.effect import Measured
from assay.say import effect as say
from assay.say import effect_pictures as words
from assay.text import Language


@dataclass(frozen=True, slots=True)
class Told:
    """The verdict in a line; the answers, strongest evidence first; what is taken for granted."""

    headline: str
    sentences: tuple[str, ...]
    assumed: str


def told(found: Measured, language: Language) -> Told:
    kpi = found.measure.kpi
    assumed = (*found.difference.assumptions, *(() if found.to_the_mean is None else found.to_the_mean.assumptions))
    once = tuple(dict.fromkeys(assumed if found.difference.effect else found.interrupted.assumptions))
    sentences = tuple(one for one in _said(found, language) if one)
    return Told(say.headline(kpi, found.verdict, language), sentences, say.assumed(once, language))


def _said(found: Measured, language: Language) -> Iterator[str]:
    kpi = found.measure.kpi
    yield say.compared(kpi, found.measure.by, found.difference, language)
    yield say.raw(kpi, found.difference, language)
    if found.course.before is not None:
        yield say.before(kpi, found.course.before, language)
    if found.by_vendor is not None:
        yield say.by_vendor(found.by_vendor, language)
    if found.to_the_mean is not None:
        yield say.to_the_mean(kpi, found.to_the_mean, language)
    yield say.alone(kpi, found.interrupted, language)


def apart(found: Measured, language: Language) -> Chart | None:
    """How far the places with the measure moved from the others, stretch by stretch; None where nothing was compared."""
    one = found.difference
    if not found.course.stretches or one.treated is None or one.controls is None:
        return None
    title = say.compared(found.measure.kpi, found.measure.by, one, language)
    subtitle = words.APART_SUBTITLE(language, treated=one.treated.units, controls=one.controls.units)
    drawn = charts.Drawn(found.measure.kpi, title, subtitle)
    return charts.apart(drawn, found.course.stretches, words.UNITS[found.grain](language), language)


def expected(found: Measured, language: Language) -> Chart:
    """The places with the measure beside their own course before it."""
    kpi, alone = found.measure.kpi, found.interrupted
    subtitle = words.EXPECTED_SUBTITLE(language, before=alone.before, after=alone.after)
    drawn = charts.Drawn(kpi, say.alone(kpi, alone, language), subtitle)
    values = tuple(None if np.isnan(one) else kpi.value(float(one)) for one in found.series.values)
    return charts.expected(drawn, found.panel.labels, values, alone, found.start, language)
