"""Every agreed level of the month: the settlement, that of the month before, the evidence, what it costs."""

from __future__ import annotations

from assay import written
from assay.contracts.vocabulary import SETTLEMENTS
from assay.report.vendor_card import CardLevel, VendorCard
from assay.say import amounts, overview
from assay.say import statement as say
from ui.agreements import view as agreements_view
from ui.agreements.statement import MARKS
from ui.markup import Cell, Column, Table
from ui.reading import Reading
from ui.vendor import words

_NONE = Cell(written.NOTHING, tone="muted")


def table(card: VendorCard, now: Reading) -> Table:
    columns = (
        Column("level", now(words.LEVEL), align="left", is_first=True),
        Column("settled", now(words.RESULT), align="left"),
        Column("target", now(words.TARGET)),
        Column("before", now(words.BEFORE), align="left"),
        Column("n", "n"),
        Column("chance", now(words.CHANCE), now(words.CHANCE_HINT)),
        Column("due", now(words.DUE)),
    )
    return Table(columns, tuple(_row(one, card, now) for one in card.levels), f"{now(words.ALL_LEVELS)} {card.label}")


def _row(one: CardLevel, card: VendorCard, now: Reading) -> dict[str, Cell]:
    line, language = one.line, now.language
    href = agreements_view.of_statement(card.vendor_id, card.month, line.level.level_id)
    return {
        "level": Cell(amounts.level_name(one.kpi, line.level, language), href=href, hover=say.line(one.kpi, line, language)),
        "settled": _settled(one, now),
        "target": Cell(overview.goal(one.kpi, line.level.target, language)),
        "before": _before(one, now),
        "n": Cell(written.quantity(line.judged.sums.denominator)),
        "chance": _chance(one, now),
        "due": _due(one),
    }


def _settled(one: CardLevel, now: Reading) -> Cell:
    judged = one.line.judged
    result = amounts.settled(one.kpi, one.line.level, judged.settled, now.language)
    word = say.verdict(one.line, now.language)
    if judged.verdict not in MARKS:
        return Cell(word, tone="muted")
    return Cell(result, mark=MARKS[judged.verdict], mark_word=word)


def _before(one: CardLevel, now: Reading) -> Cell:
    """The verdict of the month before, in colour where the level has turned since."""
    if one.before is None:
        return _NONE
    word = now(SETTLEMENTS[one.before])
    if one.before not in MARKS:
        return Cell(word, tone="muted")
    return Cell("", mark=MARKS[one.before], mark_word=word)


def _chance(one: CardLevel, now: Reading) -> Cell:
    if one.line.chance is None:
        return _NONE
    note = overview.interval_only(one.kpi, one.line.interval, now.language)
    return Cell(say.chance(one.line.chance), note=note, tone="concern" if one.is_beyond_chance else "plain")


def _due(one: CardLevel) -> Cell:
    amount = one.line.due - one.line.bonus.amount
    return Cell(written.money(amount)) if amount else _NONE
