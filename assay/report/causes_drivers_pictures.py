"""Forest plots of what goes along with a KPI: each factor with its levels against a reference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp

from assay import written
from assay.charts.axis import Axis
from assay.charts.chart import Chart, Tone
from assay.charts.forest import Group, Row, forest
from assay.kpis import Kpi
from assay.report.causes import sense_of
from assay.report.causes_drivers import Driven, moved
from assay.report.causes_times import Paced
from assay.say import causes_drivers as say
from assay.say import causes_factors as words
from assay.say import causes_pace as pace_words
from assay.stats.drivers import Estimate, FactorEffect, LevelEffect
from assay.text import Language

SHOWN, LEAST = 6, 2
"""Factors that are drawn at once: at most so many of those that go along with the KPI, and where none does the first so many."""
_TONES: dict[str, Tone] = {"better": "improvement", "worse": "concern", "neither": "neutral"}


@dataclass(frozen=True, slots=True)
class _Way:
    """How the effects of a forest are read: where a level lies, how that is written, what it means, and what a hover adds."""

    at: Callable[[LevelEffect], Estimate | None]
    said: Callable[[Estimate], str]
    tone: Callable[[float], Tone]
    told: Callable[[LevelEffect], str]
    nothing: float
    least: float


def first(found: Sequence[FactorEffect]) -> tuple[FactorEffect, ...]:
    """The factors that are drawn at once: those with the clearest evidence."""
    associated = tuple(one for one in drawable(found) if one.verdict == "associated")
    return associated[:SHOWN] or drawable(found)[:LEAST]


def others(found: Sequence[FactorEffect]) -> tuple[FactorEffect, ...]:
    """The rest of those with something to draw."""
    return drawable(found)[len(first(found)):]


def drawable(found: Sequence[FactorEffect]) -> tuple[FactorEffect, ...]:
    return tuple(one for one in found if one.q_value is not None)


def effects(
    of: Driven, factors: Sequence[FactorEffect], title: str, based: str, language: Language, *, opens: bool = True
) -> Chart:
    """Average marginal effects in points or units; of durations the ratio to the reference. `opens`: whether a click on a level
    opens it where this is shown. Raises ValueError without factors."""
    kpi = of.kpi
    way = _Way(
        lambda level: drawn(kpi, level), lambda at: _written(kpi, at, language), lambda effect: _tone(kpi, effect),
        lambda level: _hover(kpi, level, language), 1.0 if kpi.is_log else 0.0, of.least,
    )
    if kpi.is_log:
        plotted = say.PLOTTED_RATIO(language, ratio=say.RATIOS["log"](language))
        axis = Axis(is_log=True)
    else:
        unit = say.POINTS(language) if kpi.unit.en == "%" else kpi.unit(language)
        plotted = say.PLOTTED(language, unit=say.IN_UNIT(language, unit=unit))
        axis = Axis(unit=unit)
    groups = [_group(one, way, language) for one in factors]
    note = f"{plotted}{'。' if language == 'zh' else '. '}{say.CLICK(language)}" if opens else plotted
    return forest(groups, axis, way.nothing, say.NO_DIFFERENCE(language), title, based, note, language)


def paces(of: Paced, factors: Sequence[FactorEffect], title: str, based: str, language: Language) -> Chart:
    """Ratios of paces: above 1 faster."""
    way = _Way(
        lambda level: level.ratio, lambda at: say.ratio(at, language), lambda effect: "improvement" if effect > 0 else "concern",
        lambda level: pace_words.HOVER(language, n=written.count(level.n)), 1.0, of.model.minimum_n,
    )
    groups = [_group(one, way, language) for one in factors]
    plotted = pace_words.PLOTTED(language, done=pace_words.DONE[of.clock](language))
    note = f"{plotted}{'。' if language == 'zh' else '. '}{say.CLICK(language)}"
    return forest(groups, Axis(is_log=True), 1.0, pace_words.SAME_PACE(language), title, based, note, language)


def drawn(kpi: Kpi, level: LevelEffect) -> Estimate | None:
    """Where a level lies: for durations the ratio, else the difference in the unit of the KPI."""
    of = moved(kpi, level)
    if of is None:
        return None
    ends = (of.value, of.low, of.high)
    return Estimate(*((exp(end) for end in ends) if kpi.is_log else (kpi.scale * end for end in ends)))


def _written(kpi: Kpi, at: Estimate, language: Language) -> str:
    """What `drawn` gave, as people write it."""
    if kpi.is_log:
        return say.ratio(at, language)
    scaled = Estimate(at.value / kpi.scale, at.low / kpi.scale, at.high / kpi.scale)
    return say.with_interval(kpi, scaled, language)


def _tone(kpi: Kpi, effect: float) -> Tone:
    return _TONES[sense_of(kpi, effect)]


def _group(factor: FactorEffect, way: _Way, language: Language) -> Group:
    reference = words.level(factor.name, factor.reference.level, language)
    title = say.AGAINST(language, factor=words.heading(factor.name, language), reference=reference)
    return Group(title, tuple(_row(factor, level, way, language) for level in factor.levels))


def _row(factor: FactorEffect, level: LevelEffect, way: _Way, language: Language) -> Row:
    name, n = words.level(factor.name, level.level, language), f"n {written.count(level.n)}"
    opens = f"{factor.name}={level.level or ''}"
    if level.verdict == "reference":
        return Row(name, way.nothing, None, None, f"{say.REFERENCE(language)} · {n}", "muted", True, way.told(level), opens)
    at = way.at(level)
    if at is None:
        return Row(name, None, None, None, missing(level, way.least, language), id=opens)
    is_told = factor.verdict == "associated" and level.verdict in ("up", "down") and level.effect is not None
    tone: Tone = way.tone(level.effect.value) if is_told and level.effect is not None else "common"
    said = way.said(at)
    return Row(name, at.value, at.low, at.high, f"{said} · {n}", tone, hover=f"{name}\n{said}\n{way.told(level)}", id=opens)


def missing(level: LevelEffect, least: float, language: Language) -> str:
    """Why a level has no figures."""
    if level.verdict == "inseparable":
        return say.INSEPARABLE(language)
    return say.TOO_FEW(language, n=written.count(level.n), least=written.count(least))


def _hover(kpi: Kpi, level: LevelEffect, language: Language) -> str:
    """As counted, the ratio of odds or rates, and p."""
    lines = [f"{say.OBSERVED(language)} {written.value(kpi, kpi.value(level.observed), language)} · n {written.count(level.n)}"]
    if level.ratio is not None and kpi.chart != "xmr":
        lines.append(f"{say.RATIOS[kpi.chart](language)} {say.ratio(level.ratio, language)}")
    if level.p_value is not None:
        lines.append(f"p {written.chance(level.p_value)}")
    return "\n".join(lines)
