"""The small drawings that stand in a line of words, with their colours in them: for files without the style sheet of the pages."""

from __future__ import annotations

from assay.charts.icons import Icon, icon_html
from assay.charts.palette import LIGHT, Palette
from assay.charts.sparkline import sparkline
from assay.charts.tones import colour


def icon_svg(icon: Icon, palette: Palette = LIGHT) -> str:
    """The icon as a picture of its own, 20 by 20."""
    weight = 2 if icon.tone in ("improvement", "concern", "neutral") else 1.25
    return _alone(icon_html(icon), (
        f"circle{{fill:none;stroke:{colour(palette, icon.tone)};stroke-width:{weight}}}"
        f"path{{fill:none;stroke:{colour(palette, icon.tone)};stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}}"
        ".goal{stroke-width:1.2;stroke-dasharray:2 2}"
    ))


def trend_svg(values: tuple[float | None, ...], width: int, height: int, palette: Palette = LIGHT) -> str:
    """The values as a line; "" where fewer than two are known."""
    drawn = sparkline(values, width=width, height=height)
    return drawn and _alone(drawn, (
        f"polyline{{fill:none;stroke:{palette.common};stroke-width:1.25;stroke-linejoin:round}}.lone,.last{{fill:{palette.common}}}"
    ))


def _alone(drawn: str, looks: str) -> str:
    """As a file of its own: with its name space, and its looks before its shapes."""
    head, shapes = drawn.split(">", 1)
    spaced = head.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return f"{spaced}><style>{looks}</style>{shapes}"
