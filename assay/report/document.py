"""A document as a value: what stands in it and in which order. How it looks is up to whoever writes it as PDF or as a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assay.report.form import TEXT, Form, Quantity, Value, checked
from assay.text import Language

Alignment = Literal["left", "center", "right"]
Cell = Value | Quantity


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """Small print: how something was counted, what was left out."""

    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """One figure at a glance, already in words: 目标达成, 93.4 %, 约定 ≥ 95 %."""

    label: str
    value: str
    note: str = ""


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
                checked(cell.value if isinstance(cell, Quantity) else cell)

    @property
    def lines(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows, and the total at last where there is one."""
        return self.rows if self.total is None else (*self.rows, self.total)

    def formed(self, row: tuple[Cell, ...]) -> tuple[tuple[Value, Form], ...]:
        """The cells of one row, each with the form it is written in."""
        pairs = zip(row, self.columns, strict=True)
        return tuple((cell.value, cell.form) if isinstance(cell, Quantity) else (cell, column.form) for cell, column in pairs)


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page, where there are pages."""


Block = Heading | Paragraph | Note | Figures | Table | PageBreak


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under one title; without a title they follow on."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """`stamp`: lines that say what the data are, on every page. `made_at` is naive UTC, and no other clock is in the files made of
    it: equal documents are equal files."""

    title: str
    subtitle: str
    stamp: tuple[str, ...]
    sections: tuple[Section, ...]
    language: Language
    made_at: datetime
    is_landscape: bool = False

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for section in self.sections for block in section.blocks if isinstance(block, Table))
