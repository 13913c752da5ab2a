"""The page *Orders*: how the work stands and the list of orders; or one of them, told from its request to its end."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from assay import written
from assay.kpis import kpi
from assay.say import orders as say
from assay.warehouse.orders import Chosen
from ui import address, first_steps, warehouse
from ui.orders import filters as orders_filters
from ui.orders import list as orders_list
from ui.orders import one as orders_one
from ui.orders import progress as orders_progress
from ui.orders import read as orders_read
from ui.orders import view as orders_view
from ui.orders import words
from ui.reading import Reading
from ui.words import joined


def show(now: Reading) -> None:
    if not now.periods:
        first_steps.show(now)
    elif "order" in now.view:
        orders_one.show(now.held("order", ""), now)
    else:
        _list(now)


def _list(now: Reading) -> None:
    chosen = orders_view.chosen(now)
    found, first = orders_list.read(chosen, now)
    if chosen.shown == "open" and not chosen.figure and (found.total or not _is_narrowed(now)):
        _at_a_glance(chosen, now)
    else:
        st.header(_headline(chosen, found.total, now), anchor=False)
        _clock(chosen, now)
    orders_list.heading(chosen, found.total, now)
    orders_filters.row(now)
    orders_filters.chips(now)
    if found.total:
        orders_list.show(found, first, chosen, now)
    else:
        _nothing(chosen, now)


def _is_narrowed(now: Reading) -> bool:
    return any(key in now.view for key in (*orders_view.CONDITIONS, "vendors", "services", "sites"))


def _headline(chosen: Chosen, total: int, now: Reading) -> str:
    figure = chosen.figure
    if not total and not figure:
        return now(words.NONE)
    if figure:
        return say.of_figure(kpi(figure.kpi), figure.sum, figure.label, total, now.language)
    return say.total(chosen.shown, chosen.clock, total, now.language)


def _at_a_glance(chosen: Chosen, now: Reading) -> None:
    found = orders_read.progress(now.version, now.scope, replace(chosen, left=None, age=None))
    st.header(say.headline(chosen.clock, *orders_progress.numbers(found), now.language), anchor=False)
    _clock(chosen, now)
    if found.height:
        orders_progress.show(found, now)


def _clock(chosen: Chosen, now: Reading) -> None:
    """Which clock, up to when it was read, by what time it is counted."""
    with st.container(horizontal=True, vertical_alignment="center", key="orders_clock"):
        orders_filters.clock(now)
        moment = written.moment(warehouse.stamp(now.version, now.scope).as_of)
        st.caption(joined(now.language, now(words.AS_OF, moment=moment), *_placed(chosen, now)), width="content")


def _placed(chosen: Chosen, now: Reading) -> tuple[str, ...]:
    """What the chosen period has to do with the list."""
    if chosen.figure:
        return (now(words.FIGURE_NOTE, period=written.period(now.period.label, now.language)),)
    return () if chosen.dated else (now(words.ALL_TIME),)


def _nothing(chosen: Chosen, now: Reading) -> None:
    """Why the list is empty, and the way out."""
    others = orders_read.listed(now.version, now.scope, replace(chosen, shown="all", left=None, age=None), "newest", 0, 1).total
    more = now(words.NONE_WAITS, count=written.count(others)) if chosen.shown == "open" and others else now(words.NONE_BODY)
    st.markdown(more)
    with st.container(horizontal=True, key="orders_none"):
        if chosen.shown == "open" and others:
            st.button(now(words.SHOW_ALL), key="orders_all", on_click=address.go,
                      kwargs={"shown": "all", "left": None, "age": None})
        st.button(now(words.RESET), key="orders_reset_none", on_click=address.go, kwargs=dict(orders_view.reset()))
