"""Tones as colours of a palette."""

from __future__ import annotations

from assay.charts.chart import Tone
from assay.charts.palette import Palette

BAND = 0.14
"""How much of its tone a band has."""
_PALEST, _FULLEST = 0.06, 0.4  # of the tone in a cell: words on the fullest one keep their contrast


def colour(palette: Palette, tone: Tone) -> str:
    """The colour of a tone as `#rrggbb`."""
    return palette.text if tone == "ink" else str(getattr(palette, tone))


def filled(palette: Palette, tone: Tone, intensity: float) -> str:
    """The ground of a cell of that intensity, 0 to 1, as `#rrggbb`."""
    return mixed(colour(palette, tone), palette.background, _PALEST + (_FULLEST - _PALEST) * intensity)


def mixed(one: str, other: str, share: float) -> str:
    """So much of one colour and the rest of the other."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)
