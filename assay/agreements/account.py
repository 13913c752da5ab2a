"""One agreement in one month: a line for each level, one credit an incident, and never more than the amount at risk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np

from assay.agreements.credit import Credit, Stake, bonus_of, credit_of, stake_of
from assay.agreements.judged import Judged, Measures, judged
from assay.agreements.money import NOTHING, ZERO, Amount, cents, from_cents
from assay.agreements.rules import apportioned, standing_alone, winners
from assay.agreements.standing import chance_of, interval_of
from assay.agreements.terms import Adjustment, Unpaid, days_in_force, days_in_month
from assay.kpis import Kpi
from assay.level import Agreement, Level
from assay.stats.interval import Interval

Subject = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A level's settlement in a month, and beside it the evidence: `interval`, and `chance` that the true value meets the target.

    `credit` is what the miss costs by itself; `due` what is left of it under the cap, nothing where it is `absorbed_by` (level_id)
    a larger credit of the same incident. `is_few`: fewer were counted than are published elsewhere; an agreement is settled all
    the same. A figure that must not be paid on has no evidence either: it says nothing about what was not looked at.
    """

    level: Level
    judged: Judged
    interval: Interval
    chance: float | None
    is_few: bool
    is_repeated: bool
    credit: Credit
    absorbed_by: str | None
    due: Decimal
    bonus: Amount

    @property
    def reason(self) -> Unpaid | None:
        """Why it costs nothing or was not judged; None where there is nothing to say."""
        return "absorbed" if self.absorbed_by else self.judged.reason or self.credit.reason


@dataclass(frozen=True, slots=True)
class Account:
    """One agreement's part of a statement. `gross` is what its credits sum to, each incident once; `due` is that under the cap."""

    agreement: Agreement
    days_in_force: int
    days_in_month: int
    stake: Stake
    lines: tuple[Line, ...]

    @property
    def is_prorated(self) -> bool:
        return self.days_in_force < self.days_in_month

    @property
    def gross(self) -> Decimal:
        return sum((line.credit.due.amount for line in self.lines if line.absorbed_by is None), ZERO)

    @property
    def due(self) -> Decimal:
        return sum((line.due for line in self.lines), ZERO)

    @property
    def cut(self) -> Decimal:
        """What the cap takes off."""
        return self.gross - self.due

    @property
    def bonus(self) -> Decimal:
        return sum((line.bonus.amount for line in self.lines), ZERO)


def account(
    agreement: Agreement,
    month: date,
    measures: Measures,
    kpis: Mapping[str, Kpi],
    adjustments: Sequence[Adjustment],
    failed_before: frozenset[Subject],
) -> Account:
    """The agreement settled for the month. `failed_before`: what missed its target in the month before.

    Raises KeyError for a level on a KPI that is not in `kpis`.
    """
    stake = stake_of(agreement, month)
    alone = [
        _alone(agreement, stake, level, kpis[level.kpi], measures, adjustments, level.subject in failed_before)
        for level in agreement.levels
    ]
    return Account(agreement, days_in_force(agreement, month), days_in_month(month), stake, _together(alone, stake))


def _alone(
    agreement: Agreement,
    stake: Stake,
    level: Level,
    kpi: Kpi,
    measures: Measures,
    adjustments: Sequence[Adjustment],
    is_repeated: bool,
) -> Line:
    """The line as if its level were the only one."""
    found = judged(kpi, level, measures, [one for one in adjustments if one.level_id == level.level_id])
    missed, met = found.verdict == "missed", found.verdict == "met"
    credit = credit_of(agreement, stake, level, found.settled, is_repeated) if missed and found.settled is not None else Credit()
    bonus = bonus_of(stake, kpi, level, found.settled) if met and found.settled is not None else NOTHING
    return Line(
        level,
        found,
        *_evidence(kpi, level, found),
        found.sums.denominator < kpi.minimum_n,
        missed and is_repeated,
        credit,
        None,
        ZERO,
        bonus,
    )


def _evidence(kpi: Kpi, level: Level, found: Judged) -> tuple[Interval, float | None]:
    if found.verdict == "not_payable":
        return Interval(found.raw, None, None, found.sums.denominator), None
    return interval_of(kpi, found.sums), chance_of(kpi, found.sums, level.target)


def _together(lines: Sequence[Line], stake: Stake) -> tuple[Line, ...]:
    """The lines with what is due of each credit once incidents are counted once and the cap is applied."""
    if not lines:
        return ()
    credits = np.array([cents(line.credit.due.amount) for line in lines], dtype=np.int64)
    groups = [line.level.incident_group for line in lines]
    due = apportioned(standing_alone(credits, groups), cents(stake.at_risk.amount))
    return tuple(
        _bound(line, lines[winner].level.level_id, from_cents(int(amount)))
        for line, winner, amount in zip(lines, winners(credits, groups), due, strict=True)
    )


def _bound(line: Line, winner: str, due: Decimal) -> Line:
    is_absorbed = winner != line.level.level_id and line.credit.due.amount > 0
    return replace(line, absorbed_by=winner if is_absorbed else None, due=due)
