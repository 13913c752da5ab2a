"""What a check found: file by file, with first rows, reasons and, where no table was recognised, a mapping to correct."""

from __future__ import annotations

import streamlit as st

from assay import written
from ui.data import words
from ui.data.box import Box
from ui.data.files import table_title, title
from ui.data.run import Line, Ran
from ui.markup import Cell, Column, Table
from ui.reading import Reading
from ui.table import show as show_table
from ui.words import joined

_EXAMPLES = 3
_SHOWN = 12


def summary(kind: str, found: Ran, now: Reading) -> None:
    """One sentence, and one row a file."""
    sums = {name: written.count(found.sum(name)) for name in ("accepted", "quarantined")}
    refused = found.of_state("refused")
    said = [now(words.REPAIR_SOME, **sums) if kind == "repaired" else now(words.CHECK_SOME, files=len(found.files), **sums)]
    if refused:
        said.append(now(words.CHECK_REFUSED, refused=len(refused)))
    st.markdown(joined(now.language, *said))
    columns = (
        Column("file", now(words.FILE), align="left", is_first=True),
        Column("table", now(words.TABLE), align="left"),
        Column("state", now(words.STATE), align="left"),
        Column("read", now(words.READ)), Column("accepted", now(words.ACCEPTED)), Column("quarantined", now(words.QUARANTINED)),
        Column("message", now(words.MESSAGE), align="left"),
    )
    show_table(Table(columns, tuple(_file(file, now) for file in found.files), now(words.CHECK_RESULT)), "upload_result")


def _file(file: Line, now: Reading) -> dict[str, Cell]:
    message = file["message"][now.language] if file["message"] else written.NOTHING
    return {
        "file": Cell(title(file, now)),
        "table": Cell(table_title(file["table"], now)),
        "state": Cell(_state(file, now), tone="concern" if file["state"] == "refused" else "plain"),
        **{name: Cell(written.count(file[name])) for name in ("read", "accepted", "quarantined")},
        "message": Cell(message, is_long=True),
    }


def _state(file: Line, now: Reading) -> str:
    """A repaired sheet of which no row is right yet is not refused, and nothing of it can be taken in either."""
    return now(words.STILL_BROKEN if file["state"] == "loaded" and not file["accepted"] else words.STATES[file["state"]])


def details(found: Ran, box: Box, now: Reading) -> tuple[str, str] | None:
    """An expander a file; returns the id and the mapping that the reader asked to check again with, if any."""
    asked = None
    for number, file in enumerate(found.files[:_SHOWN]):
        preview = found.previews.get(file["id"], {})
        if not (file["reasons"] or preview.get("headers") or preview.get("suggested")):
            continue
        is_unclear = bool(preview.get("suggested"))
        with st.expander(now(words.PREVIEW, name=title(file, now)), expanded=is_unclear, key=f"upload_details_{number}"):
            if preview.get("headers"):
                st.caption(now(words.PREVIEW_TABLE))
                show_table(_preview(preview, now), f"upload_preview_{number}")
            if file["reasons"]:
                show_table(_reasons(file, now), f"upload_reasons_{number}")
            if is_unclear and (text := _mapping(file, preview, number, now)):
                asked = (file["id"], text)
    return asked


def _preview(preview: Line, now: Reading) -> Table:
    columns = (
        Column("line", now(words.LINE), is_first=True),
        *(Column(str(place), header, align="left") for place, header in enumerate(preview["headers"])),
    )
    rows = tuple(
        {"line": Cell(str(line)), **{str(place): Cell(value or "", tone="muted") for place, value in enumerate(values)}}
        for line, values in preview["rows"]
    )
    return Table(columns, rows, now(words.PREVIEW_TABLE))


def _reasons(file: Line, now: Reading) -> Table:
    columns = (
        Column("check", now(words.CHECK), align="left", is_first=True),
        Column("rows", now(words.COUNT)),
        Column("examples", now(words.EXAMPLES), align="left"),
    )
    rows = tuple(
        {
            "check": Cell(reason["message"][now.language], is_long=True),
            "rows": Cell(written.count(reason["rows"])),
            "examples": Cell(" · ".join(reason["examples"][:_EXAMPLES]) or written.NOTHING, tone="muted", is_long=True),
        }
        for reason in file["reasons"]
    )
    return Table(columns, rows, now(words.BY_CHECK))


def _mapping(file: Line, preview: Line, number: int, now: Reading) -> str | None:
    st.caption(now(words.MAPPING_HINT))
    text = st.text_area(now(words.MAPPING_SUGGESTED), preview["suggested"], height=320, key=f"upload_mapping_{file['id']}")
    return text if st.button(now(words.CHECK_AGAIN), key=f"upload_again_{number}") else None
