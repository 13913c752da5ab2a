"""The statement of a vendor and month as a document: what was settled, how each amount came about, what was left out and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from assay import written
from assay.agreements.account import Account, Line
from assay.report.definitions import definitions_version
from assay.report.document import Block, Card, Cell, Column, Document, Figures, Note, Paragraph, Section, Table
from assay.report.form import Form, Quantity
from assay.report.settled import Settled
from assay.report.statement_rows import LineRows, rows_table
from assay.report.statement_since import adjusted, restated
from assay.say import amounts, overview
from assay.say import statement as say
from assay.say import statement_words as words
from assay.text import Language

MONEY, SHARE, NUMBER, TEXT = Form("money", unit="¥"), Form("share"), Form("number"), Form()


def statement_document(found: Settled, language: Language, made_at: datetime, missed: Sequence[LineRows] = ()) -> Document:
    """The statement that is due, with what waivers and disputes change, and what changed since it was last published.

    `missed`: the rows behind missed lines, a table each; for the workbook. `made_at` is naive UTC.
    """
    sections = [
        Section("", tuple(_summary(found, language))),
        Section(words.LINES(language), tuple(_lines(found, language))),
        Section(words.HOW(language), tuple(_how(found, language))),
        Section(words.EVIDENCE(language), tuple(_evidence(found, language))),
        Section(words.LEFT_OUT(language), tuple(_left_out(found, language))),
        Section(words.ADJUSTED(language), tuple(adjusted(found, language))),
        Section(words.CHANGES(language), tuple(restated(found, language))),
        Section(words.DEFINITIONS(language), tuple(_definitions(found, language))),
    ]
    if missed:
        tables = tuple(rows_table(one, found.kpis[one.line.level.kpi], language) for one in missed)
        sections.append(Section(words.ROWS(language), tables))
    month = written.period(f"{found.month:%Y-%m}", language)
    subtitle = f"{found.name} · {month}" + ("" if found.is_over else words.PROVISIONAL(language))
    return Document(words.TITLE(language), subtitle, _stamp(found, made_at, language), tuple(sections), language, made_at, True)


def _stamp(found: Settled, made_at: datetime, language: Language) -> tuple[str, ...]:
    return (
        words.STAMP_DATA(language, at=written.moment(found.as_of), version=found.version),
        words.STAMP_DEFINITIONS(language, version=definitions_version(), at=written.moment(made_at)),
    )


def _summary(found: Settled, language: Language) -> Iterator[Block]:
    yield Paragraph(words.SENTENCE_ENDS(language, said=say.headline(found.accepted, found.name, found.is_over, language)))
    waits = say.waiting(found.waiting, language)
    if waits:
        yield Paragraph(waits)
    yield Figures(_cards(found, language))


def _cards(found: Settled, language: Language) -> tuple[Card, ...]:
    one, share = found.accepted, say.credit_share(found.accepted)
    verdicts = [line.judged.verdict for line in one.lines]
    missed, judged = verdicts.count("missed"), verdicts.count("missed") + verdicts.count("met")
    at_risk = sum((account.stake.at_risk.amount for account in one.accounts), Decimal(0))
    whole = words.CARD_PAY if one.total < 0 else words.CARD_DEDUCT
    said = {"risk": written.money(at_risk), "share": written.percent(share)}
    of_charge = words.RISK(language, risk=said["risk"]) if share is None else words.OF_CHARGE(language, **said)
    return (
        Card(whole(language), written.money(abs(one.total)), words.LEVELS_MISSED(language, judged=judged, missed=missed)),
        Card(words.CARD_CREDIT(language), written.money(one.credit), of_charge),
        Card(words.CARD_BACK(language), written.money(one.earned_back)),
        Card(words.CARD_BONUS(language), written.money(one.bonus)),
    )


def _lines(found: Settled, language: Language) -> Iterator[Block]:
    for account in found.accepted.accounts:
        signed = account.agreement
        title = words.OF_AGREEMENT(language, id=signed.agreement_id, first=signed.effective_from.isoformat())
        rows = tuple(_row(found, line, language) for line in account.lines)
        yield Table(title, _columns(language), rows, _total(account, language))
        yield from (Note(text) for text in amounts.of_account(account, language))


def _columns(language: Language) -> tuple[Column, ...]:
    titled = (
        (words.LEVEL, TEXT), (words.NUMERATOR, NUMBER), (words.DENOMINATOR, NUMBER), (words.EXCLUDED, NUMBER),
        (words.RESULT, NUMBER), (words.GOAL, TEXT), (words.SETTLED, TEXT), (words.INTERVAL, TEXT), (words.CHANCE, SHARE),
        (words.CREDIT, MONEY), (words.DUE, MONEY), (words.BONUS, MONEY),
    )  # fmt: skip
    right = (words.GOAL, words.INTERVAL)
    return tuple(Column(text(language), form, "right" if text in right else None) for text, form in titled)


def _row(found: Settled, line: Line, language: Language) -> tuple[Cell, ...]:
    kpi, judged = found.kpis[line.level.kpi], line.judged
    mark = f"{words.MARKS.get(judged.verdict, written.NOTHING)} {say.verdict(line, language)}"
    unit = kpi.unit(language)
    value = judged.settled if judged.verdict != "not_payable" else judged.raw
    decimals = kpi.decimals if line.level.decimals is None else line.level.decimals
    return (
        amounts.level_name(kpi, line.level, language),
        judged.sums.numerator,
        judged.sums.denominator,
        sum(judged.excluded.values()),
        Quantity(value, Form("number", decimals, unit)),
        overview.goal(kpi, line.level.target, language),
        mark,
        overview.interval_only(kpi, line.interval, language),
        line.chance,
        line.credit.due.amount or None,
        line.due or None,
        line.bonus.amount or None,
    )


def _total(account: Account, language: Language) -> tuple[Cell, ...]:
    nothing: tuple[Cell, ...] = ("",) * 8
    return (words.TOTAL(language), *nothing, account.gross, account.due, account.bonus)


def _how(found: Settled, language: Language) -> Iterator[Block]:
    named = {line.level.level_id: line for line in found.accepted.lines}
    rows = [
        (amounts.level_name(found.kpis[line.level.kpi], line.level, language), text, line.due - line.bonus.amount)
        for line in found.accepted.lines
        if (text := amounts.of_line(line, found.accepted, found.kpis, language))
    ]
    for one in found.accepted.earn_backs:
        level = named.get(one.level_id)
        name = amounts.level_name(found.kpis[level.level.kpi], level.level, language) if level else one.level_id
        rows.append((name, amounts.of_earn_back(one, name, language), -one.returned.amount))
    if not rows:
        yield Paragraph(words.NO_AMOUNTS(language))
        return
    columns = (Column(words.LEVEL(language)), Column(words.STEPS(language)), Column(words.AMOUNT(language), MONEY))
    yield Table("", columns, tuple(rows), (words.TOTAL(language), "", found.accepted.total))


def _evidence(found: Settled, language: Language) -> Iterator[Block]:
    apart = [line for line in found.accepted.lines if say.disagrees(line)]
    for line in apart:
        kpi = found.kpis[line.level.kpi]
        level = amounts.level_name(kpi, line.level, language)
        yield Paragraph(words.OF_LEVEL(language, level=level, said=say.line(kpi, line, language)))
    if not apart:
        yield Paragraph(words.AGREES(language))
    yield Note(words.ABOUT_EVIDENCE(language))


def _left_out(found: Settled, language: Language) -> Iterator[Block]:
    rows = tuple(row for line in found.accepted.lines for row in _reasons(found, line, language))
    if not rows:
        yield Paragraph(words.NOTHING_LEFT_OUT(language))
        return
    columns = (Column(words.LEVEL(language)), Column(words.REASON(language)), Column(words.COUNT(language), NUMBER))
    yield Table("", columns, rows)


def _reasons(found: Settled, line: Line, language: Language) -> Iterator[tuple[Cell, ...]]:
    kpi = found.kpis[line.level.kpi]
    name = amounts.level_name(kpi, line.level, language)
    known = {one.reason: one.text for one in kpi.excluded} | {"waived": words.WAIVED, "disputed": words.DISPUTED}
    for reason, count in line.judged.excluded.items():
        yield name, known[reason](language), count
    for method, sums in line.judged.beside.items():
        counted = overview.basis(kpi, sums.numerator, sums.denominator, {}, language)
        yield name, words.OTHER_METHOD(language, method=say.method(method, language), counted=counted), sums.denominator


def _definitions(found: Settled, language: Language) -> Iterator[Block]:
    used = [found.kpis[id_] for id_ in dict.fromkeys(line.level.kpi for line in found.accepted.lines)]
    if used:
        columns = (Column(words.KPI(language)), Column(words.SENTENCE(language)), Column(words.SUMS(language)))
        rows = ((kpi.title(language), kpi.sentence(language), " / ".join(one(language) for one in kpi.counted)) for kpi in used)
        yield Table("", columns, tuple(rows))
    yield Note(words.BASIS(language))
