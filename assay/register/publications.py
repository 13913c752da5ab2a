"""What was published: the statements and cells of a month as they were that day, with the hash that shows that they still are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import get_args

from sqlalchemy import ColumnElement, select

from assay.register.appended import appended
from assay.register.canonical import sha256
from assay.register.open import Register
from assay.register.seen import check_month, check_said, is_seen
from assay.register.tables import PUBLICATIONS, PublicationKind
from assay.scope import Scope


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be published: one vendor's statement, or with `vendor_id` None what is of all vendors.

    `data` is what `canonical` takes. The versions say from which warehouse and by which definitions it was computed.
    """

    kind: PublicationKind
    vendor_id: str | None
    month: date
    data: Mapping[str, object]
    warehouse_version: str
    definitions_version: str

    def __post_init__(self) -> None:
        if self.kind not in get_args(PublicationKind):
            raise ValueError(f"neither statement nor cells: {self.kind!r}")
        check_month(self.month)
        check_said(warehouse_version=self.warehouse_version, definitions_version=self.definitions_version)


@dataclass(frozen=True, slots=True)
class Publication:
    """A published row as the register holds it; `published_at` is naive UTC. Look at `is_intact` before believing the content."""

    publication_id: int
    kind: PublicationKind
    vendor_id: str | None
    month: date
    content: str
    sha256: str
    warehouse_version: str
    definitions_version: str
    published_by: str
    published_at: datetime

    @property
    def is_intact(self) -> bool:
        """Whether the content is still what was published: its hash is the one written then."""
        return sha256(self.content) == self.sha256

    @property
    def data(self) -> dict[str, object]:
        """The content as JSON values: decimals and dates are texts. Raises Tampered where it is not what was published."""
        if not self.is_intact:
            raise Tampered(self)
        return json.loads(self.content)


class Tampered(ValueError):
    """A publication whose content is not what was published."""

    def __init__(self, publication: Publication) -> None:
        super().__init__(f"publication {publication.publication_id} was changed after it was published")
        self.publication = publication


def publish(register: Register, scope: Scope, drafts: Sequence[Draft], by: str, at: datetime) -> tuple[Publication, ...]:
    """Adds all of the drafts, or, where one fails, none; returns them as they now stand. `at` is naive UTC.

    Raises OutOfScope for a vendor that the scope does not see, TypeError or ValueError for data that `canonical` refuses.
    """
    return tuple(Publication(*row) for row in appended(register, scope, PUBLICATIONS, drafts, by, at))


def publications(
    register: Register,
    scope: Scope,
    kind: PublicationKind | None = None,
    month: date | None = None,
    vendor_id: str | None = None,
) -> tuple[Publication, ...]:
    """The publications in scope in the order in which they were made; of one kind, month or vendor where named."""
    named = {PUBLICATIONS.c.kind: kind, PUBLICATIONS.c.month: month, PUBLICATIONS.c.vendor_id: vendor_id}
    return _read(register, scope, *(column == value for column, value in named.items() if value is not None))


def latest(
    register: Register, scope: Scope, kind: PublicationKind, month: date, vendor_id: str | None = None
) -> Publication | None:
    """What was published last of a vendor, or of all vendors where none is named; None where nothing was."""
    of_vendor = PUBLICATIONS.c.vendor_id.is_(None) if vendor_id is None else PUBLICATIONS.c.vendor_id == vendor_id
    found = _read(register, scope, PUBLICATIONS.c.kind == kind, PUBLICATIONS.c.month == month, of_vendor, last=True)
    return found[0] if found else None


def _read(register: Register, scope: Scope, *where: ColumnElement[bool], last: bool = False) -> tuple[Publication, ...]:
    id_ = PUBLICATIONS.c.publication_id
    found = select(PUBLICATIONS).where(is_seen(scope, PUBLICATIONS), *where)
    ordered = found.order_by(id_.desc()).limit(1) if last else found.order_by(id_)
    with register.reading() as connection:
        return tuple(Publication(*row) for row in connection.execute(ordered))
