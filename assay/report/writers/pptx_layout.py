"""Where the parts of a slide stand in the room that it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assay.charts.chart import Chart
from assay.report.document import Beside, Document, Figures, Picture, Plain, Table
from assay.report.writers.native import Native, native
from assay.report.writers.pptx_cards import tiles
from assay.report.writers.pptx_cells import cells
from assay.report.writers.pptx_scenes import HALF, Scene, paras, scenes
from assay.report.writers.pptx_slides import Box, Drawing, Grid, GridRow, Part, Words
from assay.report.writers.pptx_tables import Plain as PlainTable
from assay.report.writers.pptx_tables import Sheet, measured, plain
from assay.report.writers.pptx_text import Para, height, para

GAP, GUTTER = 8.0, 30.0
_LEAST, _LEAST_HALF = 230.0, 180.0  # points of the height of a chart
_ROW, _ROWS_LEAST, _AXIS = 34.0, 150.0, 70.0  # a chart of rows is as high as its rows need


@dataclass(frozen=True, slots=True)
class Stage:
    """What stands around the one thing that is shown: `above` and `below` in points of their own height, `name` what a table
    without a title is called."""

    document: Document
    name: str
    box: Box
    above: tuple[Para, ...] = ()
    below: tuple[Para, ...] = ()

    @property
    def room(self) -> Box:
        """What is left for the thing itself."""
        top = self.box.top + _taken(self.above, self.box.width)
        return Box(self.box.left, top, self.box.width, self.box.bottom - _taken(self.below, self.box.width) - top)


def _taken(said: tuple[Para, ...], width: float) -> float:
    return height(said, width) + GAP if said else 0.0


def words(said: tuple[Para, ...], box: Box, top: float | None = None) -> tuple[Part, ...]:
    """Paragraphs across a box, from its upper end or from `top`."""
    place = Box(box.left, box.top if top is None else top, box.width, height(said, box.width))
    return (Words(place, said),) if said else ()


def carded(figures: Figures, stage: Stage) -> tuple[Part, ...] | None:
    """Cards between the words around them; None where they do not fit."""
    found = tiles(figures.cards, stage.room, stage.document)
    end = _end(found)
    if end > stage.room.bottom:
        return None
    return (*words(stage.above, stage.box), *found, *words(stage.below, stage.box, end + GAP))


def drawn(chart: Chart, found: Native, stage: Stage, is_half: bool = False) -> tuple[Part, ...] | None:
    """A chart between the words around it; None where there is too little room. What it cannot draw is said beneath."""
    small = tuple(para(text, 10, "muted") for text in (*found.words, chart.note) if text)
    stage = Stage(stage.document, stage.name, stage.box, stage.above, (*small, *stage.below))
    room = stage.room
    if room.height < (_LEAST_HALF if is_half else _LEAST):
        return None
    rows = len(found.categories) if found.kind == "bar" else len(found.value.labels)
    tall = min(room.height, max(_ROWS_LEAST, _ROW * rows + _AXIS)) if rows else room.height
    box = Box(room.left, room.top, room.width, tall)
    return (*words(stage.above, stage.box), Drawing(box, chart, found), *words(stage.below, stage.box, box.bottom + GAP))


def captions(chart: Chart, title: str) -> tuple[Para, ...]:
    """What is plotted; and the finding where the slide does not say it."""
    finding = (para(chart.title, 13, is_bold=True),) if chart.title != title else ()
    return (*finding, *((para(chart.subtitle, 11, "muted", after=2),) if chart.subtitle else ()))


def gridded(sheet: Sheet, rows: Sequence[GridRow], is_last: bool, stage: Stage) -> tuple[Part, ...]:
    """Some rows of a table between the words around it."""
    room = stage.room
    tall = sheet.head.height + sum(row.height for row in rows)
    box = Box(room.left, room.top, sum(sheet.widths), tall)
    grid = Grid(box, sheet.name, sheet.widths, sheet.head, tuple(rows), sheet.aligned, sheet.has_total and is_last)
    return (*words(stage.above, stage.box), grid, *words(stage.below, stage.box, box.bottom + GAP))


def beside(two: Beside, document: Document, box: Box) -> tuple[Part, ...] | None:
    """Both sides; None where one of them does not fit on half a slide."""
    width = (box.width - GUTTER) / 2
    left = _half(two.left, document, Box(box.left, box.top, width, box.height))
    right = _half(two.right, document, Box(box.left + width + GUTTER, box.top, width, box.height))
    return None if left is None or right is None else (*left, *right)


def _half(blocks: Sequence[Plain], document: Document, box: Box) -> tuple[Part, ...] | None:
    """One thing under the other; charts share the height that the others leave."""
    found = scenes(blocks)
    fixed = [None if isinstance(one.shown, Picture) else _scene(one, document, box) for one in found]
    if any(parts is None and not isinstance(one.shown, Picture) for one, parts in zip(found, fixed, strict=True)):
        return None
    taken = sum(_end(parts) - box.top + GAP for parts in fixed if parts is not None)
    charts = sum(parts is None for parts in fixed)
    each = (box.height - taken) / max(1, charts)
    parts: list[Part] = []
    top = box.top
    for one, known in zip(found, fixed, strict=True):
        laid = _scene(one, document, Box(box.left, top, box.width, each if known is None else box.bottom - top))
        if laid is None:
            return None
        parts += laid
        top = _end(laid) + GAP
    return tuple(parts)


def _end(parts: Sequence[Part]) -> float:
    return max(part.box.bottom for part in parts)


def _scene(scene: Scene, document: Document, box: Box) -> tuple[Part, ...] | None:
    said, under = (paras(each, document, HALF) for each in (scene.said, scene.below))
    stage = Stage(document, document.title, box, said, under)
    match scene.shown:
        case None:
            return words(said, box) if height(said, box.width) <= box.height else None
        case Figures():
            return carded(scene.shown, stage)
        case Picture(chart):
            return _half_picture(chart, stage)
        case Table():
            return _half_table(plain(scene.shown, scene.shown.title or document.title), scene.shown.title, stage)
    return None


def _half_picture(chart: Chart, stage: Stage) -> tuple[Part, ...] | None:
    stage = Stage(stage.document, stage.name, stage.box, (*stage.above, *captions(chart, "")), stage.below)
    found = native(chart)
    return _half_table(cells(chart), "", stage) if found is None else drawn(chart, found, stage, is_half=True)


def _half_table(table: PlainTable, title: str, stage: Stage) -> tuple[Part, ...] | None:
    named = (para(title, HALF, is_bold=True, after=2),) if title else ()
    stage = Stage(stage.document, stage.name, stage.box, (*stage.above, *named), (*table.below, *stage.below))
    found = measured(table, stage.box.width, stage.room.height)
    whole = found[0].head.height + sum(row.height for row in found[0].rows)
    return gridded(found[0], found[0].rows, True, stage) if len(found) == 1 and whole <= stage.room.height else None
