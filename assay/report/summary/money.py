"""What the month comes to, beside the months before it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assay import written
from assay.charts.amounts import Amounts, amounts
from assay.report.document import Block, Card, Column, Figures, Marked, Picture, Section, Table
from assay.report.form import Form
from assay.report.summary import addresses
from assay.report.summary.result import Summary
from assay.report.summary.rows import Tally
from assay.say import summary_words as words
from assay.text import Language

_MONEY = Form("money", unit="¥")
_HEIGHT = 190.0


def money(found: Summary, language: Language) -> Section:
    """Absent where nothing was at risk in any of the months."""
    tally = found.tally
    if tally is None or not any(one.at_risk or one.bonus for one in found.tallies):
        return Section("", ())
    said = {"credit": written.money(tally.credit, 0), "bonus": written.money(tally.bonus, 0)}
    message = words.MONEY_MESSAGE(language, **said, risk=written.money(tally.at_risk, 0))
    return Section(words.MONEY(language), tuple(_blocks(found, tally, language)), "money", message)


def _blocks(found: Summary, tally: Tally, language: Language) -> Iterator[Block]:
    before, year_ago = found.tally_of(1), found.tally_of(12)
    to = addresses.of_compliance(found.label, found.vendor_id)
    whole = words.TO_PAY if tally.total < 0 else words.TO_DEDUCT

    def card(label: str, amount: Decimal, past: tuple[Decimal | None, ...]) -> Card:
        told = zip((words.LAST_MONTH, words.LAST_YEAR), past, strict=True)
        note = " · ".join(text(language, amount=written.money(one, 0)) for text, one in told if one is not None)
        return Card(label, written.money(amount, 0), note, to=to)

    def past(of: str) -> tuple[Decimal | None, ...]:
        return tuple(None if one is None else getattr(one, of) for one in (before, year_ago))

    yield Figures((
        card(whole(language), abs(tally.total), past("total")), card(words.DUE(language), tally.credit, past("credit")),
        card(words.RETURNED(language), tally.returned, past("returned")),
        card(words.AT_RISK(language), tally.at_risk, past("at_risk")),
    ))  # fmt: skip
    months = tuple(Amounts(f"{one.month:%Y-%m}", one.credit, one.returned) for one in found.tallies)
    title = words.MONEY_TITLE(language, month=written.period(found.label, language), verb=whole(language),
                              amount=written.money(abs(tally.total), 0))
    if found.vendor_id is None:
        yield Picture(amounts(months, title, language), _HEIGHT)
        yield from _by_vendor(found, language)


def _by_vendor(found: Summary, language: Language) -> Iterator[Block]:
    """Those with any amount, the largest first."""
    owed = [(row, row.settled.accepted) for row in found.rows if row.settled is not None]
    told = [(row, one) for row, one in owed if one.credit or one.bonus or one.earned_back]
    told.sort(key=lambda pair: -abs(pair[1].total))
    titled = (words.DUE, words.BACK, words.BONUS, words.TO_DEDUCT)
    columns = (Column(words.VENDOR(language)), *(Column(text(language), _MONEY) for text in titled))
    rows = tuple(
        (Marked((), row.name, addresses.of_statement(row.vendor_id, found.month)), one.credit or None, one.earned_back or None,
         one.bonus or None, one.total)
        for row, one in told
    )  # fmt: skip
    tally = found.tally
    if rows and tally is not None:
        total = (words.TOTAL(language), tally.credit, tally.earned_back, tally.bonus, tally.total)
        yield Table("", columns, rows, total)
