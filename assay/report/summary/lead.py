"""The sentence of the month and the figures beneath it."""

from __future__ import annotations

from collections.abc import Iterator

from assay import written
from assay.report.document import Card, Clause, Figures, Sentences
from assay.report.summary import addresses
from assay.report.summary.result import Summary
from assay.report.summary.rows import Headline, Row
from assay.report.trend_icons import icons
from assay.say import summary as say
from assay.say import vendor as say_vendor
from assay.text import Language

_TREND, _SPOKEN = 13, 2
"""Months in a small line: a year, and the same month of the year before. KPIs that the sentence speaks of."""


def lead(found: Summary, language: Language) -> Sentences:
    """Each clause leads to its evidence."""
    return Sentences((*_clauses(found, language), Clause(say.END(language))), is_lead=True)


def _clauses(found: Summary, language: Language) -> Iterator[Clause]:
    named = say.month(found.label, found.is_over, language)
    yield from _of_all(found, named, language) if found.vendor_id is None else _of_one(found.rows[0], found, named, language)
    yield from _directions(found, language)
    tally, before = found.tally, found.tally_of(1)
    if tally is not None and tally.at_risk:
        money = say.due(tally.total, None if before is None else before.total, language)
        yield Clause(money, addresses.of_compliance(found.label, found.vendor_id), "money")


def _of_all(found: Summary, named: str, language: Language) -> Iterator[Clause]:
    before, year_ago = (None if tally is None else tally.missed for tally in (found.tally_of(1), found.tally_of(12)))
    to, late = addresses.of_compliance(found.label), len(found.missed)
    yield Clause(say.missed(named, len(found.judged), late, before, year_ago, language), to, "vendors")
    told = say.declined([row.name for row in found.declined], late, language)
    if told:
        yield Clause(told, to, "why" if found.declined else "vendors")


def _of_one(row: Row, found: Summary, named: str, language: Language) -> Iterator[Clause]:
    to = addresses.of_statement(row.vendor_id, found.month)
    yield Clause(say.own_missed(named, row.name, row.judged, row.missed, language), to, "levels")
    told = say.own_declined(row.beyond_chance, row.missed, language)
    if told:
        yield Clause(told, to, "why" if row.beyond_chance else "levels")


def _directions(found: Summary, language: Language) -> Iterator[Clause]:
    """The KPIs whose chart shows more than common cause, concerns first."""
    order = {"concern": 0, "improvement": 1}
    turned = [one for one in found.headlines if one.trend.variation in say.SIGNS]
    for one in sorted(turned, key=lambda one: order.get(one.trend.variation, 2))[:_SPOKEN]:
        told = say.direction(one.kpi, one.trend.variation, one.streak, language)
        yield Clause(told, addresses.of_series(one.kpi.id, found.label, found.vendor_id), "trends")
    if not turned and any(one.trend.variation == "common_cause" for one in found.headlines):
        words = say.STEADY if found.vendor_id is None else say.OWN_STEADY
        yield Clause(words(language), addresses.of_page("trends", period=found.label, vendors=found.vendor_id))


def figures(found: Summary, language: Language) -> Figures:
    return Figures(tuple(_card(one, found, language) for one in found.headlines if one.value is not None))


def _card(one: Headline, found: Summary, language: Language) -> Card:
    at = len(found.trends.axis.labels) if one.at is None else one.at + 1
    return Card(
        one.kpi.title(language), written.value(one.kpi, one.value, language), " · ".join(_notes(one, language)),
        icons(one.trend, language), one.trend.values[max(0, at - _TREND) : at],
        addresses.of_series(one.kpi.id, found.label, found.vendor_id),
    )  # fmt: skip


def _notes(one: Headline, language: Language) -> Iterator[str]:
    target = None if one.at is None else one.trend.targets[one.at]
    if target is not None:
        yield say_vendor.aim(one.kpi, target, language)
    for words, before in ((say.AGAINST, one.previous), (say.AGAINST_YEAR, one.year_ago)):
        if before is not None and one.value is not None:
            by = one.value / before if one.kpi.is_log and before else one.value - before
            yield words(language, change=written.change(one.kpi, by, language)) + _clearness(one, words is say.AGAINST, language)


def _clearness(one: Headline, is_against_month: bool, language: Language) -> str:
    moved = one.moved
    if not is_against_month or moved is None or not moved.is_clear:
        return ""
    sides = {"worse": say.CLEAR_WORSE, "better": say.CLEAR_BETTER}
    return sides[moved.side](language) if moved.side in sides else ""
