"""Reckoning a series anew: the form that writes down from when and why, and what was written, with the way to take it back."""

from __future__ import annotations

import streamlit as st

from assay import written
from assay.register.rebases import Rebase, Recorded, UnknownRebase, Withdrawal, withdraw, write_rebase
from assay.register.seen import OutOfScope
from assay.report.trends import Trend, Trends
from ui import register
from ui.agreements import request as agreements_request
from ui.markup import Cell, Column, Table
from ui.reading import Reading
from ui.table import show as show_table
from ui.trends import read as trends_read
from ui.trends import view as trends_view
from ui.trends import words

_ROUND, _DONE = "rebase_round", "rebase_done"


def show(one: Trend, found: Trends, now: Reading) -> None:
    """Folded until it is wanted; after something was written, what became of it."""
    if done := st.session_state.pop(_DONE, None):
        agreements_request.note(now(words.WITHDRAWN if done == "withdrawn" else words.REBASE_WRITTEN), now)
    own = [each for each in trends_read.rebases(now.version, now.scope) if _is_of(each.rebase, one, now)]
    with st.expander(now(words.REBASE, count=len(own)) if own else now(words.REBASE_NONE), key="rebase", on_change="rerun") as more:
        if more.open:
            st.markdown(now(words.REBASE_HINT))
            if own:
                show_table(_table(own, now), "rebases")
            _form(one, found, now)
            _back([each for each in own if each.withdrawal is None], now)


def _is_of(rebase: Rebase, one: Trend, now: Reading) -> bool:
    return (rebase.kpi, rebase.vendor_id, rebase.site_id) == (one.kpi.id, *_member(one, now))


def _member(one: Trend, now: Reading) -> tuple[str | None, str | None]:
    """The vendor and the site whose series it is."""
    is_vendor = trends_view.across(now) == "vendor_id"
    return (one.member, None) if is_vendor else (None, one.member)


def _table(own: list[Recorded], now: Reading) -> Table:
    columns = (
        Column("from", now(words.FROM), align="left", is_first=True),
        Column("why", now(words.WHY), align="left"),
        Column("who", now(words.WHO), align="left"),
        Column("state", now(words.STATE), align="left"),
    )
    return Table(columns, tuple(_row(each, now) for each in own), now(words.REBASE_NONE))


def _row(each: Recorded, now: Reading) -> dict[str, Cell]:
    rebase, back = each.rebase, each.withdrawal
    state = now(words.COUNTS) if back is None else now(words.TAKEN_BACK, who=back.withdrawn_by, why=back.reason)
    return {
        "from": Cell(written.day(rebase.from_on, now.language), note=f"#{each.rebase_id}"),
        "why": Cell(rebase.reason, is_long=True),
        "who": Cell(rebase.rebased_by, note=f"{written.moment(rebase.rebased_at)} UTC"),
        "state": Cell(state, is_long=True, tone="plain" if back is None else "muted"),
    }


def _form(one: Trend, found: Trends, now: Reading) -> None:
    """What was typed stays until it was written down: a new form has other keys."""
    key = f"{one.kpi.id}_{one.member}_{st.session_state.get(_ROUND, 0)}"
    axis = found.axis
    places = list(range(len(axis.labels) - 1, 0, -1))
    if not places:
        return
    with st.form(f"rebase_form_{key}", border=False, enter_to_submit=False):
        at = st.selectbox(now(words.FROM), places, format_func=lambda at: axis.labels[at], key=f"rebase_at_{key}")
        who = _who(f"rebase_who_{key}", now)
        why = st.text_area(now(words.WHY), key=f"rebase_why_{key}", max_chars=2000, placeholder=now(words.WHY_SAMPLE))
        is_sent = st.form_submit_button(now(words.WRITE_REBASE), type="primary")
    if is_sent and agreements_request.is_complete(now, (who, words.WHO), (why, words.WHY)):
        vendor, site = _member(one, now)
        asked = Rebase(one.kpi.id, axis.firsts[at], why.strip(), who.strip(), agreements_request.moment(), vendor, site)
        _write(asked, now)


def _write(asked: Rebase, now: Reading) -> None:
    try:
        write_rebase(register.opened(), now.scope, asked)
    except OutOfScope:
        agreements_request.note(now(words.OUT_OF_SCOPE), now)
        return
    _written(asked.rebased_by, "written")


def _back(counting: list[Recorded], now: Reading) -> None:
    if not counting:
        return
    key = f"{counting[-1].rebase_id}_{st.session_state.get(_ROUND, 0)}"
    named = {each.rebase_id: f"#{each.rebase_id} · {each.rebase.from_on}" for each in counting}
    with st.form(f"withdraw_form_{key}", border=False, enter_to_submit=False):
        id_ = st.selectbox(now(words.WHICH), list(named), format_func=named.__getitem__, key=f"withdraw_which_{key}")
        who = _who(f"withdraw_who_{key}", now)
        why = st.text_input(now(words.WHY_BACK), key=f"withdraw_why_{key}", max_chars=2000)
        is_sent = st.form_submit_button(now(words.WITHDRAW))
    if is_sent and agreements_request.is_complete(now, (who, words.WHO), (why, words.WHY_BACK)):
        try:
            withdraw(register.opened(), now.scope, Withdrawal(id_, why.strip(), who.strip(), agreements_request.moment()))
        except UnknownRebase:
            agreements_request.note(now(words.OUT_OF_SCOPE), now)
            return
        _written(who.strip(), "withdrawn")


def _who(key: str, now: Reading) -> str:
    return st.text_input(now(words.WHO), st.session_state.get(agreements_request.WHO, ""), key=key, max_chars=100)


def _written(who: str, done: str) -> None:
    st.session_state[agreements_request.WHO], st.session_state[_DONE] = who, done
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.rerun()
