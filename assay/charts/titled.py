"""A chart as a Plotly figure that stands for itself: with its finding, subtitle and note in it, as notebooks show it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from assay.charts.chart import Chart
from assay.charts.lettering import EDGE, LARGE, LINE, SIZE, SMALL, wrapped
from assay.charts.palette import LIGHT, Palette
from assay.charts.plotly import figure

if TYPE_CHECKING:
    from assay.charts.plotly import Figure

WIDTH = 820
"""Pixels: what an output of a notebook has beside its tables of contents."""


def titled(chart: Chart, palette: Palette = LIGHT, width: int = WIDTH) -> Figure:
    """The drawing of `assay.charts.plotly`, `width` pixels wide, on paper of the palette; longer words are broken into lines."""
    drawn = figure(chart, palette, width)
    room = width - 2 * EDGE
    head = [
        *_lines(chart.title, room, LARGE, palette.text, is_bold=True), *_lines(chart.subtitle, room, SIZE, palette.muted)
    ]
    foot = _lines(chart.note, room, SMALL, palette.muted)
    above, below = sum(tall for _, tall in head) + EDGE, sum(tall for _, tall in foot) + EDGE
    margin = drawn.layout.margin.to_plotly_json()
    drawn.update_layout(
        width=width, height=drawn.layout.height + above + below, paper_bgcolor=palette.background,
        margin=margin | {"t": margin["t"] + above, "b": margin["b"] + below},
        annotations=[*(one.to_plotly_json() for one in drawn.layout.annotations), *_placed(head, foot, margin, above)],
    )
    return drawn


Lines = list[tuple[dict[str, Any], int]]
"""Each line as Plotly takes it, and the pixels that it takes."""


def _lines(text: str, room: float, size: int, ink: str, is_bold: bool = False) -> Lines:
    if not text:
        return []
    tall = round(size * LINE / SIZE) + 2
    said = (escape(line, quote=False) for line in wrapped(text, room, size * 1.06 if is_bold else size))
    return [({"text": f"<b>{line}</b>" if is_bold else line, "font": {"size": size, "color": ink}}, tall) for line in said]


def _placed(head: Lines, foot: Lines, margin: dict[str, int], above: int) -> list[dict[str, Any]]:
    """The head from the upper edge down, the foot under what the drawing has beneath its axis."""
    side = {"xref": "paper", "yref": "paper", "x": 0, "xanchor": "left", "xshift": EDGE - margin["l"], "showarrow": False,
            "borderpad": 0, "align": "left", "yanchor": "top"}  # fmt: skip
    starts = ((head, 1, margin["t"] + above - EDGE // 2), (foot, 0, -margin["b"]))
    placed = []
    for lines, end, shift in starts:
        for line, tall in lines:
            placed.append(side | line | {"y": end, "yshift": shift})
            shift -= tall
    return placed
