"""A document as a value: what stands in it and in which order. How it looks is up to whoever writes it as PDF or as a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assay.charts.chart import Chart
from assay.charts.icons import Icon
from assay.report.form import TEXT, Form, Quantity, Value, checked
from assay.text import Language

Alignment = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Marked:
    """A cell of icons and words: what a series does, and what that means for its target. A file without pictures writes `text` and
    the words of the icons. `to` is a page of the application, such as "trends?kpi=clearance"; "" for none."""

    icons: tuple[Icon, ...]
    text: str = ""
    to: str = ""

    @property
    def words(self) -> str:
        """All of it as text."""
        return " · ".join(filter(None, (self.text, *(icon.word for icon in self.icons))))


Cell = Value | Quantity | Marked


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence and where its evidence stands: `to` a page of the application, `key` a section of this document."""

    text: str
    to: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Sentences:
    """A paragraph whose clauses lead to their evidence. The texts bring their own spaces and punctuation."""

    clauses: tuple[Clause, ...]
    is_lead: bool = False  # the one that is read first is larger

    @property
    def text(self) -> str:
        return "".join(clause.text for clause in self.clauses)


@dataclass(frozen=True, slots=True)
class Note:
    """Small print: how something was counted, what was left out."""

    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """One figure at a glance, already in words: 目标达成, 93.4 %, 约定 ≥ 95 %. `trend` are values of the periods up to this one,
    drawn the size of a word where there is room; `to` is a page of the application."""

    label: str
    value: str
    note: str = ""
    icons: tuple[Icon, ...] = ()
    trend: tuple[float | None, ...] = ()
    to: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Cards in a row."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `form` holds for all its cells but those that bring their own."""

    title: str
    form: Form = TEXT
    align: Alignment | None = None  # None: text left, figures right

    @property
    def alignment(self) -> Alignment:
        return self.align or ("left" if self.form.kind == "text" else "right")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, one for each column; `total` is one more row, set apart. Raises ValueError for a row of another length, and
    for a figure that is not finite."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    note: str = ""

    def __post_init__(self) -> None:
        for row in self.lines:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.title}: {len(self.columns)} columns, and a row of {len(row)} cells: {row!r}")
            for cell in row:
                checked(_plain(cell, TEXT)[0])

    @property
    def lines(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows, and the total at last where there is one."""
        return self.rows if self.total is None else (*self.rows, self.total)

    def formed(self, row: tuple[Cell, ...]) -> tuple[tuple[Value, Form], ...]:
        """The cells of one row, each with the form it is written in."""
        return tuple(_plain(cell, column.form) for cell, column in zip(row, self.columns, strict=True))


def _plain(cell: Cell, form: Form) -> tuple[Value, Form]:
    match cell:
        case Quantity(value, own):
            return value, own
        case Marked():
            return cell.words, TEXT
    return cell, form


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart: painted as vectors on paper and on the screen, native and editable in a workbook and on a slide. `height` is that of
    the drawing in pixels at a width of 760; None: what suits it."""

    chart: Chart
    height: float | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """Two groups of blocks side by side where there is room, one after the other where there is not."""

    left: tuple[Plain, ...]
    right: tuple[Plain, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page, where there are pages."""


Plain = Heading | Paragraph | Sentences | Note | Figures | Table | Picture
Block = Plain | Beside | PageBreak


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under one title; without a title they follow on. `key` is what clauses lead to. `message` is what the section says, in
    one sentence: the title of its slide."""

    title: str
    blocks: tuple[Block, ...]
    key: str = ""
    message: str = ""

    @property
    def plain(self) -> tuple[Plain | PageBreak, ...]:
        """The blocks one after the other, for those who have no room beside."""
        apart = ((*block.left, *block.right) if isinstance(block, Beside) else (block,) for block in self.blocks)
        return tuple(one for several in apart for one in several)


@dataclass(frozen=True, slots=True)
class Document:
    """`stamp`: lines that say what the data are, on every page. `made_at` is naive UTC, and no other clock is in the files made of
    it: equal documents are equal files. `address`: where the application can be reached, for links to its pages; "" for none."""

    title: str
    subtitle: str
    stamp: tuple[str, ...]
    sections: tuple[Section, ...]
    language: Language
    made_at: datetime
    is_landscape: bool = False
    address: str = ""

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for section in self.sections for block in section.plain if isinstance(block, Table))

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return tuple(block for section in self.sections for block in section.plain if isinstance(block, Picture))
