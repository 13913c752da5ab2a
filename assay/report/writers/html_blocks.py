"""The blocks of a document as HTML. Every word that comes in is escaped here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from assay.charts.icons import Icon, icon_html
from assay.charts.sparkline import sparkline
from assay.report.document import (
    Beside,
    Block,
    Card,
    Cell,
    Clause,
    Column,
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
from assay.report.form import breadth, written
from assay.report.writers.html_picture import picture_html
from assay.report.writers.links import page, target

_LONG = 34  # letters of a text that may take several lines in its cell


@dataclass(frozen=True, slots=True)
class Around:
    """What a block has to know of where it stands: its document, its section, the rank of a heading there, and half the page or
    all of it. `numbers` count the drawings of the page."""

    document: Document
    section: Section
    rank: int
    numbers: Iterator[int]
    is_half: bool = False


def block_html(block: Block, around: Around) -> str:
    """One block."""
    match block:
        case Heading(text):
            return f"<h{around.rank}>{escape(text)}</h{around.rank}>"
        case Paragraph(text):
            return f"<p>{escape(text)}</p>"
        case Sentences():
            return _sentences(block, around.document)
        case Note(text):
            return f'<p class="note">{escape(text)}</p>'
        case Figures(cards):
            return f'<ul class="cards">{"".join(_card(card, around.document) for card in cards)}</ul>'
        case Table():
            return _table(block, around)
        case Picture():
            return picture_html(block, around.numbers, around.is_half)
        case Beside():
            return _beside(block, around)
        case PageBreak():
            return '<div class="page-break"></div>'


def _beside(beside: Beside, around: Around) -> str:
    half = Around(around.document, around.section, around.rank, around.numbers, is_half=True)
    sides = ("".join(block_html(block, half) for block in side) for side in (beside.left, beside.right))
    return f'<div class="beside">{"".join(f"<div>{side}</div>" for side in sides)}</div>'


def _sentences(sentences: Sentences, document: Document) -> str:
    said = "".join(_clause(clause, document) for clause in sentences.clauses)
    return f'<p class="lead">{said}</p>' if sentences.is_lead else f"<p>{said}</p>"


def _clause(clause: Clause, document: Document) -> str:
    """Spaces at the ends are not part of the link."""
    text = clause.text.strip()
    before, _, after = clause.text.partition(text)
    return f"{before}{_linked(escape(text), target(document, clause.key, clause.to))}{after}" if text else clause.text


def _linked(inside: str, where: str) -> str:
    return f'<a href="{escape(where)}">{inside}</a>' if where else inside


def _icons(icons: tuple[Icon, ...]) -> str:
    if not icons:
        return ""
    return f'<span class="icons">{"".join(f"<span title={_quoted(icon.word)}>{icon_html(icon)}</span>" for icon in icons)}</span>'


def _quoted(text: str) -> str:
    return f'"{escape(text)}"'


def _card(card: Card, document: Document) -> str:
    where = page(document, card.to)
    name, ends = ("a", f' href="{escape(where)}"') if where else ("div", "")
    note = f'<span class="below">{escape(card.note)}</span>' if card.note else ""
    signs = _icons(card.icons) + sparkline(card.trend)
    figure = f'<span class="figure"><span class="value">{escape(card.value)}</span>{signs}</span>'
    return f'<li><{name} class="card"{ends}><span class="label">{escape(card.label)}</span>{figure}{note}</{name}></li>'


def _table(table: Table, around: Around) -> str:
    """A table without a title of its own is called as its section, for those who hear it read."""
    name = table.title or around.section.title or around.document.title
    caption = f"<caption{'' if table.title else ' class=' + _quoted('unseen')}>{escape(name)}</caption>"
    head = "".join(f'<th scope="col" class="{column.alignment}">{escape(column.title)}</th>' for column in table.columns)
    body = "".join(_row(table, row, around.document) for row in table.rows)
    total = f'<tfoot>{_row(table, table.total, around.document)}</tfoot>' if table.total is not None else ""
    note = f'<p class="note">{escape(table.note)}</p>' if table.note else ""
    note = _legend(table) + note
    inside = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>{total}</table>"
    return f'<div class="frame" role="region" tabindex="0" aria-label={_quoted(name)}>{inside}</div>{note}'


def _legend(table: Table) -> str:
    """What each icon of a table means, once, for those who cannot point at it: on paper, on a phone."""
    icons = {icon: None for row in table.lines for cell in row if isinstance(cell, Marked) for icon in cell.icons}
    said = "".join(f'<span class="marked">{icon_html(icon)}{escape(icon.word)}</span>' for icon in icons)
    return f'<p class="note legend">{said}</p>' if said else ""


def _row(table: Table, row: tuple[Cell, ...], document: Document) -> str:
    """The first cell says of what the row speaks."""
    shown = zip(row, table.formed(row), table.columns, strict=True)
    cells = [_cell(cell, written(*formed), column, document, is_head=at == 0) for at, (cell, formed, column) in enumerate(shown)]
    return f"<tr>{''.join(cells)}</tr>"


def _cell(cell: Cell, text: str, column: Column, document: Document, is_head: bool) -> str:
    inside = _marked(cell, document) if isinstance(cell, Marked) else escape(text)
    kind = column.alignment + (" long" if breadth(cell.text if isinstance(cell, Marked) else text) > _LONG else "")
    name, scope = ("th", ' scope="row"') if is_head else ("td", "")
    return f'<{name}{scope} class="{kind}">{inside}</{name}>'


def _marked(cell: Marked, document: Document) -> str:
    return _linked(f'<span class="marked">{_icons(cell.icons)}{escape(cell.text)}</span>', page(document, cell.to))
