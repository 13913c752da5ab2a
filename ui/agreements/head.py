"""What stands above every part of the page *Agreements*: the sentence, the parts, and the vendor that a part is about."""

from __future__ import annotations

import streamlit as st

from ui import address
from ui.agreements import view as agreements_view
from ui.agreements import words
from ui.agreements.view import PARTS
from ui.reading import Reading


def show(sentence: str, now: Reading, *notes: str, of_one: bool = False) -> None:
    """`of_one`: the part is about one vendor, and another can be chosen. `notes` are what must be known to read it rightly."""
    st.header(sentence, anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom", key="agreements_head"):
        st.segmented_control(
            now(words.PART), PARTS, format_func=lambda part: now(words.PARTS[part]), key=address.widget("part", _opened(now)),
            on_change=address.follow, required=True, label_visibility="collapsed",
        )
        if of_one:
            _vendor(now)
    for note in (*_limits(now), *notes):
        if note:
            st.caption(note)


def _opened(now: Reading) -> dict[str, tuple[str, ...]]:
    """The view with the part that is open, also where the link names none."""
    return {**now.view, "part": (agreements_view.part(now),)}


def _vendor(now: Reading) -> None:
    names = agreements_view.everyone(now)
    key = f"agreements_vendor_{now.language}"
    chosen = agreements_view.vendor(now)
    if st.session_state.get(key) != chosen:
        st.session_state[key] = chosen
    st.selectbox(
        now(words.VENDOR), list(names), format_func=lambda id_: names[id_], key=key, on_change=_follow, args=(key,),
        label_visibility="collapsed", width=280,
    )


def _follow(key: str) -> None:
    address.go(vendors=st.session_state[key], line=None, agreement=None)


def _limits(now: Reading) -> tuple[str, ...]:
    """What of the view does not apply here."""
    month = agreements_view.label(agreements_view.month(now))
    return (
        now(words.BY_MONTH, month=month) if now.grain == "quarter" else "",
        now(words.ALL_SITES) if now.view.get("sites") else "",
    )
