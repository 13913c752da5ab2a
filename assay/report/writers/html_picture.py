"""A chart inside a page: drawn once for wide and once for narrow screens, in colours that follow the reader's theme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import count

from assay.charts.palette import DARK, LIGHT
from assay.charts.svg import svg
from assay.report.document import Picture

WIDE, HALF, NARROW = 920.0, 500.0, 350.0
"""Pixels: across the page, beside something else, and on a phone, where a smaller picture would have letters that nobody reads."""
_PAINT = re.compile(r'((?:fill|stroke)=")#([0-9a-f]{6})"')
_NAME = re.compile(r'(id="|url\(#)inside-')
_USED = re.compile(r"var\((--paint-([0-9a-f]{6})-([0-9a-f]{6}))\)")


def picture_html(picture: Picture, numbers: Iterator[int], is_half: bool = False) -> str:
    """A `<figure>`; its words are text of the page. `numbers` tell the drawings of one page apart."""
    chart = picture.chart
    below = f'<p class="note">{escape(chart.note)}</p>' if chart.note else ""
    aside = f'<span class="subtitle">{escape(chart.subtitle)}</span>' if chart.subtitle else ""
    drawn = _drawn(picture, HALF if is_half else WIDE, "wide", next(numbers)) + _drawn(picture, NARROW, "narrow", next(numbers))
    return f"<figure><figcaption><strong>{escape(chart.title)}</strong>{aside}</figcaption>{drawn}{below}</figure>"


def _drawn(picture: Picture, width: float, kind: str, number: int) -> str:
    """Painted in both themes it is the same but for its colours; each pair of them becomes a variable of the style sheet."""
    light, dark = (svg(picture.chart, width, picture.height, palette, has_words=False) for palette in (LIGHT, DARK))
    others = (colour for _, colour in _PAINT.findall(dark))
    both = _PAINT.sub(lambda found: f'{found[1]}var(--paint-{found[2]}-{next(others)})"', light)
    named = _NAME.sub(lambda found: f"{found[1]}inside-{number}-", both)
    return f'<div class="drawing {kind}">{named}</div>'


def paints(page: str) -> tuple[tuple[str, str, str], ...]:
    """The variables that the drawings of a page use: name, light colour, dark colour."""
    return tuple(sorted({(name, f"#{light}", f"#{dark}") for name, light, dark in _USED.findall(page)}))


def numbered() -> Iterator[int]:
    """1, 2, 3 …"""
    return count(1)
