"""The workbook that is being written: its sheets, the looks of its cells, and what goes into one cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from assay.charts.palette import LIGHT
from assay.report.form import Value, breadth

PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
"""Text that looks like a formula, a link or a number stays text."""
_LONGEST_TEXT = 32_767  # in a cell of Excel; a longer one would be left out without a word
_LONGEST_LINK = 2_079
_A4 = 9
_SIZE, _LINE_HEIGHT = 11, 1.4  # points of letters, and of a line as a multiple of them

Look = Mapping[str, object]
TITLE: Look = {"bold": True, "font_size": 16}
LEAD: Look = {"font_size": 13}
SECTION: Look = {"bold": True, "font_size": 13}
HEADING: Look = {"bold": True}
SMALL: Look = {"font_color": LIGHT.muted, "font_size": 9}
LINKED: Look = {"font_color": LIGHT.accent, "underline": 1}
HEAD: Look = {"bold": True, "bg_color": LIGHT.surface, "bottom": 1, "text_wrap": True, "valign": "bottom"}
ROW: Look = {"bottom": 4, "bottom_color": LIGHT.line}
TOTAL: Look = {"bold": True, "top": 1}


@dataclass(frozen=True, slots=True)
class Book:
    """The looks of cells are made once each."""

    file: xlsxwriter.Workbook
    looks: dict[tuple[tuple[str, object], ...], Format]

    def look(self, *wanted: Look) -> Format:
        """One after the other: a later one has the last word."""
        whole = {name: value for one in wanted for name, value in one.items()}
        key = tuple(sorted(whole.items()))
        if key not in self.looks:
            self.looks[key] = self.file.add_format({"font_color": LIGHT.text, "valign": "top", **whole})
        return self.looks[key]

    def sheet(self, name: str) -> Worksheet:
        page = self.file.add_worksheet(name)
        page.hide_gridlines(2)
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.set_footer("&C&P / &N")
        return page


def put(page: Worksheet, row: int, at: int, value: Value, form: Format) -> None:
    """One cell by the type of its value: nothing is guessed from what a text looks like."""
    match value:
        case None:
            page.write_blank(row, at, None, form)
        case str():
            page.write_string(row, at, _short(value), form)
        case date():
            page.write_datetime(row, at, value, form)
        case _:
            page.write_number(row, at, float(value), form)


def put_across(book: Book, page: Worksheet, row: int, text: str, look: Look, widths: Sequence[float], to: str = "") -> None:
    """A sentence over several columns of those widths, from the first one on. Excel does not find the height of joined cells by
    itself."""
    form, size = book.look(look, {"text_wrap": True}), float(str(look.get("font_size", _SIZE)))
    page.merge_range(row, 0, row, len(widths) - 1, "", form)
    put_link(page, row, 0, text, to, form)
    page.set_row(row, height(text, sum(widths), size))


def height(text: str, width: float, size: float = _SIZE) -> float:
    """Points that the text takes in a cell of that width, in letters."""
    lines = sum(ceil(max(1, breadth(part)) * size / _SIZE / width) for part in text.split("\n"))
    return lines * size * _LINE_HEIGHT


def put_link(page: Worksheet, row: int, at: int, words: str, to: str, form: Format) -> None:
    """Words that lead to an address or, by `at_sheet`, to a place in the workbook. Where Excel takes no such link they are text."""
    put(page, row, at, words, form)
    if to and len(to) <= _LONGEST_LINK and words:
        page.write_url(row, at, to, form, _short(words))


def at_sheet(name: str, row: int = 0) -> str:
    """A place in the workbook, for `put_link`."""
    return f"internal:{quoted(name)}!A{row + 1}"


def quoted(name: str) -> str:
    """The name of a sheet as references write it."""
    doubled = name.replace("'", "''")
    return f"'{doubled}'"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"
