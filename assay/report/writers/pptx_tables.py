"""Tables measured for slides: letters as large as they fit, columns as wide as they need, rows as high as they become."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from assay.report.document import Alignment, Cell, Marked, Table
from assay.report.form import written
from assay.report.writers.legible import legible
from assay.report.writers.pptx_icons import icon_runs, legend
from assay.report.writers.pptx_slides import GridCell, GridRow
from assay.report.writers.pptx_text import LEADING, Para, Run, lines, longest, para, wide

SIZES = (12.0, 11.0, 10.0)
SIDE, ABOVE = 5.0, 3.0
"""Points around the words of a cell."""
_NOTE = 10.0
_STRETCHED = 1.3  # a narrow table becomes that much broader at most, so that the eye keeps its row
_HEAD_LINES = 3
_NARROW, _LONGEST = 96.0, 220.0  # points: a column of words is at least that narrow; what a single long word gets at most


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in a cell: letters, and its ground as `#rrggbb`, "" for none."""

    runs: tuple[Run, ...]
    fill: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Plain:
    """A table before it is measured. `below`: what explains it, on each of its slides."""

    name: str
    heads: tuple[str, ...]
    aligned: tuple[Alignment, ...]
    rows: tuple[tuple[Entry, ...], ...]
    has_total: bool = False
    below: tuple[Para, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """Columns that stand beside each other on a slide."""

    name: str
    widths: tuple[float, ...]
    head: GridRow
    rows: tuple[GridRow, ...]
    aligned: tuple[Alignment, ...]
    has_total: bool
    below: tuple[Para, ...]


def plain(table: Table, name: str) -> Plain:
    """A table of a document, every figure written."""
    rows = tuple(
        tuple(_entry(cell, written(*formed)) for cell, formed in zip(row, table.formed(row), strict=True))
        for row in table.lines
    )
    icons = (icon for row in table.lines for cell in row if isinstance(cell, Marked) for icon in cell.icons)
    note = (para(table.note, _NOTE, "muted"),) if table.note else ()
    aligned = tuple(column.alignment for column in table.columns)
    heads = tuple(legible(column.title) for column in table.columns)
    return Plain(name, heads, aligned, rows, table.total is not None, (*legend(icons), *note))


def _entry(cell: Cell, text: str) -> Entry:
    """Cells do not lead anywhere: programs underline what does, and a table of underlined figures is not read."""
    if not isinstance(cell, Marked):
        return Entry((Run(legible(text)),))
    return Entry((*icon_runs(cell.icons), Run(legible(cell.text))))


def measured(table: Plain, room: float, tall: float) -> tuple[Sheet, ...]:
    """The table for a room so many points wide, with no row higher than `tall`: whole, or, where its columns need more, in parts
    that each begin with the columns that tell its rows apart."""
    for size in SIZES:
        if sum(_least(table, size)) <= room:
            return (_sheet(table, range(len(table.heads)), size, room, tall),)
    groups = _groups(_least(table, SIZES[-1]), room, _keys(table))
    return tuple(_sheet(table, group, SIZES[-1], room, tall) for group in groups)


def _keys(table: Plain) -> int:
    """How many columns tell the rows apart: the first one, or the first two."""
    return 1 if len(table.heads) < 3 or len({row[0].text for row in table.rows}) == len(table.rows) else 2


def _groups(least: Sequence[float], room: float, keys: int) -> list[list[int]]:
    """As few groups as can be, with about equally many columns; each begins with those that tell the rows apart."""
    fewest = _filled_groups(least, room, keys, len(least))
    even = _filled_groups(least, room, keys, -(-(len(least) - keys) // len(fewest)))
    return even if len(even) == len(fewest) else fewest


def _filled_groups(least: Sequence[float], room: float, keys: int, most: int) -> list[list[int]]:
    groups = [list(range(keys))]
    for at in range(keys, len(least)):
        is_full = len(groups[-1]) == keys + most or sum(least[one] for one in (*groups[-1], at)) > room
        if len(groups[-1]) > keys and is_full:
            groups.append(list(range(keys)))
        groups[-1].append(at)
    return groups


def _column(table: Plain, at: int) -> list[tuple[str, bool]]:
    """The words of a column, and which of them are bold: the total."""
    last = len(table.rows) - 1 if table.has_total else None
    return [(row[at].text, number == last) for number, row in enumerate(table.rows)]


def _needs(table: Plain, size: float) -> list[float]:
    """What each column takes where nothing is broken but its heading."""
    return [
        2 * SIDE + max([_of_head(head, size), *(wide(text, size, is_bold) for text, is_bold in _column(table, at))])
        for at, head in enumerate(table.heads)
    ]


def _least(table: Plain, size: float) -> list[float]:
    """What each column takes at least: figures are never broken, words between words."""
    found = []
    for at, (head, need) in enumerate(zip(table.heads, _needs(table, size), strict=True)):
        pieces = (longest(text, size, is_bold) for text, is_bold in _column(table, at))
        words = 2 * SIDE + max(_NARROW, _of_head(head, size), min(_LONGEST, max(pieces, default=0.0)))
        is_figures = table.aligned[at] == "right"
        found.append(min(need, _LONGEST) if is_figures else min(need, words))
    return found


def _of_head(head: str, size: float) -> float:
    """Points of a heading in two or three lines: Chinese could be broken anywhere, but nobody reads it from top to bottom."""
    whole = wide(head, size, True)
    return max(longest(head, size, True), whole / (_HEAD_LINES if whole > _NARROW else 2) + size)


def _widths(table: Plain, columns: Sequence[int], size: float, room: float) -> tuple[float, ...]:
    needs, least = ([found[at] for at in columns] for found in (_needs(table, size), _least(table, size)))
    if sum(needs) <= room:
        factor = min(_STRETCHED, room / sum(needs))
        return tuple(need * factor for need in needs)
    wanted = [need - narrow for need, narrow in zip(needs, least, strict=True)]
    spare = max(0.0, room - sum(least)) / (sum(wanted) or 1.0)
    factor = min(1.0, room / sum(least))
    return tuple(factor * narrow + spare * more for narrow, more in zip(least, wanted, strict=True))


def _sheet(table: Plain, columns: Sequence[int], size: float, room: float, tall: float) -> Sheet:
    widths = _widths(table, columns, size, room)
    aligned = tuple(table.aligned[at] for at in columns)
    head = _row([Entry((Run(table.heads[at], is_bold=True, ink="muted"),)) for at in columns], widths, aligned, size)
    most = max(1, int((tall - head.height - 2 * ABOVE) // (size * LEADING)))
    rows: list[GridRow] = []
    for number, row in enumerate(table.rows, 1):
        is_total = table.has_total and number == len(table.rows)
        kept = [_bold(row[at]) if is_total else row[at] for at in columns]
        rows += [_row(piece, widths, aligned, size) for piece in _pieces(kept, widths, size, most)]
    return Sheet(table.name, widths, head, tuple(rows), aligned, table.has_total, table.below)


def _bold(entry: Entry) -> Entry:
    return replace(entry, runs=tuple(replace(run, is_bold=True) for run in entry.runs))


def _row(entries: Sequence[Entry], widths: Sequence[float], aligned: Sequence[Alignment], size: float) -> GridRow:
    cells = tuple(GridCell(Para(entry.runs, size, align), entry.fill) for entry, align in zip(entries, aligned, strict=True))
    most = max(len(_in_lines(entry, width, size)) for entry, width in zip(entries, widths, strict=True))
    return GridRow(cells, most * size * LEADING + 2 * ABOVE)


def _in_lines(entry: Entry, width: float, size: float) -> tuple[str, ...]:
    return lines(entry.text, width - 2 * SIDE, size, any(run.is_bold for run in entry.runs))


def _pieces(entries: Sequence[Entry], widths: Sequence[float], size: float, most: int) -> list[list[Entry]]:
    """A row that is higher than a slide goes on in further rows."""
    written_ = [_in_lines(entry, width, size) for entry, width in zip(entries, widths, strict=True)]
    if max(map(len, written_)) <= most:
        return [list(entries)]
    parts = [[found[at : at + most] for at in range(0, len(found), most)] for found in written_]
    return [
        [Entry((replace(entry.runs[0], text="\n".join(part)),), entry.fill) for entry, part in zip(entries, row, strict=True)]
        for row in zip_longest(*parts, fillvalue=())
    ]


def shared(rows: Sequence[GridRow], first: float, full: float) -> list[int]:
    """How many rows stand on each slide, if the first one has so many points for them and each further one `full`: as few slides as
    can be, about equally high."""
    heights = [row.height for row in rows]
    counts = _filled(heights, first, full)
    found: list[int] = []
    for at in range(len(counts)):
        left, start = len(counts) - at, sum(found)
        fits = _filled(heights[start:], first if at == 0 else full, full)[0]
        even = sum(heights[start:]) / left
        enough = next((n for n in range(1, fits) if sum(heights[start : start + n]) >= even), fits)
        is_enough = len(_filled(heights[start + enough :], full, full)) <= left - 1
        found.append(enough if is_enough else fits)
    return found


def _filled(heights: Sequence[float], first: float, full: float) -> list[int]:
    """Slide after slide filled to its end; the first one may stay without any."""
    counts, left = [0], first
    for height in heights:
        if height > left and (counts[-1] or len(counts) == 1):
            counts.append(0)
            left = full
        counts[-1] += 1
        left -= height
    return counts
