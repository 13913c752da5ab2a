"""Compliance: every vendor by month in money, and one vendor's levels by month; a cell opens its statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import streamlit as st

from assay import written
from assay.agreements.account import Line
from assay.agreements.statement import Statement
from assay.agreements.terms import days_in_force
from assay.contracts.vocabulary import SERVICES
from assay.kpis import Kpi
from assay.say import amounts, compliance, overview
from assay.say import statement as say
from ui import address, download, warehouse
from ui.agreements import file as agreements_file
from ui.agreements import head as agreements_head
from ui.agreements import read as agreements_read
from ui.agreements import view as agreements_view
from ui.agreements import words
from ui.markup import Cell, Column, Mark, Table
from ui.reading import TREND, Reading
from ui.table import show as show_table

_MARKS: dict[str, Mark] = {"met": "met", "missed": "missed"}


def show(now: Reading) -> None:
    names = agreements_view.vendors(now)
    by_vendor = _statements(now, names)
    month = agreements_view.month(now)
    latest = {id_: _of(month, statements) for id_, statements in by_vendor.items()}
    order = sorted(names, key=lambda id_: _concern(latest[id_], names[id_]))
    agreements_head.show(_sentence(latest, names, now), now, now(words.MONTH_RUNS) if _is_running(now) else "")
    if len(names) > 1:
        _heading(now(words.BY_VENDOR), by_vendor, names, now)
        st.caption(now(words.BY_VENDOR_HINT))
        show_table(_vendors(order, names, by_vendor, now), "vendors")
    _levels(order[0], names[order[0]], by_vendor[order[0]], now)


def _heading(title: str, by_vendor: dict[str, tuple[Statement, ...]], names: dict[str, str], now: Reading) -> None:
    name = f"assay-{agreements_view.label(agreements_view.month(now))}-compliance.xlsx"
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"compliance_heading_{len(by_vendor)}"):
        st.subheader(title, anchor=False)
        download.button(lambda: agreements_file.workbook(by_vendor, names, now), name, f"compliance_{len(by_vendor)}", now)


def _statements(now: Reading, names: Sequence[str] | dict[str, str]) -> dict[str, tuple[Statement, ...]]:
    """By vendor in view the statements of the last months, latest first."""
    only = next(iter(names)) if len(names) == 1 else None
    with st.spinner(now(words.SETTLING)):
        found = agreements_read.walked(now.version, now.scope, tuple(reversed(months(now))), only)
    return {id_: tuple(reversed(found[id_])) for id_ in names}


def months(now: Reading) -> tuple[date, ...]:
    """The month of the view and those before it, as many as a trend has, latest first."""
    until = agreements_view.month(now)
    known = (one.first.replace(day=1) for one in warehouse.periods(now.version, now.scope, "month"))
    return tuple(month for month in known if month <= until)[:TREND]


def _is_running(now: Reading) -> bool:
    month = agreements_view.label(agreements_view.month(now))
    return any(one.is_partial for one in warehouse.periods(now.version, now.scope, "month") if one.label == month)


def _of(month: date, statements: Sequence[Statement]) -> Statement:
    return next(one for one in statements if one.month == month)


def _concern(statement: Statement, name: str) -> tuple[Decimal, int, str]:
    """What costs most comes first, then what was missed most."""
    return -statement.total, -compliance.counts(statement)[1], name


def _sentence(latest: dict[str, Statement], names: dict[str, str], now: Reading) -> str:
    is_over = not _is_running(now)
    if len(latest) == 1:
        (id_, statement), = latest.items()
        return say.headline(statement, names[id_], is_over, now.language)
    month = agreements_view.label(agreements_view.month(now))
    return compliance.headline(month, is_over, list(latest.values()), now.language)


def _vendors(order: Sequence[str], names: dict[str, str], by_vendor: dict[str, tuple[Statement, ...]], now: Reading) -> Table:
    listed = months(now)
    columns = (
        Column("vendor", now(words.VENDOR), align="left", is_first=True),
        Column("sum", now(words.SUM_SHOWN, months=len(listed)), now(words.SUM_HINT)),
        *(Column(agreements_view.label(month), agreements_view.label(month)) for month in listed),
    )
    rows = tuple(_vendor(id_, names[id_], by_vendor[id_], now) for id_ in order)
    return Table(columns, rows, now(words.BY_VENDOR))


def _vendor(id_: str, name: str, statements: Sequence[Statement], now: Reading) -> dict[str, Cell]:
    signed = dict.fromkeys(one.agreement.service for each in statements for one in each.accounts)
    services = [overview.word(SERVICES, service, now.language) for service in signed]
    whole = sum((one.total for one in statements), Decimal(0))
    trend = tuple(float(one.total) if one.accounts else None for one in reversed(statements))
    return {
        "vendor": Cell(name, href=address.link("agreements", vendors=id_), note=" · ".join(services)),
        "sum": Cell(written.money(whole, 0), hover=written.money(whole), trend=trend, is_partial=_is_running(now)),
        **{agreements_view.label(one.month): _month(id_, one, now) for one in statements},
    }


def _month(vendor_id: str, statement: Statement, now: Reading) -> Cell:
    """What is due for the month, and how many levels were missed."""
    if not statement.accounts:
        return Cell(written.NOTHING, tone="faint", hover=now(words.NOT_IN_FORCE))
    judged, missed = compliance.counts(statement)
    href = agreements_view.of_statement(vendor_id, statement.month)
    if not judged:
        return Cell(now(words.NOT_JUDGED), href, tone="muted")
    amount = written.money(statement.total, 0)
    if not missed:
        return Cell("", href, "met", now(overview.MET), hover=_hover(statement, now), note=amount)
    return Cell("", href, "missed", now(words.MISSED_OF, missed=missed, judged=judged), hover=_hover(statement, now), note=amount)


def _hover(statement: Statement, now: Reading) -> str:
    """What the total is made of."""
    parts = ((words.CREDITS, statement.credit), (words.EARNED_BACK, -statement.earned_back), (words.BONUS, -statement.bonus))
    lines = [f"{now(word)} {written.money(amount)}" for word, amount in parts if amount]
    return "\n".join((*lines, f"{now(words.TOTAL)} {written.money(statement.total)}"))


def _levels(vendor_id: str, name: str, statements: Sequence[Statement], now: Reading) -> None:
    _heading(now(words.BY_LEVEL, name=name), {vendor_id: tuple(statements)}, {vendor_id: name}, now)
    subjects = _subjects(statements)
    if not subjects:
        st.markdown(now(words.NO_LEVELS))
        return
    st.caption(now(words.BY_LEVEL_HINT))
    columns = (
        Column("level", now(words.LEVEL), align="left", is_first=True),
        *(Column(agreements_view.label(one.month), agreements_view.label(one.month)) for one in statements),
    )
    rows = tuple(_level(vendor_id, latest, statements, now) for latest in subjects)
    show_table(Table(columns, rows, now(words.BY_LEVEL, name=name)), "levels_by_month")


def _subjects(statements: Sequence[Statement]) -> list[Line]:
    """The latest line of each subject: a renewed agreement keeps its levels, and their row."""
    found: dict[tuple[str | None, ...], Line] = {}
    for statement in statements:
        for line in statement.lines:
            found.setdefault(line.level.subject, line)
    return list(found.values())


def _level(vendor_id: str, latest: Line, statements: Sequence[Statement], now: Reading) -> dict[str, Cell]:
    kpi = agreements_read.kpis(now.version)[latest.level.kpi]
    name = amounts.level_name(kpi, latest.level, now.language)
    services = {one.agreement.service for each in statements for one in each.accounts}
    note = overview.word(SERVICES, latest.level.service, now.language) if len(services) > 1 else ""
    cells = {}
    for statement in statements:
        lines = [line for line in statement.lines if line.level.subject == latest.level.subject]
        cells[agreements_view.label(statement.month)] = _settled(vendor_id, statement, lines, kpi, now)
    return {"level": Cell(name, note=note, hover=kpi.sentence(now.language)), **cells}


def _settled(vendor_id: str, statement: Statement, lines: Sequence[Line], kpi: Kpi, now: Reading) -> Cell:
    """The line of the month; where versions changed within it, the later one."""
    if not lines:
        in_force = any(days_in_force(one.agreement, statement.month) for one in statement.accounts)
        return Cell(written.NOTHING, tone="faint", hover=now(words.NOT_AGREED if in_force else words.NOT_IN_FORCE))
    line = lines[-1]
    verdict = line.judged.verdict
    href = agreements_view.of_statement(vendor_id, statement.month, line.level.level_id)
    told = (say.line(kpi, line, now.language), amounts.of_line(line, statement, agreements_read.kpis(now.version), now.language))
    hover = "\n".join(part for part in told if part)
    if verdict not in _MARKS:
        return Cell(say.verdict(line, now.language), href, tone="muted", hover=hover)
    result = amounts.settled(kpi, line.level, line.judged.settled, now.language)
    is_proven = verdict == "missed" and say.evidence(line) == "agrees"
    return Cell(
        "", href, _MARKS[verdict], say.verdict(line, now.language), hover=hover, tone="concern" if is_proven else "plain",
        note=f"{result} / {overview.goal(kpi, line.level.target, now.language)}",
    )

