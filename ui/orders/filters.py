"""What narrows the list of orders beside the filter bar: a row of its own, and what is on as chips."""

from __future__ import annotations

from collections.abc import Callable, Collection

import streamlit as st

from assay.contracts.vocabulary import CATEGORIES, KINDS, PRIORITIES, STATES
from assay.kpis import kpi
from assay.say import orders as say
from assay.say.overview import word
from assay.say.parts import plainly
from assay.text import Text
from assay.warehouse.orders import DATED, SHOWN, SORTINGS
from assay.warehouse.orders_clock import CLOCKS, PAUSED
from ui import address, warehouse
from ui.conditions import condition
from ui.literal import literal
from ui.orders import read as orders_read
from ui.orders import view as orders_view
from ui.orders import words
from ui.reading import Reading

_SEVERAL = ("states", "priorities", "kinds", "categories")


def clock(now: Reading) -> None:
    """Which of the two clocks the page is about."""
    _one("clock", tuple(CLOCKS), words.CLOCKS, words.CLOCK, now)


def _one(key: str, ids: tuple[str, ...], named: dict[str, Text], label: Text, now: Reading) -> None:
    st.segmented_control(
        now(label), ids, format_func=lambda id_: now(named[id_]), required=True, label_visibility="collapsed",
        key=address.widget(key, orders_view.holding(now)), on_change=address.follow,
    )


def row(now: Reading) -> None:
    """Search, which orders, in what order; the other conditions beneath a fold."""
    with st.container(horizontal=True, vertical_alignment="center", key="orders_bar"):
        st.text_input(
            now(words.SEARCH), key=address.widget("find", now.view), on_change=address.follow, placeholder=now(words.SEARCH_FOR),
            icon=":material/search:", label_visibility="collapsed", width=320,
        )
        _one("shown", SHOWN, words.SHOWNS, words.SHOWN, now)
        st.selectbox(
            now(words.SORT), SORTINGS, format_func=lambda id_: now(words.SORTS[id_]), label_visibility="collapsed", width=180,
            key=address.widget("sort", orders_view.holding(now)), on_change=address.follow,
        )
    with st.expander(now(words.MORE), key="orders_more", expanded=any(key in now.view for key in (*_SEVERAL, "dated"))):
        _more(now)


def _more(now: Reading) -> None:
    choices = _choices(now)
    for column, key in zip(st.columns(len(choices) + 1), (*choices, "dated"), strict=True):
        with column:
            if key == "dated":
                _dated(now)
            else:
                label, ids, named = choices[key]
                st.multiselect(now(label), ids, format_func=named, placeholder=now(words.SHOWNS["all"]),
                               key=address.widget(key, now.view), on_change=address.follow)


def _choices(now: Reading) -> dict[str, tuple[Text, Collection[str], Callable[[str], str]]]:
    """The conditions of several values: label, ids, how an id is said."""
    clock_ = now.held("clock", "completion")
    return {
        "states": (words.STATE, (*STATES, PAUSED), lambda id_: say.state(clock_, id_, now.language)),
        "priorities": (words.PRIORITY, tuple(PRIORITIES), lambda id_: word(PRIORITIES, id_, now.language)),
        "kinds": (words.KIND, tuple(KINDS), lambda id_: word(KINDS, id_, now.language)),
        "categories": (words.CATEGORY, orders_read.categories(now.version, now.scope),
                       lambda id_: word(CATEGORIES, id_, now.language)),
    }


def _dated(now: Reading) -> None:
    st.selectbox(
        now(words.DATED, period=now.period.label), DATED, format_func=lambda id_: now(words.DATES[id_]), index=None,
        placeholder=now(words.NOT_DATED), key=address.widget("dated", now.view), on_change=address.follow,
    )


def chips(now: Reading) -> None:
    """What is on, each a button that takes it off; one more takes all off."""
    on = _on(now)
    if not on:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="orders_chips"):
        for key, id_, name in on:
            rest = tuple(one for one in now.view[key] if one != id_) if key in (*_SEVERAL, "cond") else None
            more = {"level": None, "cond": None} if key == "figure" else {}
            st.button(literal(name), icon=":material/close:", icon_position="right", key=f"off_{key}_{id_}", on_click=address.go,
                      kwargs={key: rest, **more})
        st.button(now(words.RESET), key="orders_reset", type="tertiary", on_click=address.go, kwargs=dict(orders_view.reset()))
    if orders_view.left_out(now):
        st.caption(now(words.NOT_BY_WORKER))


def _on(now: Reading) -> list[tuple[str, str, str]]:
    """Key, id and words of each condition; of the named orders there is one chip."""
    named = _choices(now)
    several = [(key, id_, named[key][2](id_)) for key in _SEVERAL for id_ in now.view.get(key, ())]
    single = [(key, id_, said(id_, now)) for key, said in _SAID.items() for id_ in now.view.get(key, ())[:1]]
    return [*single, *_parts(now), *several]


def _parts(now: Reading) -> list[tuple[str, str, str]]:
    """The conditions on the part of the work that a figure is of."""
    names = {"vendor_id": warehouse.vendors(now.version, now.scope), "site_id": warehouse.sites(now.version, now.scope)}
    found = []
    for said in orders_view.conditions(now):
        one = condition(said)
        found.append(("cond", said, plainly(one.attribute, one.value, names, now.language)))
    return found


def _figure(id_: str, now: Reading) -> str:
    kpi_id, _, sum_ = id_.partition(".")
    return now(words.CHIP_FIGURE, kpi=kpi(kpi_id).title(now.language), what=say.behind(kpi(kpi_id), sum_, now.language))


_SAID: dict[str, Callable[[str, Reading], str]] = {
    "figure": _figure,
    "level": lambda id_, now: now(words.CHIP_LEVEL, what=id_),
    "ids": lambda _, now: now(words.CHIP_IDS, count=len(now.view["ids"])),
    "left": lambda id_, now: say.BANDS[id_](now.language),
    "age": lambda id_, now: now(words.CHIP_AGE, what=say.AGES[id_](now.language)),
    "find": lambda id_, now: now(words.CHIP_FIND, what=id_),
    "dated": lambda id_, now: now(words.CHIP_DATED, what=now(words.DATES[id_]), period=now.period.label),
}
