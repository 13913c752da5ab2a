"""A document as PDF: A4, searchable, tagged for screen readers and fit for archives; equal documents are equal bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any

import typst

from assay.report.document import Block, Cell, Document, Figures, Heading, Note, PageBreak, Paragraph, Table
from assay.report.form import breadth, written
from assay.report.glyphs import FONTS, LACKING, lacking, printable
from assay.text import Text

_TEMPLATE = Path(__file__).with_name("document.typ")
_STANDARDS = ["a-2a", "ua-1"]
"""PDF/A-2a and PDF/UA-1. Both refuse a character that no font has, which Typst otherwise leaves blank without a word."""
_FAMILY, _REGIONS = "Noto Sans CJK SC", {"zh": "cn", "en": "gb"}
_PAGE, _SHORT, _LONG, _AT_MOST = 100, 12, 28, 60
"""In letters of a table: the breadth of a page, what is short and what is long in a column, and the most that a long one gets."""
_PAGE_OF = Text("第 {page} 页，共 {pages} 页", "Page {page} of {pages}")
_LACKING = Text(
    "报告所用字体没有以下字符，文中以 {sign} 代替：{codes}。",
    "The fonts of this report lack these characters, for which {sign} stands: {codes}.",
)


def pdf(document: Document) -> bytes:
    """The document as PDF. A character that the fonts lack is printed as 〓, and a note at the end says which ones those are."""
    return _compiler(document).compile(format="pdf", pdf_standards=_STANDARDS, timestamp=document.made_at.replace(tzinfo=UTC))


def pictures(document: Document, pixels_per_inch: float = 110) -> list[bytes]:
    """The pages of the PDF as PNG, for looking at."""
    pages = _compiler(document).compile(format="png", ppi=pixels_per_inch)
    return pages if isinstance(pages, list) else [pages]


def _compiler(document: Document) -> typst.Compiler:
    said = json.dumps(_said(document), ensure_ascii=False)
    return typst.Compiler(_TEMPLATE, font_paths=_fonts(), ignore_system_fonts=True, sys_inputs={"document": said})


@cache
def _fonts() -> typst.Fonts:
    """Ours and no other: what a machine has installed must not change a report."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _said(document: Document) -> dict[str, object]:
    """The document as plain values: every text printable, every figure written."""
    frame = {"font": _FAMILY, "region": _REGIONS[document.language], "page_of": _PAGE_OF(document.language)}
    blocks = [*_blocks(document), *_about_glyphs(document)]
    said = {"title": document.title, "subtitle": document.subtitle, "stamp": list(document.stamp), "blocks": blocks}
    return {**frame, "language": document.language, "is_landscape": document.is_landscape, **_printable(said)}


def _about_glyphs(document: Document) -> Iterator[dict[str, object]]:
    said = [document.title, document.subtitle, *document.stamp, json.dumps(list(_blocks(document)), ensure_ascii=False)]
    codes = " ".join(f"U+{ord(letter):04X}" for letter in lacking(said))
    if codes:
        yield {"kind": "note", "text": _LACKING(document.language, sign=LACKING, codes=codes)}


def _blocks(document: Document) -> Iterator[dict[str, object]]:
    for section in document.sections:
        if section.title:
            yield {"kind": "title", "text": section.title}
        yield from map(_block, section.blocks)


def _block(block: Block) -> dict[str, object]:
    match block:
        case Heading(text):
            return {"kind": "heading", "text": text}
        case Paragraph(text):
            return {"kind": "paragraph", "text": text}
        case Note(text):
            return {"kind": "note", "text": text}
        case Figures(cards):
            return {"kind": "figures", "cards": [{"label": one.label, "value": one.value, "note": one.note} for one in cards]}
        case Table():
            return _table(block)
        case PageBreak():
            return {"kind": "page-break"}


def _table(table: Table) -> dict[str, object]:
    rows = [_line(table, row) for row in table.rows]
    total = None if table.total is None else _line(table, table.total)
    shares = _shares(table, [*rows, *([] if total is None else [total])])
    columns = [
        {"title": column.title, "alignment": column.alignment, "share": share}
        for column, share in zip(table.columns, shares, strict=True)
    ]
    return {"kind": "table", "title": table.title, "columns": columns, "rows": rows, "total": total, "note": table.note}


def _line(table: Table, row: tuple[Cell, ...]) -> list[str]:
    return [written(value, form) for value, form in table.formed(row)]


def _shares(table: Table, lines: Sequence[Sequence[str]]) -> list[int | None]:
    """What each column gets of the room that is left by those that take what they need (None): long texts share it by length."""
    cells = ([column.title, *(line[at] for line in lines)] for at, column in enumerate(table.columns))
    needs = [min(_AT_MOST, max(map(breadth, texts))) for texts in cells]
    short = _LONG if sum(needs) <= _PAGE else _SHORT
    limits = (short if column.alignment == "left" else _LONG for column in table.columns)
    shares = [need if need > limit else None for need, limit in zip(needs, limits, strict=True)]
    return shares if any(shares) else [1, *shares[1:]]


def _printable(value: object) -> Any:
    """The same with every text printable, however deep."""
    match value:
        case str():
            return printable(value)
        case dict():
            return {name: _printable(inner) for name, inner in value.items()}
        case list():
            return [_printable(inner) for inner in value]
    return value
