"""The monthly report says the same figures in every format: they are read back out of each file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from html import unescape
from io import BytesIO
from pathlib import Path

import fastexcel
import pypdf
import pytest
from pptx import Presentation
from pptx.shapes.base import BaseShape
from pptx.shapes.group import GroupShape

from assay.charts.chart import Bars
from assay.register.open import opened
from assay.report.document import Card, Document, Figures, Picture
from assay.report.form import written
from assay.report.monthly import report
from assay.report.summary.shortened import COMPANY, shortened
from assay.report.writers.html import html
from assay.report.writers.pdf import pdf
from assay.report.writers.pptx import pptx
from assay.report.writers.xlsx import xlsx
from assay.scope import Scope
from assay.text import LANGUAGES, Language
from assay.warehouse import read
from tests.assay.test_summary import MADE

OCTOBER = date(2026, 10, 1)


@pytest.fixture(scope="module", params=LANGUAGES)
def document(request: pytest.FixtureRequest, warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Document:
    found = read.opened(warehouse, read.version(warehouse) or "")
    language: Language = request.param
    return report(found, opened(tmp_path_factory.mktemp("same") / "r.sqlite"), Scope.all(), OCTOBER, language, MADE)


def cards(one: Document) -> list[Card]:
    return [card for section in one.sections for block in section.plain if isinstance(block, Figures) for card in block.cards]


def values(one: Document) -> set[str]:
    """Every card and every cell of a table as people read it, without blanks, for a line may break in them."""
    cells = (written(*cell) for table in one.tables for line in table.lines for cell in table.formed(line))
    return {_tight(value) for value in (*cells, *(card.value for card in cards(one)))}


def _tight(text: str) -> str:
    """What a format adds, the words of icons and links, comes after the value."""
    return re.sub(r"\s", "", text.split(" · ")[0])


def _each(shapes: Iterable[BaseShape]) -> Iterator[BaseShape]:
    """Those within groups too: a card is a group."""
    for shape in shapes:
        yield from _each(shape.shapes) if isinstance(shape, GroupShape) else (shape,)


def _slides(content: bytes) -> tuple[str, list[list[float]]]:
    """The texts of all slides, and the numbers of each series of a chart."""
    texts: list[str] = []
    series: list[list[float]] = []
    for slide in Presentation(BytesIO(content)).slides:
        for shape in _each(slide.shapes):
            if shape.has_table:
                texts += [cell.text for row in shape.table.rows for cell in row.cells]
            elif shape.has_text_frame:
                texts.append(shape.text_frame.text)
            if shape.has_chart:
                told = (one.values for plot in shape.chart.plots for one in plot.series)
                series += [[value for value in several if value is not None] for several in told]
    return re.sub(r"\s", "", "".join(texts)), series


def _bars(one: Document) -> list[list[float]]:
    """The money by month: the one chart of bars that every report of a company has."""
    (picture,) = (each for each in one.pictures if isinstance(each, Picture) and isinstance(each.chart.layers[0], Bars))
    return [[float(stop or 0) for stop in layer.stops] for layer in picture.chart.layers if isinstance(layer, Bars)]


def test_paper_and_slides_say_every_figure_of_the_document(document: Document) -> None:
    short = shortened(document, COMPANY)
    told = values(short)
    assert len(told) > 60
    paper = re.sub(r"\s", "", "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf(short))).pages))
    slides, series = _slides(pptx(short))
    assert {value for value in told if value not in paper} == set()
    assert {value for value in told if value not in slides} == set()
    assert all(pytest.approx(bars) in series for bars in _bars(short))


def test_the_web_page_says_every_figure(document: Document) -> None:
    page = html(document).decode()
    seen = re.sub(r"\s", "", unescape(re.sub(r"<[^>]*>", "", page)))
    assert {value for value in values(document) if value not in seen} == set()


def test_the_workbook_holds_every_figure_as_a_number(document: Document) -> None:
    book = fastexcel.read_excel(xlsx(document))
    frames = [book.load_sheet(name, header_row=None, dtypes="string").to_polars() for name in book.sheet_names]
    held = [str(value) for frame in frames for column in frame.get_columns() for value in column.drop_nulls()]
    texts, numbers = set(held), {round(float(one), 6) for one in held if re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", one)}
    cells = [cell for table in document.tables for line in table.lines for cell in table.formed(line)]
    wrong = [
        (value, form) for value, form in cells
        if value is not None and (value not in texts if isinstance(value, str) else round(float(value), 6) not in numbers)  # type: ignore[arg-type]
    ]  # fmt: skip
    assert wrong == [] and len(numbers) > 30
    assert {card.value for card in cards(document)} <= texts
    assert all(round(value, 6) in numbers for bars in _bars(document) for value in bars)
