"""The list of orders: concern first, a page at a time, each a link to its trace."""

from __future__ import annotations

from datetime import UTC, datetime
from math import ceil
from zoneinfo import ZoneInfo

import polars as pl
import streamlit as st

from assay import written
from assay.contracts.vocabulary import CATEGORIES, PRIORITIES, SERVICES
from assay.say import orders as say
from assay.say.overview import word
from assay.warehouse.orders import Chosen, Listed
from ui import address, download, warehouse
from ui.data import words as words_paged
from ui.markup import Cell, Column, Mark, Table
from ui.orders import file as orders_file
from ui.orders import read as orders_read
from ui.orders import view as orders_view
from ui.orders import words
from ui.reading import Reading
from ui.table import show as show_table

SIZE = 25
_MARKS: dict[str, Mark] = {"missed": "missed", "open_past_deadline": "missed", "met": "met"}


def read(chosen: Chosen, now: Reading) -> tuple[Listed, int]:
    """The page that the view turned to, and the place of its first order."""
    first = SIZE * (_page(now) - 1)
    found = _read(chosen, now, first)
    if first and not found.rows.height:
        first = max(0, (found.total - 1) // SIZE * SIZE)
        found = _read(chosen, now, first)
    return found, first


def _read(chosen: Chosen, now: Reading, first: int) -> Listed:
    sorting = now.held("sort", "urgent")
    return orders_read.listed(now.version, now.scope, chosen, sorting, first, SIZE)  # type: ignore[arg-type]


def _page(now: Reading) -> int:
    """The page of the link, from 1 on; what is no number is the first."""
    said = now.held("at", "1")
    return max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < 8 else 1


def heading(chosen: Chosen, total: int, now: Reading) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="orders_heading"):
        st.subheader(now(words.LIST_OF, count=written.count(total)), anchor=False)
        if total:
            download.button(lambda: orders_file.workbook(chosen, now), "assay-orders.xlsx", "orders", now)
        if total > orders_file.LIMIT:
            st.caption(now(words.DOWNLOAD_CUT, limit=written.count(orders_file.LIMIT)), width="content")


def show(found: Listed, first: int, chosen: Chosen, now: Reading) -> None:
    show_table(table(found.rows, chosen, now), "orders")
    if found.total > SIZE:
        _pager(found.total, first, now)


def _pager(total: int, first: int, now: Reading) -> None:
    page = first // SIZE + 1
    with st.container(horizontal=True, vertical_alignment="center", key="orders_pager"):
        st.button(now(words_paged.EARLIER), key="orders_earlier", disabled=first == 0, on_click=address.go,
                  kwargs={"at": str(page - 1)})
        st.button(now(words_paged.LATER), key="orders_later", disabled=first + SIZE >= total, on_click=address.go,
                  kwargs={"at": str(page + 1)})
        last = min(first + SIZE, total)
        said = {"first": written.count(first + 1), "last": written.count(last), "count": written.count(total)}
        st.caption(now(words_paged.PAGE_OF, **said), width="content")


def table(rows: pl.DataFrame, chosen: Chosen, now: Reading) -> Table:
    columns = (
        Column("order", now(words.ID), align="left", is_first=True),
        Column("state", now(words.STATE), align="left"),
        Column("left", now(words.LEFT), now(words.LEFT_HINT)),
        Column("deadline", now(words.DEADLINE), now(words.DEADLINE_HINT)),
        Column("requested", now(words.REQUESTED), now(words.REQUESTED_HINT)),
        Column("vendor", now(words.VENDOR), align="left"),
        Column("site", now(words.SITE), align="left"),
        Column("category", now(words.CATEGORY), align="left"),
        Column("priority", now(words.PRIORITY), align="left"),
    )
    at = warehouse.stamp(now.version, now.scope).as_of
    return Table(columns, tuple(_row(row, chosen, at, now) for row in rows.iter_rows(named=True)), now(words.LIST))


def _row(row: dict, chosen: Chosen, at: datetime | None, now: Reading) -> dict[str, Cell]:
    vendors, sites = warehouse.vendors(now.version, now.scope), warehouse.sites(now.version, now.scope)
    old = now(words.OLD, age=written.age(at - row["requested_at"], now.language)) if at else ""
    return {
        "order": Cell(row["order_id"], href=orders_view.of_order(row["order_id"])),
        "state": state(chosen.clock, row["state"], now),
        "left": _left(row, now),
        "deadline": Cell(local(row["deadline_at"], row["time_zone"])),
        "requested": Cell(local(row["requested_at"], row["time_zone"]), note=old if row["is_running"] else ""),
        "vendor": Cell(vendors.get(row["vendor_id"], row["vendor_id"])),
        "site": Cell(sites.get(row["site_id"], row["site_id"])),
        "category": Cell(
            word(CATEGORIES, row["category"] or written.NOTHING, now.language), note=word(SERVICES, row["service"], now.language)
        ),
        "priority": Cell(word(PRIORITIES, row["priority_at_request"], now.language)),
    }


def state(clock: str, name: str, now: Reading) -> Cell:
    """The state in a word; with a filled mark where the deadline was missed, a hollow one where it was met."""
    said, mark = say.state(clock, name, now.language), _MARKS.get(name, "none")
    return Cell(said, tone="muted") if mark == "none" else Cell("", mark=mark, mark_word=said)


def _left(row: dict, now: Reading) -> Cell:
    used, target = (None if row[name] is None else written.working(ceil(row[name]), now.language) for name in ("used", "target"))
    hover = now(words.OF_TARGET, used=used, target=target) if used and target else ""
    if row["is_running"]:
        return Cell(say.time_left(row["left"], now.language), hover=hover)
    return Cell(now(words.TOOK, used=used) if used else written.NOTHING, tone="muted", hover=hover)


def local(at: datetime | None, zone: str | None) -> str:
    """A moment of UTC as the clocks of the site show it."""
    if at is None:
        return written.NOTHING
    return written.moment(at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone or "UTC")))
