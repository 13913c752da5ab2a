"""The orders themselves: the first of those that failed, and the way to all of them."""

from __future__ import annotations

import streamlit as st

from assay import written
from assay.say import orders as say
from assay.warehouse.orders import HIDDEN
from ui import download
from ui.causes import closer_read, notebook
from ui.causes import view as causes_view
from ui.causes import words_closer as words
from ui.causes.asked import Question
from ui.literal import literal
from ui.orders import file as orders_file
from ui.orders import list as orders_list
from ui.orders import read as orders_read
from ui.orders import words as orders_words
from ui.reading import Reading
from ui.table import show as show_table

_SHOWN = 10


def show(asked: Question, now: Reading) -> None:
    sum_ = closer_read.sum_of(asked.kpi)
    if sum_ is None:
        st.markdown(now(words.NO_ORDERS))
        return
    chosen = closer_read.chosen(asked, sum_, asked.after)
    with st.spinner(now(words.READING)):
        found = orders_read.listed(now.version, now.scope, chosen, "newest", 0, _SHOWN)
    if any(one.attribute in HIDDEN for one in asked.conditions):
        st.caption(now(orders_words.NOT_BY_WORKER))
    if not found.total:
        st.markdown(now(words.NO_FAILING, period=written.period(asked.after, now.language)))
        return
    what = say.of_figure(asked.kpi, sum_, asked.after, found.total, now.language)
    said = now(words.FIRST_OF, what=what, shown=_SHOWN) if found.total > _SHOWN else what
    with st.container(horizontal=True, vertical_alignment="bottom", key="closer_orders_heading"):
        st.markdown(f"**{literal(said)}**", width="content")
        download.button(lambda: orders_file.workbook(chosen, now), f"{notebook.file_name(asked)}-orders.xlsx", "closer_orders", now)
    show_table(orders_list.table(found.rows, chosen, now), "closer_orders")
    _links(sum_, asked, now)


def _links(sum_: str, asked: Question, now: Reading) -> None:
    """All of them on the page Orders, and those of the period before."""
    with st.container(horizontal=True, key="closer_orders_links"):
        for text, label in ((words.OPEN_ALL, asked.after), (words.EARLIER_ORDERS, asked.before)):
            st.page_link("pages/orders.py", label=now(text, period=written.period(label, now.language)),
                         query_params=causes_view.to_orders(asked.kpi, sum_, label, asked.conditions))
