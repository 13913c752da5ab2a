"""A document as one HTML file that needs nothing else: no request, no script; it is read on any screen and can be printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from html import escape
from pathlib import Path

from assay.charts.palette import DARK, LIGHT, Palette
from assay.report.document import Document
from assay.report.writers.html_blocks import Around, block_html
from assay.report.writers.html_picture import numbered, paints
from assay.report.writers.legible import legible
from assay.report.writers.links import anchors
from assay.text import Language, Text

_STYLE = Path(__file__).with_name("html.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""The browser itself refuses scripts and requests, whatever a report quotes."""
_LANGUAGES: dict[Language, str] = {"zh": "zh-CN", "en": "en"}
_CONTENTS = Text("目录", "Contents")
_FEW = 4  # sections that need no list of contents


def html(document: Document) -> bytes:
    """The document as HTML in UTF-8. Equal documents are equal bytes."""
    body = _body(document)
    page = (
        f'<!DOCTYPE html>\n<html lang="{_LANGUAGES[document.language]}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'
        f'<meta name="referrer" content="no-referrer"><meta name="date" content="{document.made_at.isoformat()}Z">'
        f"<title>{escape(_name(document))}</title><style>{_style(document, body)}</style></head>\n{body}</html>\n"
    )
    return legible(page).encode()


def _name(document: Document) -> str:
    return " · ".join(filter(None, (document.title, document.subtitle)))


def _style(document: Document, body: str) -> str:
    """Colours as variables, of the dark theme on screens only: paper is white."""
    drawn = paints(body)
    light = _variables(LIGHT) + "".join(f"{name}:{one};" for name, one, _ in drawn)
    dark = _variables(DARK) + "".join(f"{name}:{other};" for name, _, other in drawn)
    sheet = f"@page {{ size: A4{' landscape' if document.is_landscape else ''}; margin: 14mm 12mm; }}"
    themes = f":root {{ {light} }}\n@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}"
    return f"{themes}\n{sheet}\n{_STYLE.read_text(encoding='utf-8')}"


def _variables(palette: Palette) -> str:
    return "".join(f"--assay-{field.name}:{getattr(palette, field.name)};" for field in fields(palette))


def _body(document: Document) -> str:
    under = f'<p class="subtitle">{escape(document.subtitle)}</p>' if document.subtitle else ""
    stamp = "".join(f"<p>{escape(line)}</p>" for line in document.stamp)
    inside = f"<header><h1>{escape(document.title)}</h1>{under}</header>{_contents(document)}{''.join(_sections(document))}"
    return f"<body><main>{inside}</main><footer>{stamp}</footer></body>"


def _contents(document: Document) -> str:
    titled = [(name, one.title) for name, one in zip(anchors(document), document.sections, strict=True) if one.title]
    if len(titled) <= _FEW:
        return ""
    items = "".join(f'<li><a href="#{escape(name)}">{escape(title)}</a></li>' for name, title in titled)
    return f'<nav aria-label="{_CONTENTS(document.language)}"><ul>{items}</ul></nav>'


def _sections(document: Document) -> Iterator[str]:
    """A heading inside a section is one rank below the titles, where any has been seen."""
    numbers, rank = numbered(), 2
    for name, section in zip(anchors(document), document.sections, strict=True):
        title = f"<h2>{escape(section.title)}</h2>" if section.title else ""
        rank = 3 if title else rank
        around = Around(document, section, rank, numbers)
        blocks = "".join(block_html(block, around) for block in section.blocks)
        yield f'<section id="{escape(name)}">{title}{blocks}</section>'
