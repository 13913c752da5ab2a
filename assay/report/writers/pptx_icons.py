"""The two icons of a series as letters, since a cell of a table on a slide holds no drawing, and the words that explain them."""

from __future__ import annotations

from collections.abc import Iterable

from assay.charts.icons import Icon, Picture
from assay.report.writers.pptx_text import Para, Run

_GLYPHS: dict[Picture, str] = {"wave": "≈", "up": "▲", "down": "▼", "empty": "○", "above": "◓", "across": "◐", "below": "◒"}
"""Letters that the fonts of every office program have. The half that is filled is where the series lies: over its target, on both
sides of it, under it."""
_LEGEND = 10.0


def icon_runs(icons: Iterable[Icon]) -> tuple[Run, ...]:
    """One letter an icon, in its tone."""
    return tuple(Run(f"{_GLYPHS[icon.picture]} ", ink=icon.tone) for icon in icons)


def worded(icons: Iterable[Icon]) -> tuple[Run, ...]:
    """Each icon with its word."""
    return tuple(Run(f"{_GLYPHS[icon.picture]} {icon.word}  ", ink=icon.tone) for icon in icons)


def legend(icons: Iterable[Icon]) -> tuple[Para, ...]:
    """What each of the icons means, once; nothing for none."""
    said = {(icon.picture, icon.tone, icon.word): icon for icon in icons}
    return (Para(worded(said[one] for one in sorted(said)), _LEGEND),) if said else ()
