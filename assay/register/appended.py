"""Adding rows whose content is hashed: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import ClassVar, Protocol

from sqlalchemy import Row, Table

from assay.register.canonical import canonical, sha256
from assay.register.open import Register
from assay.register.seen import check_moment, check_said, check_scope
from assay.scope import Scope


class Draft(Protocol):
    """What is to be added: a frozen dataclass whose fields, but for `data`, are columns of the table."""

    __dataclass_fields__: ClassVar[dict]
    vendor_id: str | None
    month: date
    data: Mapping[str, object]


def appended(register: Register, scope: Scope, table: Table, drafts: Sequence[Draft], by: str, at: datetime) -> tuple[Row, ...]:
    """The rows as they now stand; where one fails, none was added. `at` is naive UTC.

    Raises OutOfScope for a vendor that the scope does not see, TypeError or ValueError for data that `canonical` refuses.
    """
    check_said(published_by=by)
    check_moment(at)
    for draft in drafts:
        check_scope(scope, draft.vendor_id)
    rows = [_row(draft, by, at) for draft in drafts]
    with register.writing() as connection:
        return tuple(connection.execute(table.insert().values(row).returning(*table.c)).one() for row in rows)


def _row(draft: Draft, by: str, at: datetime) -> dict[str, object]:
    content = canonical(draft.data)
    facts = {field.name: getattr(draft, field.name) for field in fields(draft) if field.name != "data"}
    return {**facts, "content": content, "sha256": sha256(content), "published_by": by, "published_at": at}
