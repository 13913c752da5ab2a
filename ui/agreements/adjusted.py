"""The waivers and disputes of a month: who asked, why, what was decided; and the form to decide."""

from __future__ import annotations

import streamlit as st

from assay import written
from assay.register.adjustments import Adjustment, Decision, UnknownAdjustment, decide
from assay.report.settled import Settled
from assay.say import amounts
from ui import register
from ui.agreements import request as agreements_request
from ui.agreements import words
from ui.markup import Cell, Column, Table
from ui.reading import Reading
from ui.table import show as show_table

_ROUND, _DONE = "decision_round", "decision_done"
_RULINGS = ("accepted", "rejected", "withdrawn")


def show(found: Settled, now: Reading) -> None:
    st.subheader(now(words.ADJUSTED), anchor=False)
    if st.session_state.pop(_DONE, None):
        agreements_request.note(now(words.DECISION_WRITTEN), now)
    if not found.adjustments:
        st.markdown(now(words.NO_ADJUSTMENTS))
        return
    show_table(_table(found, now), "adjustments")
    with st.expander(now(words.DECIDE), key="decide", on_change="rerun") as more:
        if more.open:
            _form(found, now)


def _table(found: Settled, now: Reading) -> Table:
    columns = (
        Column("what", now(words.ABOUT), align="left", is_first=True),
        Column("kind", now(words.KIND), align="left"),
        Column("state", now(words.STATE), align="left"),
        Column("why", now(words.WHY), align="left"),
        Column("asked", now(words.ASKED), align="left"),
        Column("decided", now(words.DECIDED), align="left"),
    )
    return Table(columns, tuple(_row(one, found, now) for one in reversed(found.adjustments)), now(words.ADJUSTED))


def _row(one: Adjustment, found: Settled, now: Reading) -> dict[str, Cell]:
    asked = one.request
    idle = now(words.WITHOUT_EFFECT) if str(one.adjustment_id) in found.granted.without_effect else ""
    decided = now(words.JOIN).join(_decision(each, now) for each in one.decisions)
    return {
        "what": Cell(_level(asked.level_id, found, now), note=asked.row_key or now(words.WHOLE_MONTH)),
        "kind": Cell(now(words.KINDS[asked.kind]), note=f"#{one.adjustment_id}"),
        "state": Cell(now(words.STATES[one.state]), note=idle),
        "why": Cell(asked.reason, is_long=True),
        "asked": Cell(asked.requested_by, note=f"{written.moment(asked.requested_at)} UTC"),
        "decided": Cell(decided or written.NOTHING, is_long=True, tone="plain" if decided else "muted"),
    }


def _decision(one: Decision, now: Reading) -> str:
    """One decision in words: which, by whom, when, and the note."""
    said = now(words.DECISION, state=now(words.STATES[one.state]), who=one.decided_by, at=written.moment(one.decided_at))
    return f"{said}{now(words.COLON)}{one.note}" if one.note else said


def _level(level_id: str, found: Settled, now: Reading) -> str:
    level = next((line.level for line in found.accepted.lines if line.level.level_id == level_id), None)
    return level_id if level is None else amounts.level_name(found.kpis[level.kpi], level, now.language)


def _form(found: Settled, now: Reading) -> None:
    key = f"{found.vendor_id}_{found.month:%Y%m}_{st.session_state.get(_ROUND, 0)}"
    known = {one.adjustment_id: one for one in found.adjustments}
    waiting = sorted(known, key=lambda id_: (known[id_].state != "open", id_))
    rulings = ("withdrawn",) if now.scope.limits else _RULINGS
    with st.form(f"decide_form_{key}", border=False, enter_to_submit=False):
        id_ = st.selectbox(now(words.WHICH), waiting, format_func=lambda one: _named(known[one], found, now), key=f"which_{key}")
        state = st.radio(now(words.RULING), rulings, format_func=lambda one: now(words.RULINGS[one]), horizontal=True,
                         key=f"ruling_{key}")
        who = st.text_input(now(words.WHO), st.session_state.get(agreements_request.WHO, ""), key=f"decider_{key}", max_chars=100)
        note = st.text_area(now(words.DECISION_NOTE), key=f"note_{key}", max_chars=2000)
        is_sent = st.form_submit_button(now(words.WRITE_DECISION), type="primary")
    if is_sent and agreements_request.is_complete(now, (who, words.WHO)):
        _write(Decision(id_, state, who.strip(), agreements_request.moment(), note.strip()), now)


def _named(one: Adjustment, found: Settled, now: Reading) -> str:
    asked = one.request
    parts = (f"#{one.adjustment_id} {now(words.KINDS[asked.kind])}", _level(asked.level_id, found, now),
             asked.row_key or now(words.WHOLE_MONTH), now(words.STATES[one.state]))
    return " · ".join(parts)


def _write(decision: Decision, now: Reading) -> None:
    try:
        decide(register.opened(), now.scope, decision)
    except UnknownAdjustment:
        agreements_request.note(now(words.OUT_OF_SCOPE), now)
        return
    st.session_state[agreements_request.WHO], st.session_state[_DONE] = decision.decided_by, True
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.rerun()
