"""Cards on a slide: beside each other, equally high, their words as large as they fit."""

from __future__ import annotations

import math
from collections.abc import Sequence

from assay.report.document import Card, Document
from assay.report.writers.links import page
from assay.report.writers.pptx_icons import worded
from assay.report.writers.pptx_slides import Box, Tile
from assay.report.writers.pptx_text import Para, fitted, height, para

INSIDE, TREND = 9.0, 24.0
"""Points around the words of a card, and those of its trend."""
_GAP, _BROADEST, _LEAST = 12.0, 280.0, 150.0
_LABEL, _SMALL, _VALUES = 12.0, 10.0, (22.0, 18.0, 15.0, 12.0)


def tiles(cards: Sequence[Card], box: Box, document: Document) -> tuple[Tile, ...]:
    """The cards from the upper end of the box; they may need more height than it has."""
    most = max(1, int((box.width + _GAP) // (_LEAST + _GAP)))
    rows = math.ceil(len(cards) / most)
    across = math.ceil(len(cards) / rows)
    width = min(_BROADEST, (box.width + _GAP) / across - _GAP)
    found: list[Tile] = []
    top = box.top
    for start in range(0, len(cards), across):
        row = cards[start : start + across]
        tall = max(_tall(card, width) for card in row)
        found += [_tile(card, Box(box.left + at * (width + _GAP), top, width, tall), document) for at, card in enumerate(row)]
        top += tall + _GAP
    return tuple(found)


def has_trend(card: Card) -> bool:
    """Whether there is enough for a line."""
    return sum(value is not None for value in card.trend) > 1


def _tile(card: Card, box: Box, document: Document) -> Tile:
    return Tile(box, card, card_paras(card, box.width - 2 * INSIDE), page(document, card.to))


def _tall(card: Card, width: float) -> float:
    return height(card_paras(card, width - 2 * INSIDE), width - 2 * INSIDE) + 2 * INSIDE + (TREND if has_trend(card) else 0.0)


def card_paras(card: Card, room: float) -> tuple[Para, ...]:
    """The words of a card; the value on one line where it fits on one at all."""
    value, size = fitted(card.value, room, _VALUES, 1, is_bold=True)
    if value != card.value:
        value, size = fitted(card.value, room, _VALUES[-1:], 3, is_bold=True)
    found = [para(card.label, _LABEL, "muted", is_bold=True), para(value, size, is_bold=True)]
    if card.note:
        found.append(para(card.note, _SMALL, "muted"))
    return (*found, *((Para(worded(card.icons), _SMALL),) if card.icons else ()))
