"""The heat table: a row a vendor, a column a KPI, the shade of each cell by what was found of it."""

from __future__ import annotations

from dataclasses import dataclass

from assay.charts.axis import Axis
from assay.charts.chart import Cells, Chart, Tone
from assay.text import Language


@dataclass(frozen=True, slots=True)
class Cell:
    """`intensity` 0 to 1, None for a cell of which nothing can be said."""

    text: str
    tone: Tone
    intensity: float | None
    hover: str
    id: str


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """`cells` a row for each of `rows`, the first on top, and in it one for each of `columns`."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]


def heat(drawn: Drawn, title: str, subtitle: str, note: str, language: Language) -> Chart:
    """Ids: what a click opens is the cell's."""
    placed = [(float(x), float(y), cell) for y, row in enumerate(drawn.cells) for x, cell in enumerate(row)]
    cells = Cells(
        tuple(x for x, _, _ in placed), tuple(y for _, y, _ in placed), tuple(one.intensity for *_, one in placed),
        tuple(one.text for *_, one in placed), tuple(one.tone for *_, one in placed), tuple(one.hover for *_, one in placed),
        tuple(one.id for *_, one in placed),
    )
    alt = f"{title}{'。' if language == 'zh' else '. '}{subtitle}"
    x, y = Axis(kind="label", labels=drawn.columns), Axis(kind="label", labels=drawn.rows, is_reversed=True)
    return Chart(title, subtitle, alt, x, y, (cells,), note, language)
