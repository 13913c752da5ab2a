"""A statement as plain values, to be written down and read again: what a publication holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assay.agreements.account import Account, Line
from assay.agreements.money import Amount, Step
from assay.agreements.statement import Statement

Plain = Mapping[str, object]
_AGREED = ("level_id", "kpi", "priority", "service", "site_id", "clock_minutes", "target", "minimum", "decimals", "rounding")


def as_published(statement: Statement) -> dict[str, object]:
    """The statement as nested mappings and lists of text, numbers, decimals, dates and None: all that re-performing it needs."""
    return {
        "vendor_id": statement.vendor_id,
        "month": statement.month,
        "total": statement.total,
        "credit": statement.credit,
        "earned_back": statement.earned_back,
        "bonus": statement.bonus,
        "accounts": [_account(one) for one in statement.accounts],
        "earn_backs": [
            {"level_id": one.level_id, "month": one.month, **_amount("returned", one.returned)} for one in statement.earn_backs
        ],
        "without_effect": list(statement.without_effect),
    }


def _account(one: Account) -> dict[str, object]:
    return {
        "agreement_id": one.agreement.agreement_id,
        "scheme": one.agreement.scheme,
        "days_in_force": one.days_in_force,
        "days_in_month": one.days_in_month,
        **_amount("charge", one.stake.charge),
        **_amount("at_risk", one.stake.at_risk),
        "gross": one.gross,
        "cut": one.cut,
        "due": one.due,
        "bonus": one.bonus,
        "lines": [_line(line) for line in one.lines],
    }


def _line(line: Line) -> dict[str, object]:
    found = line.judged
    return {
        **{name: getattr(line.level, name) for name in _AGREED},
        "method": found.method,
        "numerator": found.sums.numerator,
        "denominator": found.sums.denominator,
        "squares": found.sums.squares,
        "excluded": dict(found.excluded),
        "raw": found.raw,
        "settled": found.settled,
        "verdict": found.verdict,
        "reason": line.reason,
        "adjustments": list(found.applied),
        "is_few": line.is_few,
        "is_repeated": line.is_repeated,
        "points": line.credit.points,
        **_amount("credit", line.credit.due),
        "absorbed_by": line.absorbed_by,
        "due": line.due,
        **_amount("bonus", line.bonus),
        "interval": [line.interval.low, line.interval.high],
        "chance": line.chance,
    }


def _amount(name: str, one: Amount) -> dict[str, object]:
    """The amount under its name, and how it came about."""
    return {name: one.amount, f"{name}_steps": _steps(one.steps), f"{name}_divided_by": _steps(one.divided_by)}


def _steps(steps: Sequence[Step]) -> list[list[object]]:
    return [[name, value] for name, value in steps]
