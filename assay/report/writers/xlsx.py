"""A document as a workbook: what is said on the first sheet, charts that Excel draws itself, each table on a sheet of its own."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from assay.report.document import (
    Card,
    Clause,
    Document,
    Figures,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Picture,
    Plain,
    Sentences,
    Table,
)
from assay.report.form import breadth
from assay.report.writers.links import page as page_of
from assay.report.writers.sheet_names import sheet_names
from assay.report.writers.xlsx_book import (
    HEADING,
    LEAD,
    LINKED,
    PLAIN,
    ROW,
    SECTION,
    SMALL,
    TITLE,
    Book,
    Look,
    at_sheet,
    height,
    put_across,
    put_link,
)
from assay.report.writers.xlsx_charts import write_charts
from assay.report.writers.xlsx_tables import write_table
from assay.text import Text

_CHARTS, _DATA = Text("图表", "Charts"), Text("图表数据", "Chart data")
_SEE = Text("{title}：见“{sheet}”页", "{title}: see the sheet “{sheet}”")
_FRONT = (30, 26, 54)
_MOST = 60  # letters of a clause that is said once more where it leads somewhere


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the first sheet: a sentence across all columns or, of several texts, a cell each. `to`: where it leads."""

    texts: tuple[str, ...]
    look: Look
    to: str = ""


@dataclass(frozen=True, slots=True)
class _Places:
    """Where in the workbook each table (its sheet) and each picture (its row among the charts) stands, by its turn."""

    tables: tuple[str, ...]
    charts: str
    rows: tuple[int, ...]


def xlsx(document: Document) -> bytes:
    """The document as an Excel workbook. Equal documents are equal bytes."""
    target = io.BytesIO()
    charts = (_CHARTS(document.language),) if document.pictures else ()
    data = (_DATA(document.language),) if document.pictures else ()
    names = sheet_names([*charts, *_titles(document), *data], document.language)
    with xlsxwriter.Workbook(target, PLAIN) as file:
        file.set_properties({"title": document.title, "subject": document.subtitle, "created": document.made_at})
        book = Book(file, {})
        pages = {name: book.sheet(name) for name in names}
        tables = names[1 + len(charts) : len(names) - len(data)]
        rows = write_charts(book, pages[names[1]], pages[names[-1]], document) if charts else ()
        for name, table in zip(tables, document.tables, strict=True):
            write_table(book, pages[name], table, document)
        _front(book, pages[names[0]], document, _Places(tables, names[1] if charts else "", rows))
    return target.getvalue()


def _titles(document: Document) -> Iterator[str]:
    """What each table is called: a table without a title of its own as its section."""
    for section in document.sections:
        yield from (block.title or section.title for block in section.plain if isinstance(block, Table))


def _front(book: Book, page: Worksheet, document: Document, places: _Places) -> None:
    for at, width in enumerate(_FRONT):
        page.set_column(at, at, width)
    for row, line in enumerate(_lines(document, places)):
        if len(line.texts) > 1:
            page.set_row(row, max(height(text, width) for text, width in zip(line.texts, _FRONT, strict=True)))
        if len(line.texts) == 1:
            put_across(book, page, row, line.texts[0], line.look, _FRONT, line.to)
        for at, text in enumerate(line.texts[1:] and line.texts):
            leads = line.to if at == 0 else ""
            look = book.look(line.look, {"text_wrap": True}, HEADING if at == 1 else {}, LINKED if leads else {})
            put_link(page, row, at, text, leads, look)


def _lines(document: Document, places: _Places) -> Iterator[_Line]:
    tables, rows, sections = iter(places.tables), iter(places.rows), _sections(document, places)
    yield _Line((document.title,), TITLE)
    yield _Line((document.subtitle,), SMALL)
    for section in document.sections:
        yield _Line((), {})
        if section.title:
            yield _Line((section.title,), SECTION)
        for block in section.plain:
            match block:
                case Table(title):
                    sheet = next(tables)
                    yield _Line((_SEE(document.language, title=title or sheet, sheet=sheet),), {**SMALL, **LINKED}, at_sheet(sheet))
                case Picture(chart):
                    said = _SEE(document.language, title=chart.title, sheet=places.charts)
                    yield _Line((said,), {**SMALL, **LINKED}, at_sheet(places.charts, next(rows)))
                case _:
                    yield from _said(block, document, sections)
    yield _Line((), {})
    yield from (_Line((words,), SMALL) for words in document.stamp)


def _sections(document: Document, places: _Places) -> Mapping[str, str]:
    """Where in the workbook the sections with a key have their first table or picture."""
    tables, rows, found = iter(places.tables), iter(places.rows), {}
    for section in document.sections:
        stands = [
            at_sheet(next(tables)) if isinstance(block, Table) else at_sheet(places.charts, next(rows))
            for block in section.plain if isinstance(block, Table | Picture)
        ]
        if section.key and stands:
            found.setdefault(section.key, stands[0])
    return found


def _said(block: Plain | PageBreak, document: Document, sections: Mapping[str, str]) -> Iterator[_Line]:
    match block:
        case Heading(text):
            yield _Line((text,), HEADING)
        case Paragraph(text):
            yield _Line((text,), {})
        case Note(text):
            yield _Line((text,), SMALL)
        case Sentences(clauses, is_lead):
            yield from _sentences(clauses, LEAD if is_lead else {}, document, sections)
        case Figures(cards):
            yield from (_Line((card.label, card.value, _beside(card)), ROW, page_of(document, card.to)) for card in cards)


def _beside(card: Card) -> str:
    return " · ".join(filter(None, (*(icon.word for icon in card.icons), card.note)))


def _sentences(
    clauses: tuple[Clause, ...], look: Look, document: Document, sections: Mapping[str, str]
) -> Iterator[_Line]:
    """A cell leads to one place only, and words that lead somewhere are not broken into lines by every program: what leads
    somewhere follows as a line of its own."""
    leads = [(one.text.strip(" ,;，；"), sections.get(one.key) or page_of(document, one.to)) for one in clauses]
    yield _Line(("".join(clause.text for clause in clauses),), look)
    yield from (_Line((f"→ {_short(text)}",), {**SMALL, **LINKED}, to) for text, to in leads if to and text)


def _short(text: str) -> str:
    fits = next(end for end in range(len(text), -1, -1) if breadth(text[:end]) <= _MOST) if text else 0
    return text if fits == len(text) else f"{text[:fits].rstrip()}…"
