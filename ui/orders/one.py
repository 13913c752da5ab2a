"""One order: the sentence, its two clocks in pictures and words, its facts, and everything that hangs on it."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

import streamlit as st

from assay import written
from assay.clock.trace import Trace
from assay.contracts import contract
from assay.contracts.vocabulary import CATEGORIES
from assay.kpis import kpi
from assay.say import order as say
from assay.say import orders as say_orders
from assay.say.overview import goal, word
from assay.text import Text
from assay.warehouse.order import Order
from ui import address, warehouse
from ui.literal import literal
from ui.orders import drawn as orders_drawn
from ui.orders import linked as orders_linked
from ui.orders import read as orders_read
from ui.orders import words
from ui.orders.list import local
from ui.reading import Reading
from ui.table import draw

_FEW = 12
_LONGEST = 64  # characters of a foreign id that are repeated to the reader
_FACTS = ("kind", "category", "priority_at_request", "priority", "channel", "shift", "asset_id", "outcome", "visits", "cost")
_TIMES = ("requested_at", "responded_at", "completed_at", "reopened_at", "cancelled_at")
_CLOCKS: dict[str, Text] = {"response": words.RESPONSE_CLOCK, "completion": words.COMPLETION_CLOCK}


def show(order_id: str, now: Reading) -> None:
    found = orders_read.one(now.version, now.scope, order_id)
    if found is None:
        st.header(now(words.NO_ORDER), anchor=False)
        draw(orders_drawn.told_once(now(words.NO_ORDER_BODY, id=order_id[:_LONGEST])), "order_none")
        _back(now)
        return
    st.header(literal(headline(found, now)), anchor=False)
    _back(now)
    for trace in found.traces:
        _clock(trace, now)
    st.subheader(now(words.FACTS), anchor=False)
    draw(orders_drawn.facts(tuple(_facts(found, now))), "order_facts")
    orders_linked.show(found, now)


def _back(now: Reading) -> None:
    st.button(now(words.BACK), icon=":material/arrow_back:", key="order_back", type="tertiary", on_click=address.go,
              kwargs={"order": None})


def headline(found: Order, now: Reading) -> str:
    """Which order, where, and how its completion stands."""
    (completion,) = (trace for trace in found.traces if trace.clock == "completion")
    stands = say_orders.stands(completion, now.language)
    site = warehouse.sites(now.version, now.scope).get(str(found.row["site_id"]), str(found.row["site_id"]))
    category = word(CATEGORIES, str(found.row["category"]), now.language)
    return now(words.HEADLINE, id=found.row["order_id"], category=category, site=site, stands=stands)


def _clock(trace: Trace, now: Reading) -> None:
    """Its heading with the state, the picture, and the story beneath."""
    state = say_orders.state(trace.clock, "paused" if _is_paused(trace) else trace.state, now.language)
    st.markdown(f"**{now(_CLOCKS[trace.clock])}** · {state} · {say.used(trace, now.language)}")
    lines = say.lines(trace, now.language)
    told = now(words.ALT, clock=now(_CLOCKS[trace.clock]), end=lines[-1])
    draw(orders_drawn.time_line(trace, told, now.language), f"line_{trace.clock}")
    # A long story is folded: the heading says how it ended, the picture when.
    with st.container() if len(lines) <= _FEW else st.expander(now(words.TOLD, count=len(lines)), key=f"all_{trace.clock}"):
        draw(orders_drawn.told(lines), f"told_{trace.clock}")


def _is_paused(trace: Trace) -> bool:
    return trace.state == "not_yet_due" and trace.deadline_at is None


def _facts(found: Order, now: Reading) -> Iterator[tuple[str, str]]:
    row, declared = found.row, contract("orders")
    names = {"vendor_id": warehouse.vendors(now.version, now.scope), "site_id": warehouse.sites(now.version, now.scope)}
    for name, of in names.items():
        yield declared.column(name).text(now.language), of.get(str(row[name]), str(row[name]))
    for name in ("service", *_FACTS):
        if row[name] is not None:
            column = declared.column(name)
            unit = f" {column.unit(now.language)}" if column.unit else ""
            known = CATEGORIES if name == "category" else column.words
            yield column.text(now.language), word(known, str(row[name]), now.language) + unit
    for name in _TIMES:
        if row[name] is not None:
            yield declared.column(name).text(now.language), local(row[name], found.time_zone)  # type: ignore[arg-type]
    yield now(words.ZONE), found.time_zone
    yield from _agreed(found, now)


def _agreed(found: Order, now: Reading) -> Iterator[tuple[str, str]]:
    if not found.agreement:
        yield now(words.AGREEMENT), now(words.NO_AGREEMENT)
        return
    yield now(words.AGREEMENT), str(found.agreement["agreement_id"])
    yield now(words.CALENDAR), str(found.agreement["calendar_id"] or now(words.ROUND_THE_CLOCK))
    for level in found.levels.iter_rows(named=True):
        about = kpi(level["kpi"])
        minutes = level["clock_minutes"]
        within = now(words.WITHIN, time=written.working(ceil(minutes), now.language)) if minutes else ""
        yield about.title(now.language), goal(about, level["target"], now.language) + within
