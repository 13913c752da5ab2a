"""A document as a workbook: what is said on the first sheet, each table on one of its own, figures as figures."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from assay.report.document import Block, Cell, Document, Figures, Heading, Note, PageBreak, Paragraph, Table
from assay.report.form import Form, Value, breadth, written
from assay.report.sheet_names import sheet_names
from assay.text import Text

PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
"""Text that looks like a formula, a link or a number stays text."""
_SEE = Text("{title}：见“{sheet}”页", "{title}: see the sheet “{sheet}”")
_LONGEST_TEXT = 32_767  # in a cell of Excel; a longer one would be left out without a word
_FRONT, _NARROWEST, _WIDEST = (30, 26, 54), 8, 60
_LINE_HEIGHT = 1.4  # of the size of the letters
_DATE, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
_INK, _MUTED, _SURFACE, _LINE = "#1F2328", "#5D6672", "#F4F5F7", "#D8DCE2"
_A4 = 9

Look = dict[str, object]
_TITLE: Look = {"bold": True, "font_size": 16}
_SECTION: Look = {"bold": True, "font_size": 13}
_HEADING: Look = {"bold": True}
_SMALL: Look = {"font_color": _MUTED, "font_size": 9}
_HEAD: Look = {"bold": True, "bg_color": _SURFACE, "bottom": 1, "text_wrap": True, "valign": "bottom"}
_ROW: Look = {"bottom": 4, "bottom_color": _LINE}
_TOTAL: Look = {"bold": True, "top": 1}


@dataclass(frozen=True, slots=True)
class _Book:
    """The workbook that is being written, and the looks of its cells, each made once."""

    file: xlsxwriter.Workbook
    looks: dict[tuple[tuple[str, object], ...], Format]

    def look(self, wanted: Look) -> Format:
        key = tuple(sorted(wanted.items()))
        if key not in self.looks:
            self.looks[key] = self.file.add_format({"font_color": _INK, "valign": "top", **wanted})
        return self.looks[key]

    def sheet(self, name: str) -> Worksheet:
        page = self.file.add_worksheet(name)
        page.hide_gridlines(2)
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.set_footer("&C&P / &N")
        return page


def xlsx(document: Document) -> bytes:
    """The document as an Excel workbook. Equal documents are equal bytes."""
    target = io.BytesIO()
    front, *names = sheet_names(list(_titles(document)), document.language)
    with xlsxwriter.Workbook(target, PLAIN) as file:
        file.set_properties({"title": document.title, "subject": document.subtitle, "created": document.made_at})
        book = _Book(file, {})
        _front(book, book.sheet(front), document, names)
        for name, table in zip(names, document.tables, strict=True):
            _table(book, book.sheet(name), table)
    return target.getvalue()


def _titles(document: Document) -> Iterator[str]:
    """What each table is called: a table without a title of its own as its section."""
    for section in document.sections:
        yield from (block.title or section.title for block in section.blocks if isinstance(block, Table))


def _front(book: _Book, page: Worksheet, document: Document, names: Sequence[str]) -> None:
    """Line under line; a card is three cells, everything else one sentence across all columns."""
    for at, width in enumerate(_FRONT):
        page.set_column(at, at, width)
    for row, (texts, look) in enumerate(_lines(document, iter(names))):
        if len(texts) == 1:
            _sentence(book, page, row, texts[0], look)
        for at, text in enumerate(texts[1:] and texts):
            _put(page, row, at, text, book.look({**look, "text_wrap": True, **(_HEADING if at == 1 else {})}))


def _lines(document: Document, names: Iterator[str]) -> Iterator[tuple[tuple[str, ...], Look]]:
    yield (document.title,), _TITLE
    yield (document.subtitle,), _SMALL
    for section in document.sections:
        yield (), {}
        if section.title:
            yield (section.title,), _SECTION
        for block in section.blocks:
            yield from _said(block, names, document)
    yield (), {}
    yield from (((words,), _SMALL) for words in document.stamp)


def _said(block: Block, names: Iterator[str], document: Document) -> Iterator[tuple[tuple[str, ...], Look]]:
    match block:
        case Heading(text):
            yield (text,), _HEADING
        case Paragraph(text):
            yield (text,), {}
        case Note(text):
            yield (text,), _SMALL
        case Figures(cards):
            yield from (((card.label, card.value, card.note), _ROW) for card in cards)
        case Table(title):
            sheet = next(names)
            yield (_SEE(document.language, title=title or sheet, sheet=sheet),), _SMALL
        case PageBreak():
            return


def _sentence(book: _Book, page: Worksheet, row: int, text: str, look: Look) -> None:
    """Excel does not find the height of joined cells by itself."""
    form, size = book.look({**look, "text_wrap": True}), look.get("font_size", 11)
    page.merge_range(row, 0, row, len(_FRONT) - 1, "", form)
    _put(page, row, 0, text, form)
    lines = sum(math.ceil(max(1, breadth(line)) * size / 11 / sum(_FRONT)) for line in text.split("\n"))
    page.set_row(row, lines * size * _LINE_HEIGHT)


def _table(book: _Book, page: Worksheet, table: Table) -> None:
    """Headings in the first row, so that the sheet can be filtered and read by machines; the note comes last."""
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    for at, column in enumerate(table.columns):
        page.set_column(at, at, _width(table, at))
        _put(page, 0, at, column.title, book.look({**_HEAD, "align": column.alignment}))
    for row, cells in enumerate(table.rows, 1):
        _row(book, page, row, table, cells, _ROW)
    page.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    if table.total is not None:
        _row(book, page, len(table.rows) + 1, table, table.total, _TOTAL)
    if table.note:
        _put(page, len(table.lines) + 2, 0, table.note, book.look(_SMALL))


def _row(book: _Book, page: Worksheet, row: int, table: Table, cells: tuple[Cell, ...], look: Look) -> None:
    for at, (value, form) in enumerate(table.formed(cells)):
        wrap = isinstance(value, str) and breadth(value) > _WIDEST
        shown = {"align": table.columns[at].alignment, "text_wrap": wrap, "num_format": _number_format(value, form)}
        _put(page, row, at, value, book.look({**look, **shown}))


def _width(table: Table, at: int) -> int:
    cells = (table.formed(row)[at] for row in table.lines)
    longest = max(map(breadth, (table.columns[at].title, *(written(*cell) for cell in cells))))
    return min(_WIDEST, max(_NARROWEST, longest + 3))


def _number_format(value: Value, form: Form) -> str:
    if isinstance(value, date):
        return _MOMENT if isinstance(value, datetime) else _DATE
    if value is None or isinstance(value, str):
        return "@"
    digits = "General" if form.places is None else "#,##0" + "." * (form.places > 0) + "0" * form.places
    unit = form.unit.replace('"', "")
    if form.kind == "share":
        return f"{digits} %"
    if not unit:
        return digits
    return f'"{unit}"{digits}' if form.kind == "money" else f'{digits}" {unit}"'


def _put(page: Worksheet, row: int, at: int, value: Value, form: Format) -> None:
    """One cell by the type of its value: nothing is guessed from what a text looks like."""
    match value:
        case None:
            page.write_blank(row, at, None, form)
        case str():
            page.write_string(row, at, value if len(value) <= _LONGEST_TEXT else f"{value[: _LONGEST_TEXT - 1]}…", form)
        case date():
            page.write_datetime(row, at, value, form)
        case _:
            page.write_number(row, at, float(value), form)
