"""The report for paper and slides: the rows that come first, which are those of most concern; the workbook has them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from assay.report.document import Beside, Block, Document, Picture, Plain, Section, Table
from assay.say import summary_words as words
from assay.text import Language

_MAIN = ("vendors", "levels")
"""The sections whose table is the heart of the report."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How much there is room for: rows of the main table and of each other one, reasons that are told, pictures in a section."""

    rows: int
    others: int
    reasons: int
    pictures: int

    def rows_of(self, section: Section) -> int:
        return self.rows if section.key in _MAIN else self.others


COMPANY, VENDOR = Shape(24, 4, 3, 2), Shape(12, 3, 2, 1)
"""At most six pages, and two."""


def shortened(document: Document, shape: Shape = COMPANY) -> Document:
    """What is left out of a table is said beneath it."""
    return replace(document, sections=tuple(_section(one, shape, document.language) for one in document.sections))


def _section(section: Section, shape: Shape, language: Language) -> Section:
    told = tuple(_reasons(section, shape))
    pictures = _Pictures(shape.pictures)
    blocks = [one for block in told for one in pictures.held(block)]
    return replace(section, blocks=tuple(_cut(block, shape.rows_of(section), language) for block in blocks))


def _reasons(section: Section, shape: Shape) -> Iterator[Block]:
    """Of the reasons, each of which stands beside its picture, the first few."""
    left = shape.reasons if section.key == "why" else len(section.blocks)
    for block in section.blocks:
        if not isinstance(block, Beside) or left > 0:
            yield block
        left -= isinstance(block, Beside)


class _Pictures:
    """Counts the pictures of a section down; what is told beside one that has no room stays."""

    def __init__(self, most: int) -> None:
        self.left = most

    def held(self, block: Block) -> Iterator[Block]:
        match block:
            case Picture():
                yield from self._some((block,))
            case Beside(left, right):
                sides = [tuple(self._some(side)) for side in (left, right)]
                yield from [Beside(*sides)] if all(sides) else [*sides[0], *sides[1]]
            case _:
                yield block

    def _some(self, blocks: Iterable[Plain]) -> Iterator[Plain]:
        for one in blocks:
            if isinstance(one, Picture):
                self.left -= 1
            if not isinstance(one, Picture) or self.left >= 0:
                yield one


def _cut(block: Block, rows: int, language: Language) -> Block:
    match block:
        case Table():
            return _table(block, rows, language)
        case Beside(left, right):
            return Beside(_all(left, rows, language), _all(right, rows, language))
    return block


def _all(blocks: tuple[Plain, ...], rows: int, language: Language) -> tuple[Plain, ...]:
    return tuple(_table(one, rows, language) if isinstance(one, Table) else one for one in blocks)


def _table(table: Table, rows: int, language: Language) -> Table:
    left = len(table.rows) - rows
    if left <= 0:
        return table
    note = " ".join(filter(None, (words.MORE_ROWS(language, n=left), table.note)))
    return replace(table, rows=table.rows[:rows], note=note)
