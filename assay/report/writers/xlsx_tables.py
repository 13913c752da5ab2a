"""A table on a sheet of its own: headings that stay in view, figures as figures."""

from __future__ import annotations

from datetime import date, datetime

from xlsxwriter.worksheet import Worksheet

from assay.report.document import Cell, Document, Marked, Table
from assay.report.form import Form, Value, breadth, written
from assay.report.writers.links import page as page_of
from assay.report.writers.xlsx_book import HEAD, LINKED, ROW, SMALL, TOTAL, Book, Look, put, put_link

_NARROWEST, _WIDEST, _UPRIGHT = 8, 60, 110  # letters: of a column, and of a sheet that is printed upright
_DATE, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"


def write_table(book: Book, page: Worksheet, table: Table, document: Document) -> None:
    """Headings in the first row, so that the sheet can be filtered and read by machines; the note comes last."""
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    widths = [_width(table, at) for at in range(len(table.columns))]
    if sum(widths) > _UPRIGHT:
        page.set_landscape()
    for at, column in enumerate(table.columns):
        page.set_column(at, at, widths[at])
        put(page, 0, at, column.title, book.look(HEAD, {"align": column.alignment}))
    for row, cells in enumerate(table.rows, 1):
        _row(book, page, row, table, cells, ROW, document)
    page.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    if table.total is not None:
        _row(book, page, len(table.rows) + 1, table, table.total, TOTAL, document)
    if table.note:
        put(page, len(table.lines) + 2, 0, table.note, book.look(SMALL))


def _row(
    book: Book, page: Worksheet, row: int, table: Table, cells: tuple[Cell, ...], look: Look, document: Document
) -> None:
    for at, (cell, (value, form)) in enumerate(zip(cells, table.formed(cells), strict=True)):
        wrap = isinstance(value, str) and breadth(value) > _WIDEST
        shown = {"align": table.columns[at].alignment, "text_wrap": wrap, "num_format": number_format(value, form)}
        to = page_of(document, cell.to) if isinstance(cell, Marked) else ""
        if to and isinstance(value, str):
            put_link(page, row, at, value, to, book.look(look, LINKED, shown))
        else:
            put(page, row, at, value, book.look(look, shown))


def _width(table: Table, at: int) -> int:
    cells = (table.formed(row)[at] for row in table.lines)
    longest = max(map(breadth, (table.columns[at].title, *(written(*cell) for cell in cells))))
    return min(_WIDEST, max(_NARROWEST, longest + 3))


def number_format(value: Value, form: Form) -> str:
    """How Excel writes the value as `written` does."""
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
