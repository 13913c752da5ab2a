"""Waivers and disputes: who asked for which breach not to count, why, and what was decided. Nothing is changed, only added to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Literal, get_args

from sqlalchemy import ColumnElement, Connection, select

from assay.register.open import Register
from assay.register.seen import check_moment, check_month, check_said, check_scope, is_seen
from assay.register.tables import ADJUSTMENTS, DECISIONS, AdjustmentKind, Ruling
from assay.scope import Scope

State = Literal["open", "accepted", "rejected", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Request:
    """Of one row of a level in a month, or, where `row_key` is None, of the level's whole month. `requested_at` is naive UTC."""

    kind: AdjustmentKind
    vendor_id: str
    level_id: str
    month: date
    reason: str
    requested_by: str
    requested_at: datetime
    row_key: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in get_args(AdjustmentKind):
            raise ValueError(f"neither waiver nor dispute: {self.kind!r}")
        check_month(self.month)
        check_moment(self.requested_at)
        check_said(vendor_id=self.vendor_id, level_id=self.level_id, reason=self.reason, requested_by=self.requested_by)
        check_said(**({} if self.row_key is None else {"row_key": self.row_key}))


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on an adjustment; `decided_at` is naive UTC."""

    adjustment_id: int
    state: Ruling
    decided_by: str
    decided_at: datetime
    note: str = ""

    def __post_init__(self) -> None:
        if self.state not in get_args(Ruling):
            raise ValueError(f"no decision: {self.state!r}")
        check_moment(self.decided_at)
        check_said(decided_by=self.decided_by)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A request with all that was decided on it, oldest first."""

    adjustment_id: int
    request: Request
    decisions: tuple[Decision, ...] = ()

    @property
    def state(self) -> State:
        """What was decided last."""
        return self.decisions[-1].state if self.decisions else "open"


class UnknownAdjustment(LookupError):
    """No such adjustment, or none in scope: which of the two is not said."""

    def __init__(self, adjustment_id: int) -> None:
        super().__init__(f"no adjustment {adjustment_id}")
        self.adjustment_id = adjustment_id


def write_adjustment(register: Register, scope: Scope, request: Request) -> Adjustment:
    """Adds a waiver or dispute, open. Raises OutOfScope for a vendor that the scope does not see."""
    check_scope(scope, request.vendor_id)
    with register.writing() as connection:
        added = connection.execute(ADJUSTMENTS.insert().values(asdict(request)).returning(ADJUSTMENTS.c.adjustment_id))
        return Adjustment(added.scalar_one(), request)


def decide(register: Register, scope: Scope, decision: Decision) -> Adjustment:
    """Adds a decision, which from now on is the adjustment's state. Raises UnknownAdjustment where the scope sees no such one."""
    with register.writing() as connection:
        only = ADJUSTMENTS.c.adjustment_id == decision.adjustment_id
        if not _read(connection, scope, only):
            raise UnknownAdjustment(decision.adjustment_id)
        connection.execute(DECISIONS.insert().values(asdict(decision)))
        return _read(connection, scope, only)[0]


def adjustments(
    register: Register, scope: Scope, month: date | None = None, vendor_id: str | None = None
) -> tuple[Adjustment, ...]:
    """The adjustments in scope in the order in which they were written; of one month or one vendor where named."""
    named = {ADJUSTMENTS.c.month: month, ADJUSTMENTS.c.vendor_id: vendor_id}
    with register.reading() as connection:
        return _read(connection, scope, *(column == value for column, value in named.items() if value is not None))


def _read(connection: Connection, scope: Scope, *where: ColumnElement[bool]) -> tuple[Adjustment, ...]:
    ordered = (
        select(ADJUSTMENTS, *DECISIONS.c)
        .select_from(ADJUSTMENTS.outerjoin(DECISIONS))
        .where(is_seen(scope, ADJUSTMENTS), *where)
        .order_by(ADJUSTMENTS.c.adjustment_id, DECISIONS.c.decision_id)
    )
    width = len(ADJUSTMENTS.c)
    rows = (tuple(row) for row in connection.execute(ordered))
    grouped = groupby(rows, key=lambda row: row[:width])
    return tuple(_adjustment(of, [row[width:] for row in both]) for of, both in grouped)


def _adjustment(of: tuple[object, ...], decided: Iterable[tuple[object, ...]]) -> Adjustment:
    named = dict(zip(ADJUSTMENTS.c.keys(), of, strict=True))
    id_ = named.pop("adjustment_id")
    decisions = tuple(Decision(*decision) for decision_id, *decision in decided if decision_id is not None)
    return Adjustment(id_, Request(**named), decisions)
