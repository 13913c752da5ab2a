"""A document on the screen: the same blocks that are written as files."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assay.report.document import (
    Beside,
    Block,
    Cell,
    Document,
    Figures,
    Heading,
    Marked,
    Note,
    PageBreak,
    Paragraph,
    Picture,
    Section,
    Sentences,
    Table,
)
from assay.report.document import Card as Figure
from assay.report.form import written
from ui import markup
from ui.literal import literal
from ui.plotted import show_chart
from ui.reading import Reading
from ui.summary import view as summary_view
from ui.table import cards, draw
from ui.table import show as show_table


def show(document: Document, now: Reading) -> None:
    for number, section in enumerate(document.sections):
        if section.title:
            st.subheader(section.title, anchor=section.key or False)
        _blocks(section.blocks, section, f"{section.key or number}", now)


def _blocks(blocks: Sequence[Block], section: Section, key: str, now: Reading) -> None:
    for place, block in enumerate(blocks):
        _block(block, section, f"summary_{key}_{place}", now)


def _block(block: Block, section: Section, key: str, now: Reading) -> None:
    match block:
        case Beside(left, right):
            for side, (column, inner) in enumerate(zip(st.columns(2, gap="large"), (left, right), strict=True)):
                with column:
                    for place, one in enumerate(inner):
                        _block(one, section, f"{key}_{side}_{place}", now)
        case Heading(text):
            st.markdown(f"**{literal(text)}**")
        case Paragraph(text):
            st.markdown(literal(text))
        case Note(text):
            st.caption(literal(text))
        case Sentences(clauses, is_lead):
            said = [(one.text, summary_view.link(one.to, now)) for one in clauses]
            draw(markup.sentences_html(said, is_lead), key)
        case Figures(shown):
            cards(tuple(_card(one, now) for one in shown), key)
        case Table():
            _table(block, section, key, now)
        case Picture(chart, height):
            show_chart(chart, key, None if height is None else round(height), now.language)
        case PageBreak():
            return


def _card(one: Figure, now: Reading) -> markup.Card:
    return markup.Card(
        one.label, one.value, trend=one.trend, note=one.note, href=summary_view.link(one.to, now), icons=one.icons,
    )


def _table(table: Table, section: Section, key: str, now: Reading) -> None:
    if table.title:
        st.markdown(f"**{literal(table.title)}**")
    columns = tuple(
        markup.Column(str(at), column.title, align="left" if column.alignment == "left" else "right", is_first=at == 0)
        for at, column in enumerate(table.columns)
    )
    rows = tuple(_row(table, line, now) for line in table.lines)
    show_table(markup.Table(columns, rows, table.title or section.title), key)
    if table.note:
        st.caption(literal(table.note))


def _row(table: Table, line: tuple[Cell, ...], now: Reading) -> dict[str, markup.Cell]:
    told = zip(line, table.formed(line), strict=True)
    return {str(at): _cell(cell, written(*formed), now) for at, (cell, formed) in enumerate(told)}


def _cell(cell: Cell, said: str, now: Reading) -> markup.Cell:
    if isinstance(cell, Marked):
        hover = "\n".join(icon.word for icon in cell.icons)
        return markup.Cell(cell.text, summary_view.link(cell.to, now), icons=cell.icons, hover=hover)
    return markup.Cell(said)
