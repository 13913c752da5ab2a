"""The change of a KPI as pictures: waterfalls whose bars add up, by the values of a dimension and by the causes found."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan, log

from assay import written
from assay.charts.axis import Axis, of_kpi
from assay.charts.chart import Chart, Tone
from assay.charts.waterfall import Step, waterfall
from assay.kpis import Kpi
from assay.report.causes import Changed, Level, Located, sense_of
from assay.say import causes as say
from assay.say.parts import Names, title, together, value
from assay.stats.attribution.result import Attribution, Part
from assay.stats.localise.result import Condition
from assay.text import Language

SHOWN = 6
"""Values of a dimension that have a bar of their own."""
_MINUTES = (1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 240, 480, 960, 1440, 2880, 5760)
_TONES: dict[str, Tone] = {"better": "improvement", "worse": "concern", "neither": "neutral"}


def by_split(found: Changed, names: Names, language: Language) -> Chart:
    """From the level before to the level after: the values of a dimension that bring most, the others, and the mix of work."""
    shown, others = found.levels[:SHOWN], found.levels[SHOWN:]
    of = found.split
    steps = [
        _of_level(found.kpi, one, value(of, one.value, names, language), language, f"{of}={one.value or ''}") for one in shown
    ]
    if others:
        steps.append(_sum(found.kpi, others, found.whole, language))
    steps.append(_step(found.kpi, found.whole.mix, say.MIX(language), language))
    return _drawn(found.kpi, found.whole, found.before, found.after, steps, _finding(found, names, language), language)


def by_causes(found: Located, before: str, after: str, names: Names, language: Language) -> Chart:
    """From the level before to the level after: the causes that were found, the rest, and the mix of work."""
    steps = [
        _of_level(found.kpi, level, together(_pairs(cause.conditions), names, language), language, str(place))
        for place, (cause, level) in enumerate(found.causes)
    ]
    steps.append(_of_level(found.kpi, found.rest, say.REST(language), language))
    steps.append(_step(found.kpi, found.whole.mix, say.MIX(language), language))
    total = sum(level.within.effect for _, level in found.causes)
    finding = say.CAUSES_TITLE(language, count=len(found.causes), change=say.change(found.kpi, total, language))
    return _drawn(found.kpi, found.whole, before, after, steps, finding, language)


def _pairs(conditions: Sequence[Condition]) -> list[tuple[str, str | None]]:
    return [(one.attribute, one.value) for one in conditions]


def _finding(found: Changed, names: Names, language: Language) -> str:
    """The bar that brings most of what happened, where any is beyond chance."""
    sure = [one for one in found.levels if one.is_beyond_chance]
    finding = say.NONE_LARGE(language)
    if sure:
        largest = max(sure, key=lambda one: abs(one.within.effect))
        told = say.change(found.kpi, largest.within.effect, language)
        finding = say.LARGEST(language, name=value(found.split, largest.value, names, language), change=told)
    return say.TITLE_SPLIT(language, dimension=title(found.split, language), finding=finding)


def _drawn(
    kpi: Kpi, whole: Attribution, before: str, after: str, steps: Sequence[Step], finding: str, language: Language
) -> Chart:
    first, last = (_total(kpi, label, ratio, language) for label, ratio in ((before, whole.before), (after, whole.after)))
    subtitle = say.SUBTITLE(language, before=written.period(before, language), after=written.period(after, language))
    return waterfall([first, *steps, last], _axis(kpi, whole, language), finding, subtitle, "", language)


def _axis(kpi: Kpi, whole: Attribution, language: Language) -> Axis:
    """Durations lie by their logarithm, for there their changes add up."""
    if not kpi.is_log:
        return of_kpi(kpi, language)
    low, high = sorted((whole.before, whole.after))
    near = [minutes for minutes in _MINUTES if low - 1.0 <= log(minutes) <= high + 1.0]
    return Axis(ticks=tuple((log(minutes), written.minutes(minutes, language)) for minutes in near))


def _total(kpi: Kpi, label: str, ratio: float, language: Language) -> Step:
    return Step(written.period(label, language), _placed(kpi, ratio), written.value(kpi, kpi.value(ratio), language), is_total=True)


def _placed(kpi: Kpi, effect: float) -> float:
    return effect if kpi.is_log else kpi.scale * effect


def _of_level(kpi: Kpi, one: Level, label: str, language: Language, id_: str = "") -> Step:
    n = say.N(language, before=written.count(one.n[0]), after=written.count(one.n[1]))
    return _step(kpi, one.within, label, language, n, id_, one.is_beyond_chance)


def _step(
    kpi: Kpi, part: Part, label: str, language: Language, n: str = "", id_: str = "", is_beyond_chance: bool | None = None
) -> Step:
    low, high = (None if isnan(end) else _placed(kpi, end) for end in (part.low, part.high))
    is_sure = part.verdict != "within_noise" if is_beyond_chance is None else is_beyond_chance
    tone: Tone = _TONES[sense_of(kpi, part.effect)] if is_sure else "common"
    text = say.change(kpi, part.effect, language)
    hover = "\n".join(filter(None, (label, text, say.interval(kpi, part, language), n)))
    return Step(label, _placed(kpi, part.effect), text, tone, low=low, high=high, hover=hover, id=id_)


def _sum(kpi: Kpi, others: Sequence[Level], whole: Attribution, language: Language) -> Step:
    """What many small values bring together, without an interval of its own."""
    effect = sum(one.within.effect for one in others)
    label = say.OTHERS(language, count=len(others))
    return Step(label, _placed(kpi, effect), say.change(kpi, effect, language), "common")

