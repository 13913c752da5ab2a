"""Slides as values: what stands on each and where. Lengths in points; a slide is 960 by 540."""

from __future__ import annotations

from dataclasses import dataclass

from assay.charts.chart import Chart
from assay.report.document import Alignment, Card
from assay.report.writers.native import Native
from assay.report.writers.pptx_text import Para

WIDTH, HEIGHT = 960.0, 540.0
MARGIN = 40.0
BREADTH = WIDTH - 2 * MARGIN
BOTTOM = 494.0
"""Where the body of a slide ends; stamp and number stand beneath."""


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Words:
    """Paragraphs in a box that is high enough for them."""

    box: Box
    paras: tuple[Para, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """A card: its words, and its trend at the lower end of the box."""

    box: Box
    card: Card
    paras: tuple[Para, ...]
    where: str = ""


@dataclass(frozen=True, slots=True)
class GridCell:
    """`fill`: its ground as `#rrggbb`, "" for none."""

    para: Para
    fill: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    cells: tuple[GridCell, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A native table: its head and rows with their heights, the widths of its columns, and whether the last row is a total.
    `name` is read out."""

    box: Box
    name: str
    widths: tuple[float, ...]
    head: GridRow
    rows: tuple[GridRow, ...]
    aligned: tuple[Alignment, ...]
    has_total: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A native chart."""

    box: Box
    chart: Chart
    native: Native


Part = Words | Tile | Grid | Drawing


@dataclass(frozen=True, slots=True)
class Slide:
    """`title` is the message; `kicker`, small over it, the section it belongs to; `anchor` the section that begins here, "" for
    none. `spoken` are lines of the speaker's notes."""

    title: str
    kicker: str
    parts: tuple[Part, ...]
    anchor: str = ""
    spoken: tuple[str, ...] = ()
    is_first: bool = False
