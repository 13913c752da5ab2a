"""Who sees and writes which rows of the register, and what every row has to be."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, Table, false, true

from assay.scope import Scope


class OutOfScope(PermissionError):
    """Writing for a vendor that the writer may not see."""

    def __init__(self, vendor_id: str | None) -> None:
        super().__init__(f"outside the scope: {vendor_id or 'all vendors'}")
        self.vendor_id = vendor_id


def is_seen(scope: Scope, table: Table) -> ColumnElement[bool]:
    """The rows of a table with `vendor_id` that may be seen. No row has a site: who is limited to sites sees none."""
    if scope.sites is not None:
        return false()
    return true() if scope.vendors is None else table.c.vendor_id.in_(sorted(scope.vendors))


def check_scope(scope: Scope, vendor_id: str | None) -> None:
    """Raises OutOfScope unless the row that is about to be written may be seen; one without a vendor needs to see all."""
    if scope.sites is not None or (scope.vendors is not None and vendor_id not in scope.vendors):
        raise OutOfScope(vendor_id)


def check_month(month: date) -> None:
    if isinstance(month, datetime) or month.day != 1:
        raise ValueError(f"a month is the date of its first day: {month!r}")


def check_moment(at: datetime) -> None:
    if at.tzinfo is not None:
        raise ValueError(f"a moment is written in UTC, without a zone: {at!r}")


def check_said(**words: str) -> None:
    """Raises ValueError naming the first that says nothing."""
    for name, text in words.items():
        if not text.strip():
            raise ValueError(f"{name} is empty")
