"""The command `publish`: a month's statements and cells into the register, and what that changes of what was there."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from datetime import datetime
from getpass import getuser
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from assay import written
from assay.register.open import NotOpened, located, opened
from assay.report.monthly import freeze
from assay.report.publishing import Issued, NotPublishable, due, publish_month
from assay.report.settled import Settled
from assay.say import publishing as say
from assay.say import statement
from assay.say.amounts import level_name
from assay.scope import Scope
from assay.text import Language, Text
from assay.warehouse import read
from assay.warehouse.read import Warehouse

ALL = Scope.all()


def publishing(asked: argparse.Namespace, console: Console, now: datetime) -> int:
    """Runs the command and returns its exit code. `now` is naive UTC."""
    try:
        warehouse = _warehouse(asked.warehouse)
        by = _signature(asked.by)
        register = opened(located(asked.warehouse, asked.register))
        issued = due(warehouse, register, ALL, asked.month, asked.vendor, asked.provisional)
    except (NotPublishable, NotOpened) as refused:
        console.print(Styled(refused.text(asked.lang)))
        return 1
    _told(issued, asked.lang, console)
    made = () if asked.dry_run else publish_month(warehouse, register, ALL, issued, by, now)
    console.print(Styled(_closing(len(made), by, asked)))
    if made:
        reports = freeze(warehouse, register, ALL, issued, asked.vendor is None, by, now)
        console.print(Styled(say.REPORTS(asked.lang, n=len(reports))))
    return 0


def _warehouse(home: Path) -> Warehouse:
    try:
        version = read.version(home)
        if version is None:
            raise NotPublishable(say.NO_WAREHOUSE, home=home)
        return read.opened(home, version)
    except read.Unreadable as error:
        raise NotPublishable(say.UNREADABLE, why=error) from error


def _signature(named: str | None) -> str:
    """Who publishes; the user of the machine where nobody is named."""
    try:
        return (named or "").strip() or getuser()
    except (KeyError, OSError) as error:
        raise NotPublishable(say.NO_NAME) from error


def _closing(count: int, by: str, asked: argparse.Namespace) -> str:
    if asked.dry_run:
        return say.DRY(asked.lang)
    return say.DONE(asked.lang, n=count, by=by) if count else say.NOTHING(asked.lang)


def _told(issued: Sequence[Issued], language: Language, console: Console) -> None:
    """What was, or would be, written, what changed, and what may still change."""
    console.print(_by_vendor(issued, language))
    if any(one.settled.is_restated for one in issued):
        console.print(_by_change([one.settled for one in issued if one.settled.is_restated], language))
    waiting = [one.settled.waiting for one in issued if one.settled.waiting]
    if waiting:
        console.print(Styled(say.WAITING(language, vendors=len(waiting), n=written.count(sum(waiting)))))
    if not issued[0].settled.is_over:
        console.print(Styled(say.PROVISIONAL(language)))


def _by_vendor(issued: Sequence[Issued], language: Language) -> Table:
    month = written.period(f"{issued[0].settled.month:%Y-%m}", language)
    numbers = (say.MISSED, say.CREDIT, say.EARNED_BACK, say.BONUS, say.TOTAL, say.BEFORE, say.MORE, say.CELLS)
    table = _table(say.TITLE(language, month=month), language, (say.VENDOR,), numbers, (say.STATE,))
    for one in issued:
        table.add_row(*map(Styled, _row(one, language)))
    return table


def _row(one: Issued, language: Language) -> tuple[str, ...]:
    found, changes = one.settled.accepted, one.settled.restatement
    missed = sum(line.judged.verdict == "missed" for line in found.lines)
    return (
        f"{one.settled.vendor_id} {one.settled.name}",
        f"{missed} / {len(found.lines)}",
        *(written.money(amount) for amount in (found.credit, found.earned_back, found.bonus, found.total)),
        written.money(None if changes is None else changes.published_total),
        written.NOTHING if changes is None else written.money(changes.difference),
        written.NOTHING if one.cells_changed is None else str(one.cells_changed),
        _state(one, language),
    )


def _state(one: Issued, language: Language) -> str:
    if one.settled.publication is None:
        return say.NEW(language)
    if not one.settled.publication.is_intact:
        return say.TAMPERED(language)
    if one.settled.is_restated:
        return say.AGAIN(language)
    return say.RENEWED(language) if one.is_new else say.SAME(language)


def _by_change(restated: Iterable[Settled], language: Language) -> Table:
    table = _table(say.CHANGES(language), language, (say.VENDOR, say.LEVEL, say.CHANGE), (), ())
    for one in restated:
        levels = {line.level.level_id: line.level for line in one.accepted.lines}
        for line in one.restatement.changed if one.restatement else ():
            level, kpi = levels.get(line.level_id), one.kpis[line.kpi]
            name = level_name(kpi, level, language) if level else line.level_id
            table.add_row(*map(Styled, (f"{one.vendor_id} {one.name}", name, statement.restated(line, one.kpis, language))))
    return table


def _table(title: str, language: Language, left: Sequence[Text], right: Sequence[Text], last: Sequence[Text]) -> Table:
    table = Table(title=title, title_justify="left")
    for texts, side in ((left, "left"), (right, "right"), (last, "left")):
        for text in texts:
            table.add_column(text(language), justify=side, no_wrap=side == "right")
    return table

