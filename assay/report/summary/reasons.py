"""Why a level was missed or a KPI fell, in sentences and a picture each."""

from __future__ import annotations

from collections.abc import Iterator

from assay import written
from assay.charts.chart import Chart
from assay.contracts.vocabulary import SERVICES
from assay.report import causes_pictures, causes_said
from assay.report.document import Beside, Block, Clause, Heading, Note, Picture, Plain, Sentences
from assay.report.summary import addresses
from assay.report.summary.result import Summary
from assay.report.summary.why import Why
from assay.report.trend_chart import told
from assay.report.vendor_card_places import Place
from assay.say import amounts, overview
from assay.say import summary as say
from assay.say import summary_words as words
from assay.stats.spc.rules import NHS
from assay.text import Language

_HEIGHT, _PLACES = 200.0, 3


def whys(found: Summary, language: Language) -> Iterator[Block]:
    """One after the other, words on the left and the picture on the right; nothing where nothing asks for a reason."""
    for one in found.whys:
        picture = _picture(one, found, language)
        left = tuple(_said(one, found, language))
        yield Beside(left, (Picture(picture, _HEIGHT),)) if picture is not None else Beside(left, ())
    if found.whys:
        yield Note(words.ABOUT_WHY(language))


def _said(one: Why, found: Summary, language: Language) -> Iterator[Plain]:
    yield Heading(_title(one, found, language))
    reasons = say.SENTENCES(language).join(_reasons(one, found, language)) + say.END(language)
    to = addresses.of_causes(one.of.kpi.id, _before(found), found.label, one.of.vendor_id)
    yield Sentences((Clause(reasons, to),))


def _before(found: Summary) -> str:
    labels = found.trends.axis.labels
    at = labels.index(found.label) if found.label in labels else 0
    return labels[max(at - 1, 0)]


def _title(one: Why, found: Summary, language: Language) -> str:
    """What asks for a reason."""
    of, name = one.of, found.names["vendor_id"].get(one.of.vendor_id or "", "")
    line = of.line
    if of.asked == "worsens":
        trend = found.trends.of(of.kpi.id, of.vendor_id)
        value = written.value(of.kpi, None if trend is None or trend.latest is None else trend.values[trend.latest], language)
        return say.WHY_WORSENS(language, name=name, kpi=of.kpi.title(language), value=value)
    if line is None:
        moved = "" if one.changed is None else causes_said.clause(one.changed, language)
        return (say.WHOSE(language, name=name) if name else "") + moved
    result = amounts.settled(of.kpi, line.level, line.judged.settled, language)
    level, goal = amounts.level_name(of.kpi, line.level, language), overview.goal(of.kpi, line.level.target, language)
    said = say.WHY_MISSED(language, name=name, level=level, result=result, goal=goal)
    said += say.WHY_MONTHS(language, n=one.months) if one.months > 1 else ""
    return said + (say.WHY_COST(language, amount=written.money(line.due, 0)) if line.due else "")


def _reasons(one: Why, found: Summary, language: Language) -> Iterator[str]:
    """Where it is concentrated, where it has always been weak, or that neither can be said."""
    located = one.located
    if located is not None and located.causes:
        names = say.JOIN(language).join(causes_said.named(cause, found.names, language) for cause, _ in located.causes)
        yield say.WHY_PLACE(language, names=names)
    elif located is not None and located.found.verdict != "not_enough_data":
        yield say.WHY_SPREAD(language)
    if one.weak:
        places = say.listing([_place(each, found, language) for each in one.weak[:_PLACES]], language)
        yield say.WHY_WEAK(language, places=places)
    elif located is None or located.found.verdict == "not_enough_data":
        yield say.WHY_UNKNOWN(language)


def _place(one: Place, found: Summary, language: Language) -> str:
    where = overview.word(SERVICES, one.service or "", language)
    if one.site_id is not None:
        where = found.names["site_id"].get(one.site_id, one.site_id)
    value, other = (written.value(one.kpi, each, language) for each in (one.value, one.other_value))
    return say.WEAK_PLACE(language, where=where, value=value, beside=say.BESIDE[one.against](language), other=other)


def _picture(one: Why, found: Summary, language: Language) -> Chart | None:
    """Where causes were found, how they add up to the change; else the series itself."""
    if one.located is not None and one.located.causes and one.changed is not None:
        return causes_pictures.by_causes(one.located, one.changed.before, one.changed.after, found.names, language)
    trend = found.trends.of(one.of.kpi.id, one.of.vendor_id)
    if trend is None:
        return None
    name = found.names["vendor_id"].get(one.of.vendor_id or "", words.OF_ALL(language))
    return told(trend, found.trends.axis, name, NHS, language).chart
