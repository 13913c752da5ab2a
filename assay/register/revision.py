"""How much is written down: what changes whenever anything is added, so that answers may be kept until then."""

from __future__ import annotations

from sqlalchemy import func, select

from assay.register.open import Register
from assay.register.tables import APPEND_ONLY

Revision = tuple[int, ...]


def revision(register: Register) -> Revision:
    """The number of rows of each table. Rows are only ever added, so equal revisions hold the same rows."""
    with register.reading() as connection:
        return tuple(int(connection.scalar(select(func.count()).select_from(table)) or 0) for table in APPEND_ONLY)
