"""Statements as they stand today: settlement, evidence, waivers and disputes, and what was published, for one vendor or all.

Page, report and command line read the same values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from assay.agreements.restated import Restatement, restated
from assay.agreements.scorecard import Limiter, Scorecard, scorecard
from assay.agreements.standing import Standing, standing, weighed
from assay.agreements.statement import Statement, statements
from assay.agreements.terms import Adjustment, accepted, days_in_force, if_granted, month_after
from assay.kpis import Kpi
from assay.level import Agreement
from assay.measured import Measures, Sums
from assay.register import adjustments as written_down
from assay.register.open import Register
from assay.register.publications import Publication, publications
from assay.scope import Scope
from assay.warehouse import agreed
from assay.warehouse.month_end import Limits, is_over, limits
from assay.warehouse.read import Warehouse, as_of, vendors

WAITING = ("not_yet_due", "paused", "recall_days_running", "too_recent")
"""Reasons for which a row is left out today that time will remove: such a month is not final yet."""
Choice = Callable[[Iterable[Adjustment]], tuple[Adjustment, ...]]


class UnknownVendor(LookupError):
    """No such vendor, or none in scope: which of the two is not said."""

    def __init__(self, vendor_id: str) -> None:
        super().__init__(f"no vendor {vendor_id}")
        self.vendor_id = vendor_id


@dataclass(frozen=True, slots=True)
class Settled:
    """One vendor's month. `signed` is what the agreement says by itself, `accepted` with the waivers and disputes that were
    accepted, `granted` as if the open ones were accepted too; `accepted` is the one that is due.

    `adjustments` are those of the month, whatever became of them. `publication` is the latest of the statement, `restatement`
    today's statement minus it; None where nothing was published, or where what was published is no longer what it was. `is_over`
    says that the month has ended everywhere. `version` is that of the warehouse. Moments are naive UTC.
    """

    vendor_id: str
    name: str
    month: date
    version: str
    as_of: datetime | None
    is_over: bool
    kpis: Mapping[str, Kpi]
    signed: Statement
    accepted: Statement
    granted: Statement
    adjustments: tuple[written_down.Adjustment, ...]
    publication: Publication | None
    restatement: Restatement | None
    limits: Limits
    scorecard: Scorecard

    @property
    def waiting(self) -> int:
        """How many rows may still come to count, summed over the lines: paused ones, and those whose days have not passed."""
        return round(sum(line.judged.excluded.get(reason, 0.0) for line in self.accepted.lines for reason in WAITING))

    @property
    def is_restated(self) -> bool:
        """Whether today's statement says anything else than the published one."""
        return self.restatement is not None and bool(self.restatement.changed or self.restatement.difference)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the statements of some months are settled on, read once: of one vendor, or of all in scope."""

    months: tuple[date, ...]
    agreements: tuple[Agreement, ...]
    kpis: Mapping[str, Kpi]
    measures: Mapping[date, Measures]
    adjustments: tuple[written_down.Adjustment, ...]

    @property
    def vendors(self) -> tuple[str, ...]:
        return tuple(sorted({one.vendor_id for one in self.agreements}))

    def of(self, vendor_id: str) -> Facts:
        """Those of one vendor."""
        signed = tuple(one for one in self.agreements if one.vendor_id == vendor_id)
        levels = {level.level_id for one in signed for level in one.levels}
        measures = {month: {at: one for at, one in found.items() if at[0] in levels} for month, found in self.measures.items()}
        written = tuple(one for one in self.adjustments if one.request.vendor_id == vendor_id)
        return Facts(self.months, signed, self.kpis, measures, written)

    def behind(self, months: Sequence[date]) -> Facts:
        """Those on which some of the months are settled, as `facts` would read them."""
        span = _span(self.agreements, months)
        if not set(span) <= set(self.months):
            raise ValueError(f"nothing was read of {min(span):%Y-%m} to {max(span):%Y-%m}")
        written = tuple(one for one in self.adjustments if one.request.month in span)
        return Facts(span, self.agreements, self.kpis, {month: self.measures[month] for month in span}, written)


def settled(warehouse: Warehouse, register: Register, scope: Scope, vendor_id: str, month: date) -> Settled:
    """One vendor's month that begins on `month`. Raises UnknownVendor where the scope sees no such vendor."""
    if vendor_id not in vendors(warehouse, scope)["vendor_id"]:
        raise UnknownVendor(vendor_id)
    return _settled(warehouse, register, scope, month, vendor_id)[0]


def settled_all(
    warehouse: Warehouse, register: Register, scope: Scope, month: date, known: Facts | None = None
) -> tuple[Settled, ...]:
    """The month of every vendor in scope with an agreement in force in it, by vendor_id. `known`: facts of months with this one
    among them, where they were read already."""
    return _settled(warehouse, register, scope, month, None, known)


def walked(
    warehouse: Warehouse, register: Register, scope: Scope, months: Sequence[date], vendor_id: str | None = None
) -> Mapping[str, tuple[Statement, ...]]:
    """The statements with what was accepted of all these months in order, by vendor: of one, or of all in scope.

    Repeats and earn-back of the first months look back further than the first of them, as far as they must.
    """
    return in_order(facts(warehouse, register, scope, months, vendor_id), months)


def in_order(known: Facts, months: Sequence[date]) -> Mapping[str, tuple[Statement, ...]]:
    """The same, on facts that were read already."""
    return {vendor: _walk(known.of(vendor), accepted, months) for vendor in known.vendors}


def facts(
    warehouse: Warehouse, register: Register, scope: Scope, months: Sequence[date], vendor_id: str | None = None
) -> Facts:
    """Everything that the statements of these months are settled on, and what they look back on."""
    signed = agreed.agreements(warehouse, scope, vendor_id)
    kpis = agreed.kpis(warehouse)
    span = _span(signed, months)
    found = written_down.adjustments(register, scope, vendor_id=vendor_id)
    written = tuple(one for one in found if one.request.month in span)
    keys = {(one.request.level_id, one.request.row_key) for one in written if one.request.row_key is not None}
    return Facts(span, signed, kpis, agreed.measures(warehouse, scope, signed, kpis, span, keys), written)


def _span(signed: Sequence[Agreement], months: Sequence[date]) -> tuple[date, ...]:
    """With the months before that matter: a credit comes back some months later, and was multiplied by the month before its own."""
    looks_back = max((level.earn_back_months or 0 for one in signed for level in one.levels), default=0) + 1
    if not months:
        return ()
    found, last = [month_after(min(months), -looks_back)], max(months)
    while found[-1] < last:
        found.append(month_after(found[-1]))
    return tuple(found)


def _walk(known: Facts, choice: Choice, months: Sequence[date]) -> tuple[Statement, ...]:
    (vendor_id,) = known.vendors
    applied = choice(map(as_settled, known.adjustments))
    found = statements(vendor_id, known.months, known.agreements, known.measures, known.kpis, applied)
    return tuple(one for one in found if one.month in months)


def as_settled(one: written_down.Adjustment) -> Adjustment:
    """What was written down, as settlement takes it."""
    asked = one.request
    return Adjustment(
        str(one.adjustment_id), asked.kind, asked.level_id, asked.month, asked.row_key, asked.requested_by, asked.requested_at,
        asked.reason, one.state,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Around:
    """What is known of the month besides the facts of one vendor."""

    month: date
    version: str
    as_of: datetime | None
    is_over: bool
    names: Mapping[str, str]
    published: Mapping[str | None, Publication]
    limits: Mapping[str, Limits]


def _settled(
    warehouse: Warehouse, register: Register, scope: Scope, month: date, vendor_id: str | None, read: Facts | None = None
) -> tuple[Settled, ...]:
    known = facts(warehouse, register, scope, (month,), vendor_id) if read is None else read.behind((month,))
    in_force = {one.vendor_id for one in known.agreements if days_in_force(one, month)}
    around = _Around(
        month, warehouse.version, as_of(warehouse), is_over(warehouse, month),
        dict(vendors(warehouse, scope).select("vendor_id", "name").iter_rows()),
        {one.vendor_id: one for one in publications(register, scope, "statement", month, vendor_id)},
        limits(warehouse, scope, month),
    )  # fmt: skip
    return tuple(_one(known.of(id_), id_, around) for id_ in ((vendor_id,) if vendor_id is not None else sorted(in_force)))


def _one(known: Facts, vendor_id: str, around: _Around) -> Settled:
    signed, due, granted = (_of_month(known, vendor_id, choice, around.month) for choice in (_none, accepted, if_granted))
    published, limiting = around.published.get(vendor_id), around.limits.get(vendor_id, Limits())
    return Settled(
        vendor_id, around.names.get(vendor_id, vendor_id), around.month, around.version, around.as_of, around.is_over, known.kpis,
        signed, due, granted, tuple(one for one in known.adjustments if one.request.month == around.month),
        published, restated(due, published.data) if published is not None and published.is_intact else None,
        limiting, scorecard(standings(due, known.kpis), known.kpis, _limiters(limiting)),
    )  # fmt: skip


def _none(_adjustments: Iterable[Adjustment]) -> tuple[Adjustment, ...]:
    return ()


def _of_month(known: Facts, vendor_id: str, choice: Choice, month: date) -> Statement:
    if not known.agreements:
        return Statement(vendor_id, month, ())
    return _walk(known, choice, (month,))[0]


def standings(statement: Statement, kpis: Mapping[str, Kpi]) -> tuple[Standing, ...]:
    """The statement's lines as standings; what is not judged (waived, or by a method that must not be paid on) has no data."""
    judged = {"met", "missed"}
    return weighed(
        standing(kpis[line.level.kpi], line.level, line.judged.sums if line.judged.verdict in judged else Sums())
        for line in statement.lines
    )


def _limiters(found: Limits) -> tuple[Limiter, ...]:
    held: dict[Limiter, int] = {
        "open_critical_finding": found.open_critical_findings,
        "validated_safety_complaint": found.validated_safety_complaints,
    }
    return tuple(name for name, count in held.items() if count)
