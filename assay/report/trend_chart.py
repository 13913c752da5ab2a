"""One series as a chart with its words: the page, the vendor's card and the report show the same."""

from __future__ import annotations

from dataclasses import dataclass

from assay import written
from assay.charts.chart import Chart
from assay.charts.control import Drawn, control, signal_sentences
from assay.report.trends import Axis, Trend
from assay.say import trends as say
from assay.stats.spc.rules import RuleSet
from assay.text import Language


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A control chart, its finding, and a sentence for each numbered signal."""

    finding: str
    chart: Chart
    signals: tuple[str, ...]


def told(one: Trend, axis: Axis, name: str, rules: RuleSet, language: Language, ids: tuple[str, ...] = ()) -> Told:
    """`name` says whose series it is; `ids`: what a click on a point opens."""
    found = drawn(one, axis, ids)
    title = finding(one, axis, name, language)
    return Told(title, control(found, title, _subtitle(one, axis, language), _note(one, rules, language), language),
                signal_sentences(found, language))


def drawn(one: Trend, axis: Axis, ids: tuple[str, ...] = ()) -> Drawn:
    sums = tuple(zip(one.series.numerator.tolist(), one.series.denominator.tolist(), strict=True))
    return Drawn(
        one.kpi, axis.labels, one.charted, one.signals, one.values, one.targets, sums, one.rebases, ids, one.is_adjusted,
        one.unsettled,
    )


def finding(one: Trend, axis: Axis, name: str, language: Language) -> str:
    """What the latest point says, in a sentence."""
    at = one.latest
    if at is None:
        return say.finding(one.kpi, name, "", None, None, one.variation, None, language)
    fired = None if one.signal is None else (one.signal.rule, one.signal.side)
    value = one.kpi.value(one.charted.values[at] or 0.0)
    period = written.period(axis.labels[at], language)
    return say.finding(one.kpi, name, period, value, _limits(one, at), one.variation, fired, language)


def _limits(one: Trend, at: int) -> tuple[float, float] | None:
    low, high = one.charted.lower[at], one.charted.upper[at]
    return None if low is None or high is None else (one.kpi.value(low), one.kpi.value(high))


def _subtitle(one: Trend, axis: Axis, language: Language) -> str:
    return say.plotted(one.kpi, axis.grain, len(axis.labels), one.charted.n, one.is_adjusted, axis.is_partial, language)


def _note(one: Trend, rules: RuleSet, language: Language) -> str:
    last = one.charted.segments[-1] if one.charted.segments else None
    moving = say.unsettled(one.kpi, language) if one.unsettled else ""
    small = "" if not one.hidden else say.hidden(one.kpi, one.hidden, language)
    method = say.method(
        one.charted.family, one.charted.why, rules, one.charted.dispersion, last.baseline if last else 0, one.charted.n, language
    )
    weighted = say.WEIGHTED(language) if len({each for each in one.targets if each is not None}) > 1 else ""
    return " · ".join(part for part in (method, weighted, moving, small) if part)
