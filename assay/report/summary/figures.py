"""The figures of two documents against one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assay.report.document import Document, Figures, Section, Table
from assay.report.form import written
from assay.written import NOTHING

_APART = " · "


def figures(document: Document) -> Mapping[str, str]:
    """Every figure of cards and tables as it is written, by what it is called: section, row and column."""
    return {name: value for section in document.sections for name, value in _of_section(section)}


def _of_section(section: Section) -> Iterator[tuple[str, str]]:
    for block in section.plain:
        if isinstance(block, Figures):
            yield from ((_named(section.title, card.label), card.value) for card in block.cards)
        if isinstance(block, Table):
            yield from _of_table(section, block)


def _of_table(section: Section, table: Table) -> Iterator[tuple[str, str]]:
    for row in table.lines:
        first, *rest = (written(value, form) for value, form in table.formed(row))
        for column, said in zip(table.columns[1:], rest, strict=True):
            yield _named(section.title, first, column.title), said


def _named(*parts: str) -> str:
    return _APART.join(part for part in parts if part)


def changed(before: Document, after: Document) -> tuple[tuple[str, str, str], ...]:
    """The figures that differ: what each is called, as it was, as it is; a dash where one of the documents does not have it."""
    old, new = figures(before), figures(after)
    names = dict.fromkeys((*old, *new))
    return tuple((name, old.get(name, NOTHING), new.get(name, NOTHING)) for name in names if old.get(name) != new.get(name))
