"""The report of a month: as it stands today, or, once the month was published, as it was then, with what changed since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from assay import written
from assay.register.open import Register
from assay.register.reports import Draft, Kept, keep, kept
from assay.report.company import Company
from assay.report.definitions import definitions_version
from assay.report.document import Block, Column, Document, Note, Paragraph, Section, Table
from assay.report.form import TEXT
from assay.report.frozen import Unreadable, document_of, plain
from assay.report.publishing import Issued
from assay.report.settled import UnknownVendor
from assay.report.summary.document import summary_document
from assay.report.summary.figures import changed
from assay.report.summary.read import summary
from assay.report.summary.result import Summary
from assay.say import summary as say
from assay.say import summary_words as words
from assay.scope import Scope
from assay.text import LANGUAGES, Language
from assay.warehouse import read
from assay.warehouse.read import Warehouse


def report(
    warehouse: Warehouse, register: Register, scope: Scope, month: date, language: Language, made_at: datetime,
    vendor_id: str | None = None, address: str = "",
) -> Document:  # fmt: skip
    """In full; see `summary.shortened` for paper. With `vendor_id` it holds what that vendor may see and nothing else.

    `month` is its first day, `made_at` naive UTC, `address` where the application can be reached. Raises `summary.read.NoMonth`
    where nothing was recorded, UnknownVendor where the scope sees no such vendor.
    """
    found = reckoned(warehouse, register, scope, month, vendor_id)
    return told(found, warehouse, register, scope, language, made_at, address)


def reckoned(warehouse: Warehouse, register: Register, scope: Scope, month: date, vendor_id: str | None = None) -> Summary:
    """What the report of the month says in any language. Raises as `report` does."""
    return summary(Company(warehouse, register, _rights(warehouse, scope, vendor_id)), month, vendor_id)


def told(
    found: Summary, warehouse: Warehouse, register: Register, scope: Scope, language: Language, made_at: datetime, address: str = ""
) -> Document:
    """The report of what was reckoned for this scope: today's document, or the published one with what changed since."""
    today = summary_document(found, language, made_at, address)
    before = kept(register, _rights(warehouse, scope, found.vendor_id), found.month, language, found.vendor_id)
    return today if before is None else _with_changes(before, today)


def _rights(warehouse: Warehouse, scope: Scope, vendor_id: str | None) -> Scope:
    """Those of the vendor's own reader, within those of whoever asks."""
    if vendor_id is None:
        return scope
    if vendor_id not in read.vendors(warehouse, scope)["vendor_id"]:
        raise UnknownVendor(vendor_id)
    return replace(Scope.of_vendor(vendor_id), sites=scope.sites)


def _with_changes(before: Kept, today: Document) -> Document:
    """The published document, and in front of it what changed since. What cannot be believed or read is said, and today's shown."""
    language = today.language
    if not before.is_intact:
        return _led(today, (Paragraph(say.TAMPERED(language)),))
    try:
        published = document_of(before.data)
    except Unreadable:
        return _led(today, (Paragraph(say.OLDER(language)),))
    found = replace(published, address=today.address)
    return _led(found, tuple(_since(before, published, today)))


def _led(document: Document, blocks: tuple[Block, ...]) -> Document:
    section = Section(words.RESTATED(document.language), blocks, "restated")
    return replace(document, sections=(*document.sections[:1], section, *document.sections[1:]))


def _since(before: Kept, published: Document, today: Document) -> Iterator[Block]:
    language = today.language
    rows = changed(published, today)
    sentence = (say.RESTATED_SINCE if rows else say.UNCHANGED_SINCE)(
        language, at=written.moment(before.published_at), by=before.published_by, n=len(rows)
    )
    yield Paragraph(sentence + say.END(language))
    if rows:
        titled = (words.FIGURE, words.PUBLISHED, words.TODAY)
        yield Table("", tuple(Column(text(language), TEXT, "right" if at else "left") for at, text in enumerate(titled)), rows)
        yield Note(words.RESTATED_NOTE(language))


def freeze(
    warehouse: Warehouse, register: Register, scope: Scope, issued: Sequence[Issued], is_of_all: bool, by: str, at: datetime
) -> tuple[Kept, ...]:
    """Keeps the reports of a month that was just published, in both languages: of each vendor of whom anything new was written, and
    with `is_of_all` that of all of them. `at` is naive UTC."""
    new = [one.settled for one in issued if one.is_new or one.has_new_cells]
    whose: list[str | None] = [*([None] if is_of_all and new else []), *(one.vendor_id for one in new)]
    drafts = [draft for vendor_id in whose for draft in _drafts(warehouse, register, scope, new[0].month, vendor_id, at)]
    return keep(register, scope, drafts, by, at) if drafts else ()


def _drafts(
    warehouse: Warehouse, register: Register, scope: Scope, month: date, vendor_id: str | None, at: datetime
) -> list[Draft]:
    found = reckoned(warehouse, register, scope, month, vendor_id)
    return [
        Draft(vendor_id, month, language, plain(summary_document(found, language, at)), warehouse.version, definitions_version())
        for language in LANGUAGES
    ]
