"""What hangs on one order: pauses, the orders it repeats or is repeated by, survey answers and complaints, the file it came in."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from assay import written
from assay.contracts.vocabulary import CATEGORIES, COMPLAINT_CATEGORIES, RESPONSIBLE, SEVERITIES
from assay.say.overview import word
from assay.warehouse.order import Order
from ui import address
from ui.data.files import title
from ui.data.words import FILE, LINE
from ui.markup import Cell, Column, Table
from ui.orders import view as orders_view
from ui.orders import words
from ui.orders.list import local, state
from ui.reading import Reading
from ui.table import show as show_table
from ui.view import OF_ORDERS


def show(found: Order, now: Reading) -> None:
    """A table for each that there is."""
    parts = (
        (words.PAUSES, "order_pauses", _pauses(found, now)),
        (words.REPEATS, "order_repeats", _repeats(found, now)),
        (words.VOICES, "order_voices", _voices(found, now)),
        (words.SOURCE, "order_source", _source(found, now)),
    )
    for heading, key, table in parts:
        if table.rows:
            st.subheader(now(heading), anchor=False)
            show_table(table, key)


def _pauses(found: Order, now: Reading) -> Table:
    columns = (
        Column("reason", now(words.REASON), align="left", is_first=True),
        Column("responsible", now(words.RESPONSIBLE), align="left"),
        Column("from", now(words.FROM), align="left"),
        Column("until", now(words.UNTIL), align="left"),
    )
    rows = tuple(
        {
            "reason": Cell(row["reason"] or written.NOTHING),
            "responsible": Cell(RESPONSIBLE[row["responsible"]](now.language)),
            "from": Cell(local(row["paused_at"], found.time_zone)),
            "until": Cell(local(row["resumed_at"], found.time_zone) if row["resumed_at"] else now(words.STILL)),
        }
        for row in found.pauses.iter_rows(named=True)
    )
    return Table(columns, rows, now(words.PAUSES))


def _repeats(found: Order, now: Reading) -> Table:
    columns = (
        Column("order", now(words.ID), align="left", is_first=True),
        Column("relation", now(words.RELATION), align="left"),
        Column("state", now(words.STATE), align="left"),
        Column("category", now(words.CATEGORY), align="left"),
        Column("requested", now(words.REQUESTED), align="left"),
    )
    related = [(words.REPEATS_ONE, found.repeats), (words.REPEATED_BY, found.repeated_by)]
    rows = tuple(
        {
            "order": Cell(row["order_id"], href=orders_view.of_order(row["order_id"])),
            "relation": Cell(now(relation)),
            "state": state("completion", row["completion_state"], now),
            "category": Cell(word(CATEGORIES, row["category"], now.language)),
            "requested": Cell(local(row["requested_at"], found.time_zone)),
        }
        for relation, frame in related
        for row in frame.iter_rows(named=True)
    )
    return Table(columns, rows, now(words.REPEATS))


def _voices(found: Order, now: Reading) -> Table:
    columns = (
        Column("what", now(words.KIND_OF_VOICE), align="left", is_first=True),
        Column("at", now(words.SAID_AT), align="left"),
        Column("said", now(words.SAID), align="left"),
    )
    return Table(columns, (*_surveys(found, now), *_complaints(found, now)), now(words.VOICES))


def _surveys(found: Order, now: Reading) -> Iterator[dict[str, Cell]]:
    for row in found.surveys.iter_rows(named=True):
        scores = ((words.CSAT, row["csat"]), (words.NPS, row["nps"]))
        said = [now(words_, score=score) for words_, score in scores if score is not None] or [now(words.NOT_ANSWERED)]
        at = local(row["answered_at"] or row["invited_at"], found.time_zone)
        yield {"what": Cell(now(words.SURVEY)), "at": Cell(at), "said": _said(said, row.get("comment"), now)}


def _complaints(found: Order, now: Reading) -> Iterator[dict[str, Cell]]:
    for row in found.complaints.iter_rows(named=True):
        coded = ((COMPLAINT_CATEGORIES, row["complaint_category"]), (SEVERITIES, row["severity"]))
        said = [word(known, value, now.language) for known, value in coded if value]
        if row["is_validated"] is not None:
            said.append(now(words.VALIDATED if row["is_validated"] else words.NOT_VALIDATED))
        yield {
            "what": Cell(now(words.COMPLAINT)), "at": Cell(local(row["received_at"], found.time_zone)),
            "said": _said(said, row.get("comment"), now),
        }


def _said(parts: list[str], comment: str | None, now: Reading) -> Cell:
    apart = "，" if now.language == "zh" else ", "
    quoted = f"“{comment}”" if comment else ""
    return Cell(apart.join(parts) + ("" if not quoted else (" " if now.language == "en" else "，") + quoted), is_long=True)


def _source(found: Order, now: Reading) -> Table:
    columns = (Column("file", now(FILE), align="left", is_first=True), Column("line", now(LINE)))
    if not found.file:
        return Table(columns, (), now(words.SOURCE))
    row = {
        "file": Cell(title(found.file, now), href=address.link("data", **{**dict.fromkeys(OF_ORDERS), "part": "files"})),
        "line": Cell(str(found.file["source_row"])),
    }
    return Table(columns, (row,), now(words.SOURCE))
