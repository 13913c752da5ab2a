"""A vendor's card as a document, for the PDF and the workbook that are handed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from assay import written
from assay.contracts.vocabulary import BANDS, SERVICES, SETTLEMENTS
from assay.report.definitions import definitions_version
from assay.report.document import Block, Card, Cell, Column, Document, Figures, Heading, Note, Paragraph, Section, Table
from assay.report.form import Form, Quantity
from assay.report.vendor_card import CardKpi, CardLevel, VendorCard
from assay.report.vendor_card_places import LEAST_OTHERS, Place
from assay.report.vendor_card_told import changes, clearest, headline
from assay.say import amounts, overview, statement_words, trends
from assay.say import statement as said
from assay.say import vendor as say
from assay.say import vendor_words as words
from assay.stats.spc.rules import NHS
from assay.text import Language, Text

TEXT, NUMBER, MONEY, SHARE, SMALL = Form(), Form("number"), Form("money", unit="¥"), Form("share"), Form("number", 3)

_RIGHT = (words.TARGET, words.CHANGE, words.INTERVAL, words.APART)


def vendor_document(
    card: VendorCard, sites: Mapping[str, str], language: Language, made_at: datetime, *, in_full: bool = False
) -> Document:
    """`sites`: names by id. `in_full`: every comparison and every month of every KPI too, for a workbook rather than paper.
    `made_at` is naive UTC."""
    sections = [
        Section("", tuple(_summary(card, language))),
        Section(words.CHANGED(language), tuple(_changed(card, language))),
        Section(words.KPIS(language), tuple(_kpis(card, language))),
        _places(card, sites, language, in_full),
        Section(words.LEVELS(language), tuple(_levels(card, language))),
    ]
    if in_full:
        sections.append(Section(words.SERIES(language), (_series(card, language),)))
    sections.append(Section(words.DEFINITIONS(language), (_definitions(card, language),)))
    month = written.period(card.label, language)
    subtitle = f"{card.name} · {month}" + ("" if card.settled.is_over else statement_words.PROVISIONAL(language))
    shown = tuple(one for one in sections if one.blocks)
    return Document(words.TITLE(language), subtitle, _stamp(card, made_at, language), shown, language, made_at, True)


def _stamp(card: VendorCard, made_at: datetime, language: Language) -> tuple[str, ...]:
    found = card.settled
    return (
        statement_words.STAMP_DATA(language, at=written.moment(found.as_of), version=found.version),
        statement_words.STAMP_DEFINITIONS(language, version=definitions_version(), at=written.moment(made_at)),
    )


def _summary(card: VendorCard, language: Language) -> Iterator[Block]:
    yield Paragraph(words.SUMMARY(language, said=headline(card, language)))
    if card.settled.accepted.accounts:
        yield Figures(_figures(card, language))


def _figures(card: VendorCard, language: Language) -> tuple[Card, ...]:
    due, score, first = card.settled.accepted, card.settled.scorecard, card.validity[0]
    on = card.settled.as_of.date() if card.settled.as_of else None
    until, after = say.renewal(first.ends, first.renewed_by, on, language)
    whole = words.TO_PAY if due.total < 0 else words.TOTAL
    made_of = words.CREDITS(language, credit=written.money(due.credit), bonus=written.money(due.bonus))
    points = written.NOTHING if score.score is None else f"{score.score:.0f}"
    return (
        Card(words.MET(language), f"{card.judged - card.missed} / {card.judged}"),
        Card(whole(language), written.money(abs(due.total)), made_of),
        Card(words.AGREEMENT(language), until, after),
        Card(words.SCORE(language), points, BANDS[score.band](language) if score.band else ""),
    )


def _changed(card: VendorCard, language: Language) -> Iterator[Block]:
    found = changes(card, language)
    if not found:
        yield Paragraph(words.NOTHING_CHANGED(language))
    yield from (Paragraph(words.SUMMARY(language, said=one.sentence)) for one in found)


def _columns(language: Language, *titled: tuple[Text, Form]) -> tuple[Column, ...]:
    """Ends of intervals and bounds are figures too, though they come as text."""
    return tuple(Column(title(language), form, "right" if title in _RIGHT else None) for title, form in titled)


def _kpis(card: VendorCard, language: Language) -> Iterator[Block]:
    if not card.kpis:
        return
    columns = _columns(
        language, (words.GROUP, TEXT), (words.KPI, TEXT), (words.MONTH, TEXT), (words.VALUE, NUMBER), (words.TARGET, TEXT),
        (words.N, NUMBER), (words.VARIATION, TEXT), (words.ASSURANCE, TEXT), (words.CHANGE, TEXT), (words.INTERVAL, TEXT),
        (words.IS_CLEAR, TEXT),
    )
    yield Table("", columns, tuple(_kpi(one, language) for one in card.kpis))
    named = f"{trends.RULE_SETS[NHS.id](language)} v{NHS.version}"
    yield Note(words.ABOUT_KPIS(language, rules=named))


def _kpi(one: CardKpi, language: Language) -> tuple[Cell, ...]:
    kpi, moved = one.kpi, one.moved
    by = moved.value if moved else _by(one)
    clear = words.YES if one.has_moved else words.NO
    return (
        words.GROUPS[one.group](language), kpi.title(language), one.label or written.NOTHING, _value(one.value, one, language),
        written.NOTHING if one.target is None else say.aim(kpi, one.target, language), _n(one),
        trends.VARIATION[one.trend.variation](language), trends.ASSURANCE[one.trend.assurance](language),
        written.change(kpi, by, language), say.span(kpi, moved.low, moved.high, language) if moved else written.NOTHING,
        clear(language) if moved else written.NOTHING,
    )


def _n(one: CardKpi) -> Quantity:
    return Quantity(one.n, Form("number", 0 if one.n.is_integer() else 1))


def _by(one: CardKpi) -> float | None:
    """The change of a stock, which has no interval."""
    return None if one.value is None or one.previous is None else one.value - one.previous


def _value(value: float | None, one: CardKpi, language: Language) -> Quantity:
    return Quantity(value, Form("number", one.kpi.decimals, one.kpi.unit(language)))


def _places(card: VendorCard, sites: Mapping[str, str], language: Language, in_full: bool) -> Section:
    first, last = (written.period(label, language) for label in (card.places.first, card.places.last))
    blocks = tuple(_compared(card, sites, language, in_full)) if card.places.found else ()
    return Section(words.PLACES(language, first=first, last=last), blocks)


def _compared(card: VendorCard, sites: Mapping[str, str], language: Language, in_full: bool) -> Iterator[Block]:
    found = card.places
    for title, several in ((words.WEAK, found.weaknesses), (words.STRONG, found.strengths)):
        if several:
            yield Heading(title(language))
            yield from (Paragraph(words.SUMMARY(language, said=one)) for one in clearest(several, sites, language))
    if not found.weaknesses and not found.strengths:
        yield Paragraph(words.NOTHING_CLEAR(language))
    columns = _columns(
        language, (words.WHERE, TEXT), (words.KPI, TEXT), (words.VALUE, NUMBER), (words.BESIDE, TEXT), (words.OTHER, NUMBER),
        (words.APART, TEXT), (words.INTERVAL, TEXT), (words.Q, SMALL), (words.N, NUMBER),
    )
    listed = found.found if in_full else (*found.weaknesses, *found.strengths)
    if listed:
        title = words.COMPARISONS if in_full else words.CLEAR_ONES
        yield Table(title(language, count=len(found.found)), columns, tuple(_place(one, sites, language) for one in listed))
    yield Note(words.ABOUT_PLACES(language, least=LEAST_OTHERS, few=found.too_few))


def _place(one: Place, sites: Mapping[str, str], language: Language) -> tuple[Cell, ...]:
    kpi = one.kpi
    apart = one.compared
    service = overview.word(SERVICES, one.service or written.NOTHING, language)
    form = Form("number", kpi.decimals, kpi.unit(language))
    beside = words.AGAINST[one.against](language, **({"others": one.others} if one.against == "others" else {}))
    return (
        service if one.site_id is None else sites.get(one.site_id, one.site_id), kpi.title(language), Quantity(one.value, form),
        beside, Quantity(one.other_value, form), written.change(kpi, apart.value, language),
        say.span(kpi, apart.low, apart.high, language), apart.q_value, one.sums.denominator,
    )


def _levels(card: VendorCard, language: Language) -> Iterator[Block]:
    if not card.levels:
        return
    columns = _columns(
        language, (words.LEVEL, TEXT), (words.NUMERATOR, NUMBER), (words.DENOMINATOR, NUMBER), (words.RESULT, NUMBER),
        (words.TARGET, TEXT), (words.SETTLED, TEXT), (words.BEFORE, TEXT), (words.INTERVAL, TEXT), (words.CHANCE, SHARE),
        (words.DUE, MONEY), (words.BONUS, MONEY),
    )
    yield Table("", columns, tuple(_level(one, language) for one in card.levels))


def _level(one: CardLevel, language: Language) -> tuple[Cell, ...]:
    kpi, line, judged = one.kpi, one.line, one.line.judged
    decimals = kpi.decimals if line.level.decimals is None else line.level.decimals
    return (
        amounts.level_name(kpi, line.level, language), judged.sums.numerator, judged.sums.denominator,
        Quantity(judged.settled, Form("number", decimals, kpi.unit(language))), overview.goal(kpi, line.level.target, language),
        said.verdict(line, language), SETTLEMENTS[one.before](language) if one.before else written.NOTHING,
        overview.interval_only(kpi, line.interval, language), line.chance, line.due or None, line.bonus.amount or None,
    )


def _series(card: VendorCard, language: Language) -> Table:
    columns = _columns(
        language, (words.KPI, TEXT), (words.MONTH, TEXT), (words.NUMERATOR, NUMBER), (words.DENOMINATOR, NUMBER),
        (words.VALUE, NUMBER), (words.LOWER, NUMBER), (words.UPPER, NUMBER), (words.TARGET, NUMBER),
    )
    return Table("", columns, tuple(row for one in card.kpis for row in _months(one, card.labels, language)))


def _months(one: CardKpi, labels: Sequence[str], language: Language) -> Iterator[tuple[Cell, ...]]:
    """Months of which nothing was told are left out."""
    trend, kpi = one.trend, one.kpi
    for at, label in enumerate(labels):
        if trend.values[at] is not None:
            limits = (None if end is None else kpi.value(end) for end in (trend.charted.lower[at], trend.charted.upper[at]))
            shown = (_value(value, one, language) for value in (trend.values[at], *limits, trend.targets[at]))
            yield kpi.title(language), label, float(trend.series.numerator[at]), float(trend.series.denominator[at]), *shown


def _definitions(card: VendorCard, language: Language) -> Table:
    columns = _columns(language, (words.KPI, TEXT), (words.SENTENCE, TEXT), (words.SUMS, TEXT))
    used = {one.kpi.id: one.kpi for one in (*card.kpis, *card.levels)}
    rows = (
        (kpi.title(language), kpi.sentence(language), " / ".join(side(language) for side in kpi.counted)) for kpi in used.values()
    )
    return Table("", columns, tuple(rows))
