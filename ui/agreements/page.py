"""The page *Agreements*: the sentence, and one part at a time."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assay.register.open import NotOpened
from ui import first_steps
from ui.agreements import agreed as agreements_agreed
from ui.agreements import compliance as agreements_compliance
from ui.agreements import score as agreements_score
from ui.agreements import simulator as agreements_simulator
from ui.agreements import statement as agreements_statement
from ui.agreements import view as agreements_view
from ui.agreements import words
from ui.reading import Reading

_SHOWN: dict[str, Callable[[Reading], None]] = {
    "compliance": agreements_compliance.show,
    "statement": agreements_statement.show,
    "agreed": agreements_agreed.show,
    "simulator": agreements_simulator.show,
    "scorecard": agreements_score.show,
}


def show(now: Reading) -> None:
    if not now.periods:
        first_steps.show(now)
        return
    if not agreements_view.agreements(now):
        _none(now)
        return
    try:
        _SHOWN[agreements_view.part(now)](now)
    except NotOpened as error:
        st.header(now(words.NO_REGISTER), anchor=False)
        st.markdown(error.text(now.language))


def _none(now: Reading) -> None:
    """Nothing was signed, or nothing by the vendors and services in view."""
    is_filtered = bool(now.view.get("vendors") or now.view.get("services"))
    st.header(now(words.NONE_IN_VIEW if is_filtered else words.NONE_AT_ALL), anchor=False)
    st.markdown(now(words.NONE_IN_VIEW_BODY if is_filtered else words.NONE_AT_ALL_BODY))
