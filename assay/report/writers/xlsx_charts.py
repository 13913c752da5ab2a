"""The sheet of the charts, in reading order, and the sheet of their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from xlsxwriter.worksheet import Worksheet

from assay.charts.chart import Bars, Cells, Chart, tones
from assay.charts.palette import LIGHT
from assay.charts.tones import filled
from assay.report.document import Document, Picture
from assay.report.writers.native import Native, native, row_names
from assay.report.writers.xlsx_book import HEAD, HEADING, SECTION, SMALL, Book, put, put_across
from assay.report.writers.xlsx_chart import drawn
from assay.report.writers.xlsx_chart_data import write_data

WIDTH = 760
_ROW, _CELL = 20, 96  # pixels: the height of a row, the width of a column
_TALL, _EACH, _NAMED, _AROUND = 380, 28, 34, 140  # pixels of a chart: without rows; for each bar, each named row, and besides
_COLUMNS = 12
_BROAD = (13,) * 8  # letters of the columns that a chart lies over
_SCALE, _PAGE = 80, 58  # percent of its size on paper, and the rows of a page


def write_charts(book: Book, page: Worksheet, data: Worksheet, document: Document) -> tuple[int, ...]:
    """Each picture, the first one of a section under its title; what Excel cannot draw is a table. Gives the row in which each
    begins."""
    page.set_column_pixels(0, _COLUMNS, _CELL)
    page.set_default_row(_ROW * 0.75)
    data.set_column(0, 0, 26)
    data.set_column(1, 40, 16)
    row, below, found, ends = 0, 0, [], []
    for section in document.sections:
        for turn, picture in enumerate(block for block in section.plain if isinstance(block, Picture)):
            found.append(row)
            if turn == 0 and section.title:
                put(page, row, 0, section.title, book.look(SECTION))
                row += 2
            row, below = _picture(book, page, data, picture.chart, row, below)
            ends.append(row)
    page.set_print_scale(_SCALE)  # where a page is told to fit, Excel does not ask where it may be cut
    page.set_h_pagebreaks(_breaks(found, ends))
    return tuple(found)


def _breaks(starts: Sequence[int], ends: Sequence[int]) -> list[int]:
    """Where a new page begins, so that no picture is cut."""
    top, found = 0, []
    for start, end in zip(starts, ends, strict=True):
        if end - top > _PAGE and start > top:
            top = start
            found.append(start)
    return found


def _picture(book: Book, page: Worksheet, data: Worksheet, chart: Chart, row: int, below: int) -> tuple[int, int]:
    """Writes one picture; gives the next free row of both sheets."""
    made = native(chart)
    if made is None:
        put(page, row, 0, chart.title, book.look(HEADING))
        row = _table(book, page, chart, row + 1)
    else:
        names = row_names(made, chart.language)
        series = made.series if names is None else (*made.series, names)
        block = write_data(book, data, below, chart.title, made, series, chart.language)
        tall = _height(made)
        drawing = drawn(book.file, made, series, block, (WIDTH, tall))
        page.insert_chart(row, 0, drawing, {"description": chart.alt, "object_position": 2})
        row, below = row + ceil(tall / _ROW), block.end + 1
    for words in (chart.subtitle, *(made.words if made else ()), chart.note):
        if words:
            put_across(book, page, row, words, SMALL, _BROAD)
            row += 1
    return row + 1, below


def _height(made: Native) -> int:
    if made.kind == "bar":
        return _EACH * len(made.categories) + _AROUND
    return _NAMED * len(made.value.labels) + _AROUND if made.value.labels else _TALL


def _table(book: Book, page: Worksheet, chart: Chart, row: int) -> int:
    """The picture as cells; gives the next free row."""
    x, y = chart.x.labels or (), chart.y.labels or ()
    for at, label in enumerate(x, 1):
        put(page, row, at, label, book.look(HEAD))
    for at, label in enumerate(y, 1):
        put(page, row + at, 0, label, book.look())
    for layer in chart.layers:
        if isinstance(layer, Cells):
            _cells(book, page, layer, row + 1)
        elif isinstance(layer, Bars):
            _bars(book, page, layer, row + 1)
    return row + 1 + max(len(y), 1)


def _cells(book: Book, page: Worksheet, cells: Cells, row: int) -> None:
    inks = tones(cells.tone, len(cells.xs))
    for at, (x, y, intensity) in enumerate(zip(cells.xs, cells.ys, cells.intensity, strict=True)):
        paint = {} if intensity is None else {"bg_color": filled(LIGHT, inks[at], intensity)}
        words = cells.texts[at] if cells.texts else ""
        put(page, row + int(y), 1 + int(x), words or None, book.look(paint, {"align": "center"}))


def _bars(book: Book, page: Worksheet, bars: Bars, row: int) -> None:
    """Each bar by where it starts and stops."""
    starts = bars.starts or (0.0,) * len(bars.at)
    for place, start, stop in zip(bars.at, starts, bars.stops, strict=True):
        put(page, row + int(place), 1, start, book.look())
        put(page, row + int(place), 2, stop, book.look())
