"""The vendors beside their KPIs, or one vendor's levels: status at a glance."""

from __future__ import annotations

from collections.abc import Iterator

from assay import written
from assay.agreements.account import Line
from assay.kpis import Kpi
from assay.report.document import Block, Cell, Column, Marked, Note, Table
from assay.report.form import TEXT, Form, Quantity
from assay.report.summary import addresses
from assay.report.summary.result import Summary
from assay.report.summary.rows import Row
from assay.report.trend_icons import icons
from assay.say import amounts, overview
from assay.say import statement as say_statement
from assay.say import summary_words as words
from assay.text import Language

NUMBER, MONEY = Form("number", 0), Form("money", 0, "¥")


def vendors(found: Summary, language: Language) -> Iterator[Block]:
    """Most concern first; of each KPI both icons and the value of the month."""
    kpis = [one.kpi for one in found.headlines]
    columns = (
        Column(words.VENDOR(language)), Column(words.MISSED(language), TEXT, "right"), Column(words.BEYOND(language), NUMBER),
        *(Column(kpi.title(language), TEXT, "right") for kpi in kpis),
        *((Column(words.DUE(language), MONEY),) if found.tally else ()),
    )  # fmt: skip
    if found.tally and found.tally.bonus:
        columns = (*columns, Column(words.BONUS(language), MONEY))
    if found.rows:
        yield Table("", columns, tuple(_row(row, found, kpis, language)[: len(columns)] for row in found.rows))


def _row(row: Row, found: Summary, kpis: list[Kpi], language: Language) -> tuple[Cell, ...]:
    missed = words.MISSED_OF(language, missed=row.missed, judged=row.judged) if row.judged else written.NOTHING
    due = row.settled.accepted if row.settled is not None else None
    return (
        Marked((), row.name, addresses.of_vendor(row.vendor_id, found.label)),
        Marked((), missed, addresses.of_statement(row.vendor_id, found.month)) if row.judged else missed,
        row.beyond_chance or None,
        *(_kpi(row, kpi, found, language) for kpi in kpis),
        *(((due.credit if due else None) or None, (due.bonus if due else None) or None) if found.tally else ()),
    )


def _kpi(row: Row, kpi: Kpi, found: Summary, language: Language) -> Cell:
    one, labels = row.trends.get(kpi.id), found.trends.axis.labels
    if one is None or found.label not in labels:
        return None
    value = one.values[labels.index(found.label)]
    if value is None:
        return None
    said = written.value(kpi, value, language, unit=kpi.unit.en == "%")
    return Marked(icons(one, language), said, addresses.of_series(kpi.id, found.label, row.vendor_id))


def levels(row: Row, found: Summary, language: Language) -> Iterator[Block]:
    """One vendor's levels, missed ones first, beyond chance before others."""
    if row.settled is None:
        return
    order = {"missed": 0, "met": 1}
    paired = list(zip(row.settled.accepted.lines, row.standings, strict=True))
    paired.sort(key=lambda one: (not one[1].is_beyond_chance, order.get(one[0].judged.verdict, 2)))
    columns = (
        Column(words.LEVEL(language)), Column(words.RESULT(language), Form("number")), Column(words.GOAL(language), TEXT, "right"),
        Column(words.SETTLED(language)), Column(words.INTERVAL(language), TEXT, "right"), Column(words.N(language), NUMBER),
        Column(words.DUE(language), Form("money", unit="¥")),
    )  # fmt: skip
    if any(line.bonus.amount for line, _ in paired):
        columns = (*columns, Column(words.BONUS(language), Form("money", unit="¥")))
    if paired:
        rows = (_level(line, one.is_beyond_chance, row, language) for line, one in paired)
        yield Table("", columns, tuple(cells[: len(columns)] for cells in rows))
    if not found.tally:
        yield Note(overview.NO_DATA(language))


def _level(line: Line, is_beyond: bool, row: Row, language: Language) -> tuple[Cell, ...]:
    assert row.settled is not None
    kpi, judged = row.settled.kpis[line.level.kpi], line.judged
    decimals = kpi.decimals if line.level.decimals is None else line.level.decimals
    said = say_statement.verdict(line, language)
    if judged.verdict == "missed":
        said = (overview.BEYOND_CHANCE if is_beyond else overview.WITHIN_NOISE)(language)
    return (
        amounts.level_name(kpi, line.level, language), Quantity(judged.settled, Form("number", decimals, kpi.unit(language))),
        overview.goal(kpi, line.level.target, language), said, overview.interval_only(kpi, line.interval, language),
        judged.sums.denominator, line.due or None, line.bonus.amount or None,
    )  # fmt: skip
