"""A document as PDF: A4, searchable, tagged for screen readers and fit for archives; equal documents are equal bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any

import typst

from assay.report.document import Document
from assay.report.writers.glyphs import FONTS, LACKING, lacking, printable
from assay.report.writers.pdf_blocks import blocks
from assay.text import Text

_TEMPLATE = Path(__file__).with_name("document.typ")
_STANDARDS = ["a-2a", "ua-1"]
"""PDF/A-2a and PDF/UA-1. Both refuse a character that no font has, which Typst otherwise leaves blank without a word."""
_FAMILY, _REGIONS = "Noto Sans CJK SC", {"zh": "cn", "en": "gb"}
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
    drawn = list(blocks(document))
    said: dict[str, object] = {"title": document.title, "subtitle": document.subtitle, "stamp": list(document.stamp)}
    said["blocks"] = [*drawn, *_about_glyphs(document, said, drawn)]
    return {**frame, "language": document.language, "is_landscape": document.is_landscape, **_printable(said)}


def _about_glyphs(document: Document, *said: object) -> Iterator[dict[str, object]]:
    codes = " ".join(f"U+{ord(letter):04X}" for letter in lacking([json.dumps(said, ensure_ascii=False)]))
    if codes:
        yield {"kind": "note", "text": _LACKING(document.language, sign=LACKING, codes=codes)}


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
