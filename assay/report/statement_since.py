"""What people and later data did to a statement: waivers and disputes, and what changed since it was published."""

from __future__ import annotations

from collections.abc import Iterator

from assay import written
from assay.agreements.restated import Figures, RestatedLine
from assay.contracts.vocabulary import ADJUSTMENT_STATES, ADJUSTMENTS, SETTLEMENTS
from assay.kpis import Kpi
from assay.level import Level
from assay.register.adjustments import Adjustment
from assay.report.document import Block, Cell, Column, Paragraph, Table
from assay.report.form import Form
from assay.report.settled import Settled
from assay.say import amounts
from assay.say import statement as say
from assay.say import statement_words as words
from assay.text import Language, Text

_MONEY = Form("money", unit="¥")
_WITHDRAWN = Text("已撤回", "Withdrawn")


def adjusted(found: Settled, language: Language) -> Iterator[Block]:
    """Who asked for what not to count, why, and what was decided; and what the statement is with and without it."""
    if not found.adjustments:
        yield Paragraph(words.NO_ADJUSTMENTS(language))
        return
    titles = (words.KIND, words.LEVEL, words.KEY, words.WHY, words.BY, words.AT, words.STATE, words.DECIDED)
    columns = tuple(Column(title(language)) for title in titles)
    yield Table("", columns, tuple(_adjustment(one, found, language) for one in found.adjustments))
    totals = {name: written.money(one.total) for name, one in _three(found)}
    yield Paragraph(words.THREE_WAYS(language, **totals))


def _three(found: Settled) -> tuple[tuple[str, object], ...]:
    return (("signed", found.signed), ("accepted", found.accepted), ("granted", found.granted))


def _adjustment(one: Adjustment, found: Settled, language: Language) -> tuple[Cell, ...]:
    asked = one.request
    last = one.decisions[-1] if one.decisions else None
    decided = None if last is None else f"{last.decided_by} {written.moment(last.decided_at)} {last.note}".rstrip()
    return (
        ADJUSTMENTS[asked.kind](language),
        _name(asked.level_id, found, language),
        asked.row_key or words.WHOLE_MONTH(language),
        asked.reason,
        asked.requested_by,
        asked.requested_at,
        _state(one, found, language),
        decided,
    )


def _state(one: Adjustment, found: Settled, language: Language) -> str:
    state = {**ADJUSTMENT_STATES, "withdrawn": _WITHDRAWN}[one.state](language)
    if str(one.adjustment_id) not in found.granted.without_effect:
        return state
    return f"{state}{'：' if language == 'zh' else ': '}{say.WITHOUT_EFFECT(language)}"


def _name(level_id: str, found: Settled, language: Language) -> str:
    level: Level | None = next((line.level for line in found.accepted.lines if line.level.level_id == level_id), None)
    return level_id if level is None else amounts.level_name(found.kpis[level.kpi], level, language)


def restated(found: Settled, language: Language) -> Iterator[Block]:
    """Today's recomputation against the latest publication, line by line where they differ."""
    if found.publication is None:
        yield Paragraph(say.FIRST_TIME(language))
        return
    at, by = written.moment(found.publication.published_at), found.publication.published_by
    yield Paragraph(say.published(found.restatement, at, by, language))
    if found.restatement is None or not found.is_restated:
        return
    changed = tuple(_changed(one, found, language) for one in found.restatement.changed)
    back: tuple[tuple[Cell, ...], ...] = ()
    if found.restatement.earned_back_more:
        back = ((words.CARD_BACK(language), None, None, -found.restatement.earned_back_more),)
    columns = (
        Column(words.LEVEL(language)), Column(words.PUBLISHED(language)), Column(words.TODAY(language)),
        Column(words.DIFFERENCE(language), _MONEY),
    )  # fmt: skip
    total = tuple(written.money(one) for one in (found.restatement.published_total, found.restatement.today_total))
    yield Table("", columns, (*changed, *back), (words.TOTAL(language), *total, found.restatement.difference))


def _changed(one: RestatedLine, found: Settled, language: Language) -> tuple[Cell, ...]:
    kpi = found.kpis[one.kpi]
    before, after = (_figures(side, kpi, language) for side in (one.published, one.today))
    return _name(one.level_id, found, language), before, after, one.difference


def _figures(side: Figures | None, kpi: Kpi, language: Language) -> str | None:
    if side is None:
        return None
    value = written.value(kpi, side.settled, language)
    counted = f"{written.quantity(side.numerator)} / {written.quantity(side.denominator)}"
    return f"{counted}, {value}, {SETTLEMENTS[side.verdict](language)}, {written.money(side.due - side.bonus)}"
