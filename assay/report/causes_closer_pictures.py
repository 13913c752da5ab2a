"""The picture of where failures fall: its bars, their intervals, what was there before, and what may be said of it."""

from __future__ import annotations

from assay import written
from assay.charts.chart import Chart
from assay.charts.pareto import Bar
from assay.charts.pareto import pareto as drawn
from assay.kpis import Kpi
from assay.report.causes_closer import Distribution
from assay.say import causes_closer as say
from assay.say import parts
from assay.say.parts import Names
from assay.stats import pareto
from assay.text import Language

SHOWN = 12
"""Bars that are drawn; the file has all."""


def picture(told: Distribution, before: str, after: str, names: Names, language: Language) -> Chart:
    """The longest bars; a click on one gives back what `value_of_bar` reads."""
    shown = told.found.bars[:SHOWN]
    bars = [_bar(one, told, names, language) for one in shown]
    reached = told.found.reached
    under = reached.bars if reached is not None and reached.bars <= len(shown) else None
    label = "" if under is None or reached is None else written.percent(reached.share, 0)
    subtitle = say.PARETO_SUBTITLE(
        language, period=written.period(after, language), n=written.count(told.found.n), before=before, after=after
    )
    first = parts.value(told.dimension, shown[0].name, names, language)
    title = say.concentrated(told.kpi, told.found, parts.title(told.dimension, language), first, language)
    return drawn(bars, under, label, title, subtitle, _note(told, language), language)


def _bar(one: pareto.Bar, told: Distribution, names: Names, language: Language) -> Bar:
    share = written.percent(one.share.value)
    before, n = told.before.get(one.name, 0), told.n.get(one.name, 0.0)
    name = parts.value(told.dimension, one.name, names, language)
    hover = say.BAR_HOVER(
        language, name=name, share=share, low=written.percent(one.share.low), high=written.percent(one.share.high),
        count=written.count(one.count), n=written.count(n), rate=_rate(one.count, n, told.kpi, language),
        before=written.count(before),
    )
    text = say.BAR(language, share=share, count=written.count(one.count))
    aside = say.BAR_ASIDE(
        language, before=written.count(before), after=written.count(one.count), share=written.percent(one.cumulative, 0)
    )
    return Bar(name, one.share.value or 0.0, one.share.low, one.share.high, text, aside, hover=hover, id=_id(one.name))


def _rate(count: int, n: float, kpi: Kpi, language: Language) -> str:
    """How often it happens there: a share, or a rate in the KPI's unit."""
    if not n:
        return written.NOTHING
    return written.percent(count / n) if kpi.chart == "p" else written.value(kpi, kpi.value(count / n), language)


def _id(value: str | None) -> str:
    """What a click gives back: of a missing value too it has to be something."""
    return "=" if value is None else f"={value}"


def value_of_bar(clicked: str) -> str | None:
    """The value of the bar that was clicked; None: nothing was recorded."""
    return clicked.removeprefix("=") or None


def _note(told: Distribution, language: Language) -> str:
    reached = told.found.reached
    note = say.PARETO_NOTE_SHORT(language) if reached is None else say.PARETO_NOTE(
        language, share=written.percent(reached.share, 0), low=reached.low, high=reached.high
    )
    if not told.nobody:
        return note
    more = say.NOBODY(language, count=written.count(told.nobody))
    return f"{note}{more}" if language == "zh" else f"{note} {more}"
