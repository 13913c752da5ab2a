"""A long table, some rows at a time."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assay import written
from ui.data import words
from ui.markup import Table
from ui.reading import Reading
from ui.table import show

SIZE = 25


def paged(count: int, table: Callable[[int, int], Table], key: str, now: Reading, size: int = SIZE) -> None:
    """Draws the page of the table that the reader turned to; `table(first, size)` makes the rows from one place on."""
    place = f"page_{key}"
    first = min(int(st.session_state.get(place, 0)), max(0, (count - 1) // size * size))
    show(table(first, size), key)
    if count <= size:
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}_pager"):
        st.button(now(words.EARLIER), key=f"{key}_earlier", disabled=first == 0, on_click=_turn, args=(place, first - size))
        st.button(now(words.LATER), key=f"{key}_later", disabled=first + size >= count, on_click=_turn, args=(place, first + size))
        last = min(first + size, count)
        said = {"first": written.count(first + 1), "last": written.count(last), "count": written.count(count)}
        st.caption(now(words.PAGE_OF, **said), width="content")


def _turn(place: str, first: int) -> None:
    st.session_state[place] = max(0, first)
