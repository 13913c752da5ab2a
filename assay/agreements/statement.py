"""The statement of one vendor and month: every agreement in force settled exactly as it says, and what the year's walk adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assay.agreements.account import Account, Line, Subject, account
from assay.agreements.earn_back import EarnBack, earned_back
from assay.agreements.judged import Measures
from assay.agreements.money import ZERO
from assay.agreements.terms import Adjustment, days_in_force, month_after
from assay.kpis import Kpi
from assay.level import Agreement


@dataclass(frozen=True, slots=True)
class Statement:
    """What a vendor owes for a month: credits less what is earned back and less bonuses; below zero the client owes.

    `month` is its first day. `without_effect` are ids of adjustments of the month that name a level or a row that was not counted.
    """

    vendor_id: str
    month: date
    accounts: tuple[Account, ...]
    earn_backs: tuple[EarnBack, ...] = ()
    without_effect: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for one in self.accounts for line in one.lines)

    @property
    def credit(self) -> Decimal:
        return sum((one.due for one in self.accounts), ZERO)

    @property
    def bonus(self) -> Decimal:
        return sum((one.bonus for one in self.accounts), ZERO)

    @property
    def earned_back(self) -> Decimal:
        return sum((one.returned.amount for one in self.earn_backs), ZERO)

    @property
    def total(self) -> Decimal:
        return self.credit - self.earned_back - self.bonus


def settle(
    vendor_id: str,
    month: date,
    agreements: Sequence[Agreement],
    measures: Measures,
    kpis: Mapping[str, Kpi],
    adjustments: Iterable[Adjustment] = (),
    earlier: Sequence[Statement] = (),
) -> Statement:
    """The statement of a vendor for the month that begins on `month`.

    `agreements` may hold others: the vendor's own count, those in force on any day of the month. `measures` hold, for each level,
    what was counted of what its agreement governs. `adjustments` are applied as they are given, whatever their
    state: choose them with `terms.accepted` or `terms.if_granted`, or give none for what was signed. `earlier` are the statements
    of the months before: the one before decides what is repeated, all decide what is earned back.
    Raises ValueError for a `month` that is no first day, KeyError for a level on a KPI that is not in `kpis`.
    """
    if month.day != 1:
        raise ValueError(f"a month is named by its first day, not by {month}")
    applied = [one for one in adjustments if one.month == month]
    own = sorted((one for one in agreements if one.vendor_id == vendor_id), key=lambda one: (one.effective_from, one.agreement_id))
    before = _failed(earlier, month_after(month, -1))
    accounts = tuple(account(one, month, measures, kpis, applied, before) for one in own if days_in_force(one, month))
    history = {one.month: one.accounts for one in earlier if one.month < month} | {month: accounts}
    return Statement(vendor_id, month, accounts, earned_back(month, history, kpis), _without_effect(applied, accounts))


def statements(
    vendor_id: str,
    months: Sequence[date],
    agreements: Sequence[Agreement],
    measures: Mapping[date, Measures],
    kpis: Mapping[str, Kpi],
    adjustments: Iterable[Adjustment] = (),
) -> tuple[Statement, ...]:
    """The statements of several months in order, each with those before it as its history. A month without measures has no data."""
    given, found = tuple(adjustments), list[Statement]()
    for month in sorted(months):
        found.append(settle(vendor_id, month, agreements, measures.get(month, {}), kpis, given, found))
    return tuple(found)


def _failed(earlier: Sequence[Statement], month: date) -> frozenset[Subject]:
    lines = (line for one in earlier if one.month == month for line in one.lines)
    return frozenset(line.level.subject for line in lines if line.judged.verdict == "missed")


def _without_effect(applied: Sequence[Adjustment], accounts: Sequence[Account]) -> tuple[str, ...]:
    """Those of the vendor's adjustments that changed nothing: a row that does not count, or no longer does."""
    levels = {line.level.level_id for one in accounts for line in one.lines}
    used = {id_ for one in accounts for line in one.lines for id_ in line.judged.applied}
    return tuple(one.id for one in applied if one.level_id in levels and one.id not in used)
