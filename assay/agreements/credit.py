"""What one missed level costs, and what one that was far exceeded earns; by pool or by points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assay.agreements.money import NOTHING, ZERO, Amount, amount_of
from assay.agreements.standing import meets
from assay.agreements.terms import Unpaid, days_in_force, days_in_month, points_at
from assay.kpis import Kpi
from assay.level import Agreement, Level, Tier


@dataclass(frozen=True, slots=True)
class Stake:
    """What an agreement puts at stake in one month: the charge of its days in force, and the part of it that is at risk."""

    charge: Amount
    at_risk: Amount


@dataclass(frozen=True, slots=True)
class Credit:
    """What a missed level costs by itself. `reason` says why a miss costs nothing."""

    due: Amount = NOTHING
    points: float | None = None
    reason: Unpaid | None = None


def stake_of(agreement: Agreement, month: date) -> Stake:
    """The monthly charge, by days where the agreement was in force for a part of the month, and the share of it at risk."""
    return _stake(agreement, _charge(agreement, month))


def full_stake(agreement: Agreement) -> Stake:
    """What is at stake in a month that the agreement is in force for all of."""
    charge = agreement.monthly_charge
    return _stake(agreement, NOTHING if charge is None else amount_of({"monthly_charge": charge}))


def _stake(agreement: Agreement, charge: Amount) -> Stake:
    if agreement.at_risk_share is None:
        return Stake(charge, NOTHING)
    return Stake(charge, amount_of({"at_risk_share": agreement.at_risk_share, "charge": charge.amount}))


def _charge(agreement: Agreement, month: date) -> Amount:
    if agreement.monthly_charge is None:
        return NOTHING
    days, of = days_in_force(agreement, month), days_in_month(month)
    if days == of:
        return amount_of({"monthly_charge": agreement.monthly_charge})
    return amount_of({"monthly_charge": agreement.monthly_charge, "days_in_force": Decimal(days)}, {"days_in_month": Decimal(of)})


def credit_of(agreement: Agreement, stake: Stake, level: Level, settled: float, is_repeated: bool) -> Credit:
    """The credit for a level that missed its target with the settled result. `is_repeated`: it missed in the month before too."""
    repeat = {"repeat": level.repeat_multiplier} if is_repeated and level.repeat_multiplier is not None else {}
    if agreement.scheme is None or not stake.charge.steps:
        return Credit(reason="no_money_agreed")
    if agreement.scheme == "points":
        return _by_points(agreement, stake, agreement.tiers.get(level.level_id, ()), settled, repeat)
    return _by_pool(stake, level, repeat)


def _by_pool(stake: Stake, level: Level, repeat: dict[str, float]) -> Credit:
    """pool_share × allocation_share × amount at risk (State of Texas, DIR); an allocation that is not stated counts as 1."""
    if level.pool_share is None:
        return Credit(reason="no_share")
    share = 1.0 if level.allocation_share is None else level.allocation_share
    return Credit(amount_of({"pool_share": level.pool_share, "allocation_share": share, **repeat, "at_risk": stake.at_risk.amount}))


def _by_points(agreement: Agreement, stake: Stake, tiers: Sequence[Tier], settled: float, repeat: dict[str, float]) -> Credit:
    """points of the tier × share of the charge that a point costs × charge (UK Model Services Contract)."""
    points = points_at(tiers, settled)
    if agreement.point_share is None:
        return Credit(points=points, reason="no_money_agreed")
    if points is None:
        return Credit(reason="outside_tiers" if tiers else "no_tiers")
    steps = {"points": points, **repeat, "point_share": agreement.point_share, "charge": stake.charge.amount}
    return Credit(amount_of(steps), points)


def bonus_of(stake: Stake, kpi: Kpi, level: Level, settled: float) -> Amount:
    """The bonus for a settled result at the level that earns one; nothing where none was agreed or reached."""
    if level.bonus_share is None or level.bonus_target is None or stake.charge.amount == ZERO:
        return NOTHING
    if not meets(kpi, settled, level.bonus_target):
        return NOTHING
    return amount_of({"bonus_share": level.bonus_share, "charge": stake.charge.amount})
