"""The two icons of a series as inline SVG: what its latest point is (variation), and what it means for the target (assurance).

Shape says what colour says too: an arrow where the point is a signal, a wave where it is not; the process above, across or below
its target.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Literal

Picture = Literal["wave", "up", "down", "empty", "above", "across", "below"]
Shade = Literal["common", "improvement", "concern", "neutral", "muted"]
_SHAPES: dict[Picture, str] = {
    "wave": '<path d="M4.5 11.5l3-4 3 5 2.5-4.5 2.5 3.5"/>',
    "up": '<path d="M5.5 13.5l8.5-7.5M9 5.5h5.5V11"/>',
    "down": '<path d="M5.5 6.5l8.5 7.5M9 14.5h5.5V9"/>',
    "empty": '<path d="M7 10h6"/>',
    "above": '<path class="goal" d="M3.5 13.5h13"/><path d="M4.5 9l3.5-2.5 3.5 2.5 4-2.5"/>',
    "across": '<path class="goal" d="M2.5 10h15"/><path d="M4.5 13l3.5-6 3.5 6 4-6"/>',
    "below": '<path class="goal" d="M3.5 6.5h13"/><path d="M4.5 13.5l3.5-2.5 3.5 2.5 4-2.5"/>',
}


@dataclass(frozen=True, slots=True)
class Icon:
    """A picture in a tone, and the word that says the same to those who cannot see it. `tone` is a tone of a verdict."""

    picture: Picture
    tone: Shade
    word: str


def icon_html(icon: Icon) -> str:
    """An `<svg>` of 20 by 20 with its word as its name; the style sheet around it gives the colours."""
    edge = ' stroke-dasharray="2 2"' if icon.picture == "empty" else ""
    return (
        f'<svg class="icon {icon.tone}" width="20" height="20" viewBox="0 0 20 20" role="img" aria-label="{escape(icon.word)}">'
        f'<circle cx="10" cy="10" r="9"{edge}/>{_SHAPES[icon.picture]}</svg>'
    )
