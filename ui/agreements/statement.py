"""The statement of a vendor and month: what is due, level by level, each opening to how it came about and to its records."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from assay import written
from assay.agreements.account import Account, Line
from assay.agreements.statement import Statement
from assay.contracts.vocabulary import SERVICES
from assay.report.settled import Settled
from assay.say import amounts, overview
from assay.say import statement as say
from ui import address
from ui.agreements import adjusted as agreements_adjusted
from ui.agreements import head as agreements_head
from ui.agreements import line as agreements_line
from ui.agreements import orders as agreements_orders
from ui.agreements import publish as agreements_publish
from ui.agreements import read as agreements_read
from ui.agreements import view as agreements_view
from ui.agreements import words
from ui.markup import Card, Cell, Column, Mark, Table
from ui.reading import Reading
from ui.table import cards
from ui.table import show as show_table

MARKS: dict[str, Mark] = {"met": "met", "missed": "missed"}


def show(now: Reading) -> None:
    vendor, month = agreements_view.vendor(now), agreements_view.month(now)
    with st.spinner(now(words.SETTLING)):
        found = agreements_read.settled(now.version, now.scope, vendor, month)
    basis = now.held("basis", agreements_view.BASES[0])
    shown: Statement = getattr(found, basis)
    sentence = say.headline(shown, found.name, found.is_over, now.language)
    agreements_head.show(sentence, now, say.waiting(found.waiting, now.language), of_one=True)
    if not shown.accounts:
        st.markdown(now(words.NO_STATEMENT))
        return
    _bases(found, now)
    cards(_figures(shown, now), "statement_figures")
    _opened(found, shown, now)
    for account in shown.accounts:
        _account(account, shown, found, now)
    _earn_backs(shown, found, now)
    agreements_publish.show(found, now)
    agreements_adjusted.show(found, now)


def _bases(found: Settled, now: Reading) -> None:
    """What the statement is settled with; each choice says what it comes to."""
    if not found.adjustments:
        return
    totals = {name: written.money(getattr(found, name).total) for name in agreements_view.BASES}
    st.segmented_control(
        now(words.BASIS), agreements_view.BASES, format_func=lambda name: now(words.BASES[name], total=totals[name]), required=True,
        key=address.widget("basis", {"basis": (agreements_view.BASES[0],), **now.view}), on_change=address.follow,
    )


def _figures(shown: Statement, now: Reading) -> tuple[Card, ...]:
    whole = words.TO_PAY if shown.total < 0 else words.TO_DEDUCT
    return (
        Card(now(whole), written.money(abs(shown.total)), basis=now(words.MADE_OF)),
        _credits(shown, now),
        Card(now(words.BACK_AND_BONUS), written.money(shown.earned_back + shown.bonus),
             basis=now(words.BACK_AND_BONUS_OF, back=written.money(shown.earned_back), bonus=written.money(shown.bonus))),
        _judged(shown, now),
    )


def _credits(shown: Statement, now: Reading) -> Card:
    share = say.credit_share(shown)
    at_risk = sum((one.stake.at_risk.amount for one in shown.accounts), Decimal(0))
    capped = sum((one.cut for one in shown.accounts), Decimal(0))
    of_charge = "" if share is None else now(words.OF_CHARGE, share=written.percent(share))
    cap = now(words.CAP_CUT, amount=written.money(capped)) if capped else now(words.AT_RISK, amount=written.money(at_risk))
    return Card(now(words.CREDITS), written.money(shown.credit), basis=of_charge, note=cap)


def _judged(shown: Statement, now: Reading) -> Card:
    verdicts = [line.judged.verdict for line in shown.lines]
    met, missed = verdicts.count("met"), verdicts.count("missed")
    left = len(verdicts) - met - missed
    return Card(now(words.LEVELS), str(len(verdicts)), basis=now(words.LEVELS_OF, met=met, missed=missed),
                note=now(words.LEVELS_LEFT, count=left) if left else "")


def _opened(found: Settled, shown: Statement, now: Reading) -> None:
    """The line that the link opens, if any."""
    wanted = now.held("line", "")
    for account in shown.accounts:
        for line in account.lines:
            if line.level.level_id == wanted:
                agreements_line.show(line, account, shown, found, now)


def _account(account: Account, shown: Statement, found: Settled, now: Reading) -> None:
    signed = account.agreement
    service = overview.word(SERVICES, signed.service, now.language)
    st.subheader(now(words.ACCOUNT, id=signed.agreement_id, service=service), anchor=False)
    if not account.lines:
        st.markdown(now(words.NO_LEVELS))
        return
    st.caption(now(words.LINES_HINT))
    show_table(_table(account, found, now), f"lines_{signed.agreement_id}")
    for note in amounts.of_account(account, now.language):
        st.caption(note)


def _table(account: Account, found: Settled, now: Reading) -> Table:
    columns = (
        Column("level", now(words.LEVEL), align="left", is_first=True),
        Column("settled", now(words.SETTLED), now(words.SETTLED_HINT), align="left"),
        Column("target", now(words.TARGET)),
        Column("basis", now(words.COUNTED), now(words.COUNTED_HINT)),
        Column("excluded", now(words.EXCLUDED)),
        Column("evidence", now(words.EVIDENCE), now(words.EVIDENCE_HINT)),
        Column("due", now(words.CREDIT)),
        Column("bonus", now(words.BONUS)),
        Column("orders", now(words.ORDERS), now(words.ORDERS_HINT)),
    )
    rows = tuple(_line(line, found, now) for line in account.lines)
    return Table(columns, (*rows, _total(account, now)), account.agreement.agreement_id)


def _line(line: Line, found: Settled, now: Reading) -> dict[str, Cell]:
    kpi, judged, language = found.kpis[line.level.kpi], line.judged, now.language
    left_out = sum(judged.excluded.values())
    return {
        "level": Cell(amounts.level_name(kpi, line.level, language), href=address.link("agreements", line=line.level.level_id),
                      hover=say.line(kpi, line, language)),
        "settled": _settled(line, found, now),
        "target": Cell(overview.goal(kpi, line.level.target, language)),
        "basis": Cell(overview.basis(kpi, judged.sums.numerator, judged.sums.denominator, {}, language)),
        "excluded": Cell(written.quantity(left_out), hover=agreements_line.left_out(line, found, now)) if left_out else _NONE,
        "evidence": _evidence(line, found, now),
        "due": _due(line, found, now),
        "bonus": Cell(written.money(line.bonus.amount)) if line.bonus.amount else _NONE,
        "orders": agreements_orders.cell(line, found, now),
    }


_NONE = Cell(written.NOTHING, tone="muted")


def _evidence(line: Line, found: Settled, now: Reading) -> Cell:
    """The chance of meeting the target; beneath it where that is not what the settlement suggests, else the interval."""
    if line.chance is None:
        return _NONE
    kpi, kind = found.kpis[line.level.kpi], say.evidence(line)
    note = now(words.DISAGREES[kind]) if say.disagrees(line) else overview.interval_only(kpi, line.interval, now.language)
    is_proven = line.judged.verdict == "missed" and kind == "agrees"
    sentence = say.line(kpi, line, now.language)
    return Cell(say.chance(line.chance), note=note, hover=sentence, tone="concern" if is_proven else "plain")


def _settled(line: Line, found: Settled, now: Reading) -> Cell:
    kpi, judged = found.kpis[line.level.kpi], line.judged
    word = say.verdict(line, now.language)
    result = amounts.settled(kpi, line.level, judged.settled, now.language)
    if judged.verdict not in MARKS:
        return Cell(word, tone="muted", note=result if judged.settled is not None else "")
    return Cell(result, mark=MARKS[judged.verdict], mark_word=word)


def _due(line: Line, found: Settled, now: Reading) -> Cell:
    """What is due for the line, and in small what was taken off it."""
    hover = amounts.of_line(line, found.accepted, found.kpis, now.language) if line in found.accepted.lines else ""
    if line.absorbed_by is not None:
        return Cell(written.money(line.due), note=now(words.ABSORBED), hover=hover)
    if line.credit.due.amount != line.due:
        return Cell(written.money(line.due), note=now(words.CAPPED_FROM, amount=written.money(line.credit.due.amount)), hover=hover)
    if not line.due:
        return Cell(written.NOTHING, tone="muted", hover=hover)
    return Cell(written.money(line.due), note=now(words.REPEATED) if line.is_repeated else "", hover=hover)


def _total(account: Account, now: Reading) -> dict[str, Cell]:
    note = now(words.CAPPED_FROM, amount=written.money(account.gross)) if account.cut else ""
    return {
        "level": Cell(now(words.TOTAL)),
        "due": Cell(written.money(account.due), note=note),
        "bonus": Cell(written.money(account.bonus)) if account.bonus else _NONE,
    }


def _earn_backs(shown: Statement, found: Settled, now: Reading) -> None:
    if not shown.earn_backs:
        return
    st.subheader(now(words.EARNED_BACK), anchor=False)
    levels = {line.level.level_id: line.level for line in shown.lines}
    for one in shown.earn_backs:
        level = levels.get(one.level_id)
        name = amounts.level_name(found.kpis[level.kpi], level, now.language) if level else one.level_id
        st.caption(amounts.of_earn_back(one, name, now.language))
