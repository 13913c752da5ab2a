"""Writing what was found down as a candidate action, and what became of the actions on this KPI."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assay.register.action import MOST, NEXT, Action, Draft, State, Step
from assay.register.actions import UnknownAction, WrongOrder, decide, listed, write
from assay.register.open import NotOpened
from assay.register.revision import Revision, revision
from assay.register.seen import OutOfScope
from assay.report.causes_told import Told, finding
from assay.report.definitions import definitions_version
from assay.scope import Scope
from assay.text import Text
from ui import register
from ui.agreements.request import WHO, is_complete, moment, note
from ui.causes import actions_table
from ui.causes import words_closer as words
from ui.causes.asked import Question
from ui.literal import literal
from ui.reading import Reading
from ui.table import show as show_table
from ui.view import changed, query

_ROUND, _DONE, _SENT = "action_round", "action_done", "action_sent"
_KEPT = 64


def show(asked: Question, now: Reading, told: Told) -> None:
    """The form, folded until it is wanted, and beneath it the actions that are on record for the KPI."""
    if done := st.session_state.pop(_DONE, None):
        note(done, now)
    with st.expander(now(words.ACTION), key="action", icon=":material/edit_note:", on_change="rerun") as more:
        if more.open:
            st.caption(now(words.ACTION_HINT))
            _form(asked, now, told)
    try:
        _on_record(asked, now)
    except NotOpened as error:
        st.markdown(f"**{now(words.NO_REGISTER)}** {literal(error.text(now.language))}")


def _form(asked: Question, now: Reading, told: Told) -> None:
    """What was typed stays until it was written down: a new form has other keys, and so has another finding."""
    key = f"{_view(asked, now)}_{st.session_state.get(_ROUND, 0)}"
    with st.form(f"action_form_{key}", border=False, enter_to_submit=False):
        title = st.text_input(now(words.TITLE), _title(told, now), key=f"action_title_{key}", max_chars=MOST["title"])
        said = st.text_area(now(words.NOTE), key=f"action_note_{key}", max_chars=MOST["note"], placeholder=now(words.NOTE_SAMPLE))
        who = _who(f"action_who_{key}", now)
        is_sent = st.form_submit_button(now(words.WRITE), type="primary")
    if is_sent and is_complete(now, (title, words.TITLE), (who, words.WHO)):
        name = who.strip()
        _once(key, name, now, lambda: _written(_draft(asked, now, told, title.strip(), said.strip()), name, now))


def _title(told: Told, now: Reading) -> str:
    sentence, most = told.sentence(now.language), MOST["title"]
    return sentence if len(sentence) <= most else f"{sentence[: most - 1]}…"


def _view(asked: Question, now: Reading) -> str:
    """The view with what it means where it says nothing: that may be another one when the link is followed."""
    return query(changed(now.view, kpi=asked.kpi.id, period=asked.after, base=asked.before))


def _draft(asked: Question, now: Reading, told: Told, title: str, said: str) -> Draft:
    found = finding(told, asked.before, asked.after, asked.scope)
    return Draft(asked.kpi.id, title, found, _view(asked, now), asked.version, definitions_version(), said)


def _written(draft: Draft, who: str, now: Reading) -> str:
    made = write(register.opened(), now.scope, draft, who, moment())
    return now(words.WRITTEN_DOWN, id=made.action_id)


def _once(key: str, who: str, now: Reading, writing: Callable[[], str]) -> None:
    """Writes, and begins a new form; says why where nothing could be written. Of two quick clicks the second run begins while the
    first has written already: what is sent is put down with no step in between at which Streamlit could break off."""
    sent: dict[str, str] = st.session_state.setdefault(_SENT, {})
    if key not in sent:
        try:
            sent[key] = writing()
        except NotOpened as error:
            note(error.text(now.language), now)
            return
        except (OutOfScope, UnknownAction) as error:
            note(now(words.OUT_OF_SCOPE if isinstance(error, OutOfScope) else words.UNKNOWN), now)
            return
        except WrongOrder as error:
            note(now(words.OVERTAKEN, state=now(words.STATES[error.found])), now)
            return
        except ValueError:
            note(now(words.NOT_WRITTEN), now)
            return
    st.session_state[WHO], st.session_state[_DONE] = who, sent[key]
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.rerun()


def _who(key: str, now: Reading) -> str:
    return st.text_input(now(words.WHO), st.session_state.get(WHO, ""), key=key, max_chars=MOST["written_by"])


def _on_record(asked: Question, now: Reading) -> None:
    own = _listed(asked.scope, asked.kpi.id, register.where(), revision(register.opened()))
    if not own:
        st.caption(now(words.NONE_ON_RECORD))
        return
    with st.expander(now(words.ON_RECORD, count=len(own)), key="actions_on_record", on_change="rerun") as more:
        if more.open:
            show_table(actions_table.table(own, now), "actions")
            _decide(own, now)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _listed(scope: Scope, kpi: str, where: str, written: Revision) -> tuple[Action, ...]:
    """Latest first."""
    return tuple(reversed(listed(register.opened(), scope, kpi)))


def _decide(own: tuple[Action, ...], now: Reading) -> None:
    """The form is of one action, so that its buttons are those that follow on its state."""
    st.markdown(f"**{now(words.DECIDE)}**")
    by_id = {one.action_id: one for one in own}
    chosen = by_id[
        st.selectbox(now(words.WHICH), list(by_id), format_func=lambda id_: actions_table.named(by_id[id_]),
                     key=f"action_which_{now.language}_{len(own)}")
    ]
    key = f"{chosen.action_id}_{len(chosen.steps)}_{st.session_state.get(_ROUND, 0)}"
    with st.form(f"decide_form_{key}", border=False, enter_to_submit=False):
        why = st.text_input(now(words.WHY), key=f"decide_why_{key}", max_chars=MOST["why"])
        who = _who(f"decide_who_{key}", now)
        with st.container(horizontal=True, key=f"decide_buttons_{key}"):
            sent = [state for state in NEXT[chosen.state] if st.form_submit_button(now(words.BECOMES[state]), key=f"{state}_{key}")]
    if sent and is_complete(now, (why, words.WHY), (who, words.WHO)):
        _once(f"decide_{key}", who.strip(), now, lambda: _decided(chosen, sent[0], who.strip(), why.strip(), now))


def _decided(chosen: Action, state: State, who: str, why: str, now: Reading) -> str:
    made = decide(register.opened(), now.scope, Step(chosen.action_id, state, who, moment(), why))
    said: Text = words.STATES[made.state]
    return now(words.NOW, id=made.action_id, state=now(said))
