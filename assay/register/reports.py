"""Reports as they were published: the document of a month in each language, with the hash that shows that it still is that."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from assay.register.appended import appended
from assay.register.canonical import sha256
from assay.register.open import Register
from assay.register.seen import check_month, check_said, is_seen
from assay.register.tables import REPORTS
from assay.scope import Scope
from assay.text import Language


@dataclass(frozen=True, slots=True)
class Draft:
    """A report to be kept: one vendor's, or with `vendor_id` None that of all vendors. `data` is what `canonical` takes. The
    versions say from which warehouse and by which definitions it was computed."""

    vendor_id: str | None
    month: date
    language: Language
    data: Mapping[str, object]
    warehouse_version: str
    definitions_version: str

    def __post_init__(self) -> None:
        check_month(self.month)
        check_said(warehouse_version=self.warehouse_version, definitions_version=self.definitions_version)


@dataclass(frozen=True, slots=True)
class Kept:
    """A report as the register holds it; `published_at` is naive UTC. Look at `is_intact` before believing the content."""

    report_id: int
    vendor_id: str | None
    month: date
    language: Language
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
    def data(self) -> object:
        """The content as JSON values. Raises Tampered where it is not what was published."""
        if not self.is_intact:
            raise Tampered(self)
        return json.loads(self.content)


class Tampered(ValueError):
    """A report whose content is not what was published."""

    def __init__(self, kept: Kept) -> None:
        super().__init__(f"report {kept.report_id} was changed after it was published")
        self.kept = kept


def keep(register: Register, scope: Scope, drafts: Sequence[Draft], by: str, at: datetime) -> tuple[Kept, ...]:
    """Adds all of the drafts, or, where one fails, none; returns them as they now stand. `at` is naive UTC.

    Raises OutOfScope for a vendor that the scope does not see, TypeError or ValueError for data that `canonical` refuses.
    """
    return tuple(Kept(*row) for row in appended(register, scope, REPORTS, drafts, by, at))


def kept(register: Register, scope: Scope, month: date, language: Language, vendor_id: str | None = None) -> Kept | None:
    """What was kept last of a vendor, or of all vendors where none is named; None where nothing was, or nothing is in scope."""
    of_vendor = REPORTS.c.vendor_id.is_(None) if vendor_id is None else REPORTS.c.vendor_id == vendor_id
    of_month = (REPORTS.c.month == month, REPORTS.c.language == language)
    found = select(REPORTS).where(is_seen(scope, REPORTS), *of_month, of_vendor).order_by(REPORTS.c.report_id.desc()).limit(1)
    with register.reading() as connection:
        row = connection.execute(found).one_or_none()
        return None if row is None else Kept(*row)
