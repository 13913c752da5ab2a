"""A month as a document: what the page shows and what every file says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from assay import written
from assay.report.definitions import definitions_version
from assay.report.document import Beside, Block, Clause, Document, Note, Picture, Section, Sentences
from assay.report.summary import addresses
from assay.report.summary.lead import figures, lead
from assay.report.summary.listed import actions, ending, watched
from assay.report.summary.money import money
from assay.report.summary.moved import moved
from assay.report.summary.reasons import whys
from assay.report.summary.result import Summary
from assay.report.summary.vendors import levels, vendors
from assay.report.trend_chart import told
from assay.say import summary as say
from assay.say import summary_words as words
from assay.say import trends as say_trends
from assay.stats.spc.rules import NHS
from assay.text import Language

_CHART_HEIGHT = 210.0


def summary_document(
    found: Summary, language: Language, made_at: datetime, address: str = ""
) -> Document:
    """In full; for paper see `shortened`. `made_at` is naive UTC. `address`: where the application can be reached."""
    sections = tuple(one for one in _sections(found, language) if one.blocks)
    title = (words.TITLE if found.vendor_id is None else words.VENDOR_TITLE)(language)
    whose = words.OF_ALL(language) if found.vendor_id is None else found.rows[0].name
    subtitle = f"{whose} · {say.month(found.label, found.is_over, language)}"
    is_wide = found.vendor_id is None
    return Document(title, subtitle, _stamp(found, made_at, language), sections, language, made_at, is_wide, address)


def _stamp(found: Summary, made_at: datetime, language: Language) -> tuple[str, ...]:
    reached = found.coverage.stamp.as_of
    return (
        words.STAMP_DATA(language, at=written.moment(reached), version=found.version),
        words.STAMP_DEFINITIONS(language, version=definitions_version(), at=written.moment(made_at)),
    )


def _sections(found: Summary, language: Language) -> Iterator[Section]:
    sentence = lead(found, language)
    yield Section("", (sentence, figures(found, language)), "lead")
    if found.vendor_id is None:
        yield Section(words.VENDORS(language), tuple(vendors(found, language)), "vendors", sentence.clauses[0].text)
    else:
        yield Section(words.LEVELS(language), tuple(levels(found.rows[0], found, language)), "levels",
                      sentence.clauses[0].text)
    yield Section(words.WHY(language), tuple(whys(found, language)), "why", words.WHY_MESSAGE(language))
    yield Section(words.MOVED(language), tuple(moved(found, language)), "moved", _moved_message(found, language))
    yield money(found, language)
    yield watched(found, language)
    yield Section(words.ENDING(language), tuple(ending(found, language)), "ending")
    yield actions(found, language)
    yield _trends(found, language)
    yield Section(words.COVERAGE(language), tuple(_coverage(found, language)), "coverage")
    yield Section(words.READING(language), (Note(words.ABOUT_ICONS(language, rules=_rules(language))),), "reading")


def _rules(language: Language) -> str:
    return f"{say_trends.RULE_SETS[NHS.id](language)} v{NHS.version}"


def _moved_message(found: Summary, language: Language) -> str:
    if not found.worse and not found.better:
        return say.NONE_MOVED(language)
    return words.MOVED_MESSAGE(language, worse=len(found.worse), better=len(found.better))


def _trends(found: Summary, language: Language) -> Section:
    """The control charts of those headline KPIs that show more than common cause; not those that stand beside a reason already."""
    shown = {one.of.place for one in found.whys}
    unseen = [one for one in found.headlines if (one.kpi.id, found.vendor_id) not in shown]
    turned = [one.trend for one in unseen if one.trend.variation in say.SIGNS]
    name = "" if found.vendor_id is None else found.rows[0].name
    charts = [told(one, found.trends.axis, name or words.OF_ALL(language), NHS, language).chart for one in turned]
    pictures = [Picture(chart, _CHART_HEIGHT) for chart in charts]
    pairs = [pictures[at : at + 2] for at in range(0, len(pictures), 2)]
    blocks: tuple[Block, ...] = tuple(Beside((pair[0],), (pair[1],)) if len(pair) == 2 else pair[0] for pair in pairs)
    return Section(words.TRENDS(language), blocks, "trends", words.TRENDS_MESSAGE(language, n=len(turned)))


def _coverage(found: Summary, language: Language) -> Iterator[Block]:
    told, label = found.coverage, found.label
    clauses = [Clause(say.REACH(language, at=written.moment(told.stamp.as_of)), addresses.of_data("files", label))]
    if told.agreed and (found.vendor_id is None or told.unheard):
        joined, to = say.JOIN(language), addresses.of_data("coverage", label)
        heard = say.HEARD_SOME if told.unheard else say.HEARD_ALL
        names = say.listing(told.unheard, language)
        clauses.append(Clause(joined + heard(language, agreed=told.agreed, n=len(told.unheard), names=names), to))
    if told.arrived is not None:
        files = say.FILES(language, files=written.count(told.arrived.files), refused=written.count(told.arrived.refused))
        clauses.append(Clause(files, addresses.of_data("files", label)))
        if told.arrived.waiting:
            clauses.append(
                Clause(say.WAITING(language, n=written.count(told.arrived.waiting)), addresses.of_data("refused", label))
            )
    yield Sentences((*clauses, Clause(say.END(language))))


