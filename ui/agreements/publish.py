"""Publishing a month, what changed since it was published last, and the statement as a file."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from assay import written
from assay.agreements.restated import Figures, RestatedLine, Restatement
from assay.contracts.vocabulary import SETTLEMENTS
from assay.report.monthly import freeze
from assay.report.publishing import Issued, NotPublishable, publish_month
from assay.report.settled import Settled
from assay.report.statement import statement_document
from assay.report.statement_rows import rows_of_missed
from assay.report.writers.pdf import pdf
from assay.report.writers.xlsx import xlsx
from assay.say import amounts
from assay.say import publishing as say_published
from assay.say import statement as say
from ui import register, warehouse
from ui.agreements import read as agreements_read
from ui.agreements import request as agreements_request
from ui.agreements import view as agreements_view
from ui.agreements import words
from ui.markup import Cell, Column, Table
from ui.reading import Reading
from ui.table import show as show_table

_ROUND, _DONE = "publish_round", "publish_done"
_PDF, _XLSX = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Whose = Literal["one", "all"]


def show(found: Settled, now: Reading) -> None:
    st.subheader(now(words.PUBLISHED_PART), anchor=False)
    if _DONE in st.session_state:
        agreements_request.note(st.session_state.pop(_DONE), now)
    _files(found, now)
    _since(found, now)
    if now.scope.limits:
        st.caption(now(words.PUBLISH_NOT_YOURS))
        return
    with st.expander(now(words.PUBLISH), key="publish", on_change="rerun") as more:
        if more.open:
            _form(found, now)


def _files(found: Settled, now: Reading) -> None:
    """The statement that is due as PDF, and as a workbook with the records behind missed levels; made when asked for."""
    name = f"assay-{found.vendor_id}-{agreements_view.label(found.month)}"
    with st.container(horizontal=True, key="statement_files"):
        st.download_button(now(words.AS_PDF), lambda: _pdf(found, now), f"{name}.pdf", _PDF, key="statement_pdf", on_click="ignore",
                           icon=":material/picture_as_pdf:")
        st.download_button(now(words.AS_XLSX), lambda: _xlsx(found, now), f"{name}.xlsx", _XLSX, key="statement_xlsx",
                           on_click="ignore", icon=":material/download:")


def _pdf(found: Settled, now: Reading) -> bytes:
    return pdf(statement_document(found, now.language, agreements_request.moment()))


def _xlsx(found: Settled, now: Reading) -> bytes:
    missed = rows_of_missed(warehouse.published(now.version), now.scope, found)
    return xlsx(statement_document(found, now.language, agreements_request.moment(), missed))


def _since(found: Settled, now: Reading) -> None:
    """How today's statement stands to the one that was published last."""
    if found.publication is None:
        st.markdown(say.FIRST_TIME(now.language))
        return
    at, by = written.moment(found.publication.published_at), found.publication.published_by
    st.markdown(say.published(found.restatement, at, by, now.language))
    if found.restatement is not None and found.is_restated:
        show_table(_changes(found.restatement, found, now), "restatement")


def _changes(changes: Restatement, found: Settled, now: Reading) -> Table:
    columns = (
        Column("level", now(words.LEVEL), align="left", is_first=True),
        Column("before", now(words.AS_PUBLISHED)), Column("today", now(words.TODAY)), Column("more", now(words.MORE)),
    )
    rows = [_change(one, found, now) for one in changes.changed]
    if changes.earned_back_more:
        rows.append({"level": Cell(now(words.EARNED_BACK)), "more": Cell(written.money(-changes.earned_back_more))})
    whole = {"before": changes.published_total, "today": changes.today_total, "more": changes.difference}
    total = {"level": Cell(now(words.TOTAL)), **{name: Cell(written.money(amount)) for name, amount in whole.items()}}
    return Table(columns, (*rows, total), now(words.AS_PUBLISHED))


def _change(one: RestatedLine, found: Settled, now: Reading) -> dict[str, Cell]:
    level = next((line.level for line in found.accepted.lines if line.level.level_id == one.level_id), None)
    kpi = found.kpis[one.kpi]
    return {
        "level": Cell(one.level_id if level is None else amounts.level_name(kpi, level, now.language)),
        "before": _side(one.published, now),
        "today": _side(one.today, now),
        "more": Cell(written.money(one.difference)),
    }


def _side(side: Figures | None, now: Reading) -> Cell:
    if side is None:
        return Cell(written.NOTHING, tone="muted")
    counted = f"{written.quantity(side.numerator)} / {written.quantity(side.denominator)}"
    return Cell(written.money(side.due - side.bonus), note=f"{counted} · {now(SETTLEMENTS[side.verdict])}")


def _form(found: Settled, now: Reading) -> None:
    """What would be written is said before anything is; a month that is not over has to be asked for."""
    if found.waiting:
        st.caption(say.waiting(found.waiting, now.language))
    whose: Whose = st.radio(now(words.WHOSE), ("one", "all"), format_func=lambda one: now(words.WHOSES[one], name=found.name),
                            horizontal=True, key=f"publish_whose_{now.language}")
    if not found.is_over and not st.checkbox(now(words.SO_FAR), key="publish_so_far"):
        st.caption(now(words.SO_FAR_MEANS))
        return
    try:
        issued = _due(found, whose, now)
    except NotPublishable as refused:
        agreements_request.note(refused.text(now.language), now)
        return
    st.markdown(_would_write(issued, now))
    if any(one.is_new or one.has_new_cells for one in issued):
        _confirm(issued, whose == "all" and not now.scope.limits, now)


def _due(found: Settled, whose: Whose, now: Reading) -> tuple[Issued, ...]:
    with st.spinner(now(words.SETTLING)):
        only = found.vendor_id if whose == "one" else None
        return agreements_read.due(now.version, now.scope, found.month, only, not found.is_over)


def _would_write(issued: tuple[Issued, ...], now: Reading) -> str:
    """How many statements and cells are new, how many changed what was published, and what they come to."""
    new = [one for one in issued if one.is_new]
    again = sum(one.settled.is_restated for one in new)
    cells = sum(one.has_new_cells for one in issued)
    if not new and not cells:
        return now(words.NOTHING_NEW)
    month, total = issued[0].settled.month, sum(one.settled.accepted.total for one in new)
    counts = {"statements": len(new), "again": again, "cells": cells}
    return now(words.WOULD_WRITE, month=agreements_view.label(month), total=written.money(total), **counts)


def _confirm(issued: tuple[Issued, ...], is_of_all: bool, now: Reading) -> None:
    key = st.session_state.get(_ROUND, 0)
    with st.form(f"publish_form_{key}", border=False, enter_to_submit=False):
        who = st.text_input(now(words.WHO), st.session_state.get(agreements_request.WHO, ""), key=f"publisher_{key}", max_chars=100)
        is_sent = st.form_submit_button(now(words.PUBLISH_NOW), type="primary")
    if is_sent and agreements_request.is_complete(now, (who, words.WHO)):
        _publish(issued, is_of_all, who.strip(), now)


def _publish(issued: tuple[Issued, ...], is_of_all: bool, who: str, now: Reading) -> None:
    at = agreements_request.moment()
    where = (warehouse.published(now.version), register.opened(), now.scope)
    with st.spinner(now(words.KEEPING)):
        made = publish_month(*where, issued, who, at)
        if made:
            freeze(*where, issued, is_of_all, who, at)
    st.session_state[_DONE] = say_published.DONE(now.language, n=len(made), by=who) if made else now(words.NOTHING_NEW)
    st.session_state[agreements_request.WHO] = who
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.rerun()
