"""The blocks of a document as plain values for the typesetter: every figure written, every picture drawn, every link resolved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from assay.charts.icons import Icon
from assay.charts.inline import icon_svg, trend_svg
from assay.charts.svg import svg
from assay.report.document import (
    Beside,
    Block,
    Card,
    Cell,
    Clause,
    Document,
    Figures,
    Heading,
    Marked,
    Note,
    PageBreak,
    Paragraph,
    Picture,
    Sentences,
    Table,
)
from assay.report.form import breadth, written
from assay.report.writers.links import anchors, page
from assay.report.writers.pdf_widths import shares

_TREND = (72, 20)  # pixels across and down
_LONG = 9  # letters of a figure on a card: a longer one is set smaller
_TALL, _SQUARE = 340.0, 0.72  # pixels, and of its width: how tall a drawing without rows is at most
_NARROW_QUOTES = str.maketrans("‘’“”", "''\"\"")
"""The quotes of a Chinese font are as wide as its characters. Words of a drawing cannot ask for the narrow ones, as text does."""

Set = dict[str, object]


@dataclass(frozen=True, slots=True)
class Room:
    """How much goes side by side: pixels of a drawing, letters of a table, cards. 760 pixels are the width of an upright page."""

    pixels: float
    letters: int
    cards: int


_UPRIGHT, _LYING = Room(760, 100, 4), Room(1140, 150, 6)
_HALF_UPRIGHT, _HALF_LYING = Room(367, 48, 2), Room(557, 72, 3)


@dataclass(frozen=True, slots=True)
class _Around:
    """What a block has to know of its document, and the room that it has."""

    document: Document
    keys: frozenset[str]
    room: Room
    level: int = 1  # of a heading inside a section: the first one of all has to be one of the first level

    @property
    def halved(self) -> _Around:
        return replace(self, room=_HALF_LYING if self.document.is_landscape else _HALF_UPRIGHT)


def blocks(document: Document) -> Iterator[Set]:
    """One value a block, and before the blocks of a section its title, or the place that clauses lead to where it has none."""
    names = anchors(document)
    around = _Around(document, frozenset(names), _LYING if document.is_landscape else _UPRIGHT)
    for section, name in zip(document.sections, names, strict=True):
        around = replace(around, level=2 if section.title else around.level)
        yield {"kind": "title" if section.title else "place", "text": section.title, "key": name}
        yield from (_block(one, around) for one in section.blocks)


def _block(block: Block, around: _Around) -> Set:
    match block:
        case Heading(text):
            return {"kind": "heading", "text": text, "level": around.level}
        case Paragraph(text):
            return {"kind": "paragraph", "text": text}
        case Sentences():
            return {"kind": "sentences", "is_lead": block.is_lead, "clauses": [_clause(one, around) for one in block.clauses]}
        case Note(text):
            return {"kind": "note", "text": text}
        case Figures(cards):
            rows = ceil(len(cards) / around.room.cards) or 1
            return {"kind": "figures", "across": ceil(len(cards) / rows) or 1, "cards": [_card(one, around) for one in cards]}
        case Table():
            return _table(block, around)
        case Picture():
            return _picture(block, around.room)
        case Beside(left, right):
            sides = ([_block(one, around.halved) for one in side] for side in (left, right))
            return {"kind": "beside", "sides": list(sides)}
        case PageBreak():
            return {"kind": "page-break"}


def _clause(clause: Clause, around: _Around) -> Set:
    """Its evidence in this document goes before a page of the application: the paper is at hand."""
    key = clause.key if clause.key in around.keys else ""
    return {"text": clause.text, "key": key, "url": "" if key else page(around.document, clause.to)}


def _card(card: Card, around: _Around) -> Set:
    return {
        "label": card.label, "value": card.value, "is_long": breadth(card.value) > _LONG, "note": card.note,
        "icons": _icons(card.icons), "trend": trend_svg(card.trend, *_TREND), "url": page(around.document, card.to),
    }


def _icons(icons: Sequence[Icon]) -> list[Set]:
    return [{"svg": icon_svg(icon), "word": icon.word} for icon in icons]


def _picture(picture: Picture, room: Room) -> Set:
    chart = picture.chart
    tall = picture.height
    if tall is None and chart.y.labels is None:
        tall = min(_TALL, _SQUARE * room.pixels)
    drawn = svg(chart, room.pixels, tall, has_words=False)
    return {
        "kind": "picture", "title": chart.title, "subtitle": chart.subtitle, "note": chart.note, "alt": chart.alt,
        "svg": drawn.translate(_NARROW_QUOTES) if chart.language == "en" else drawn,
    }


def _table(table: Table, around: _Around) -> Set:
    rows = [_line(table, row, around) for row in table.rows]
    total = None if table.total is None else _line(table, table.total, around)
    widths = shares(table, around.room.letters)
    columns = [
        {"title": column.title, "alignment": column.alignment, "share": share}
        for column, share in zip(table.columns, widths, strict=True)
    ]
    return {"kind": "table", "title": table.title, "columns": columns, "rows": rows, "total": total, "note": table.note}


def _line(table: Table, row: tuple[Cell, ...], around: _Around) -> list[Set]:
    said = (written(*one) for one in table.formed(row))
    return [_cell(cell, text, around) for cell, text in zip(row, said, strict=True)]


def _cell(cell: Cell, text: str, around: _Around) -> Set:
    if isinstance(cell, Marked):
        return {"icons": _icons(cell.icons), "text": cell.text, "url": page(around.document, cell.to)}
    return {"icons": [], "text": text, "url": ""}
