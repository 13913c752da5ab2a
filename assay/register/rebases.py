"""Rebases: from which day on, and why, the limits of a series are reckoned anew. Nothing is changed, only added to or withdrawn."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, select

from assay.register.open import Register
from assay.register.seen import check_moment, check_said, check_scope, is_seen
from assay.register.tables import REBASES, WITHDRAWALS
from assay.scope import Scope


@dataclass(frozen=True, slots=True)
class Rebase:
    """Of the series of one KPI: of a vendor, of a site, or where neither is named of all together; whatever else is filtered.

    The period that holds `from_on` is the first of the new segment. `rebased_at` is naive UTC.
    """

    kpi: str
    from_on: date
    reason: str
    rebased_by: str
    rebased_at: datetime
    vendor_id: str | None = None
    site_id: str | None = None

    def __post_init__(self) -> None:
        if self.vendor_id is not None and self.site_id is not None:
            raise ValueError("a series is of a vendor or of a site, not of both")
        if isinstance(self.from_on, datetime):
            raise ValueError(f"a series begins anew on a day: {self.from_on!r}")
        check_moment(self.rebased_at)
        check_said(kpi=self.kpi, reason=self.reason, rebased_by=self.rebased_by)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That a rebase counts no longer; `withdrawn_at` is naive UTC."""

    rebase_id: int
    reason: str
    withdrawn_by: str
    withdrawn_at: datetime

    def __post_init__(self) -> None:
        check_moment(self.withdrawn_at)
        check_said(reason=self.reason, withdrawn_by=self.withdrawn_by)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A rebase as it was written, and what withdrew it, if anything did."""

    rebase_id: int
    rebase: Rebase
    withdrawal: Withdrawal | None = None


class UnknownRebase(LookupError):
    """No such rebase that still counts, or none in scope: which of the two is not said."""

    def __init__(self, rebase_id: int) -> None:
        super().__init__(f"no rebase {rebase_id}")
        self.rebase_id = rebase_id


def write_rebase(register: Register, scope: Scope, rebase: Rebase) -> Recorded:
    """Adds a rebase. Raises OutOfScope for a series that the scope does not see."""
    check_scope(scope, rebase.vendor_id)
    with register.writing() as connection:
        added = connection.execute(REBASES.insert().values(asdict(rebase)).returning(REBASES.c.rebase_id))
        return Recorded(added.scalar_one(), rebase)


def withdraw(register: Register, scope: Scope, withdrawal: Withdrawal) -> Recorded:
    """Takes a rebase back; both stay on record. Raises UnknownRebase where the scope sees none of that number that still counts."""
    with register.writing() as connection:
        only = REBASES.c.rebase_id == withdrawal.rebase_id
        if not any(one.withdrawal is None for one in _read(connection, scope, only)):
            raise UnknownRebase(withdrawal.rebase_id)
        connection.execute(WITHDRAWALS.insert().values(asdict(withdrawal)))
        return _read(connection, scope, only)[0]


def recorded(register: Register, scope: Scope) -> tuple[Recorded, ...]:
    """All that was ever written within the scope, withdrawn or not, in the order in which it was written."""
    with register.reading() as connection:
        return _read(connection, scope)


def _read(connection: Connection, scope: Scope, *where: ColumnElement[bool]) -> tuple[Recorded, ...]:
    ordered = (
        select(REBASES, *WITHDRAWALS.c)
        .select_from(REBASES.outerjoin(WITHDRAWALS))
        .where(is_seen(scope, REBASES), *where)
        .order_by(REBASES.c.rebase_id)
    )
    width = len(REBASES.c)
    return tuple(_recorded(row[:width], row[width:]) for row in map(tuple, connection.execute(ordered)))


def _recorded(of: tuple[object, ...], taken_back: tuple[object, ...]) -> Recorded:
    named = dict(zip(REBASES.c.keys(), of, strict=True))
    id_ = named.pop("rebase_id")
    number, *withdrawn = taken_back
    return Recorded(id_, Rebase(**named), None if number is None else Withdrawal(*withdrawn))
