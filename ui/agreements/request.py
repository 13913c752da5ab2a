"""Asking that a breach does not count: a waiver by the client or a dispute by the vendor, of one record or of the whole month."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

import polars as pl
import streamlit as st

from assay.agreements.account import Account, Line
from assay.contracts.vocabulary import ADJUSTMENTS
from assay.register.adjustments import Request, write_adjustment
from assay.register.seen import OutOfScope
from assay.report.settled import Settled
from ui import register
from ui.agreements import line as agreements_line
from ui.agreements import words
from ui.reading import Reading

_ROUND, _DONE, WHO = "request_round", "request_done", "agreements_who"
_OFFERED = 500
WHOLE = ""
"""Stands for the whole month where a record can be named."""


def kinds(now: Reading) -> tuple[str, ...]:
    """A vendor that reads its own statement cannot waive: it disputes."""
    return ("dispute",) if now.scope.limits else tuple(ADJUSTMENTS)


def show(line: Line, account: Account, found: Settled, now: Reading) -> None:
    """The form, folded until it is wanted; after it was sent, what became of it."""
    if now.scope.sites is not None:
        return
    level_id = line.level.level_id
    if st.session_state.pop(_DONE, None) == level_id:
        note(now(words.REQUEST_WRITTEN), now)
    with st.expander(now(words.REQUEST), key=f"request_{level_id}", on_change="rerun") as more:
        if more.open:
            _form(line, account, found, now)


def _form(line: Line, account: Account, found: Settled, now: Reading) -> None:
    """What was typed stays until it was written down: a new form has other keys."""
    key = f"{line.level.level_id}_{found.month:%Y%m}_{st.session_state.get(_ROUND, 0)}"
    rows = agreements_line.behind(line, account, found, now, 0, _OFFERED).rows
    keys = [WHOLE, *rows.filter(pl.col("reason").is_null())["key"]]
    with st.form(f"request_form_{key}", border=False, enter_to_submit=False):
        kind = st.radio(now(words.KIND), kinds(now), format_func=lambda one: now(words.KINDS[one]), horizontal=True,
                        key=f"kind_{key}")
        row = st.selectbox(now(words.ABOUT), keys, format_func=lambda one: one or now(words.WHOLE_MONTH), key=f"row_{key}")
        who = st.text_input(now(words.WHO), st.session_state.get(WHO, ""), key=f"who_{key}", max_chars=100)
        why = st.text_area(now(words.WHY), key=f"why_{key}", max_chars=2000)
        is_sent = st.form_submit_button(now(words.SEND_REQUEST), type="primary")
    if is_sent and is_complete(now, (who, words.WHO), (why, words.WHY)):
        asked = Request(kind, found.vendor_id, line.level.level_id, found.month, why.strip(), who.strip(), moment(), row or None)
        _write(asked, line, now)


def _write(asked: Request, line: Line, now: Reading) -> None:
    try:
        write_adjustment(register.opened(), now.scope, asked)
    except OutOfScope:
        note(now(words.OUT_OF_SCOPE), now)
        return
    st.session_state[WHO], st.session_state[_DONE] = asked.requested_by, line.level.level_id
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.rerun()


def is_complete(now: Reading, *said: tuple[str, words.Text]) -> bool:
    """Whether each field says something; names on the page those that do not."""
    empty = [now(name) for text, name in said if not text.strip()]
    if empty:
        note(now(words.STILL_EMPTY, fields=("、" if now.language == "zh" else ", ").join(empty)), now)
    return not empty


def note(said: str, now: Reading) -> None:
    st.html(f'<p class="assay-note" role="status" lang="{now.language}">{escape(said)}</p>')


def moment() -> datetime:
    """Now, as the register writes moments: naive UTC, whole seconds."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
