"""Credits that come back: the vendor reached a higher level in every month of the period after the credit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assay.agreements.account import Account, Line
from assay.agreements.money import Amount, amount_of
from assay.agreements.standing import meets
from assay.agreements.terms import month_after
from assay.kpis import Kpi


@dataclass(frozen=True, slots=True)
class EarnBack:
    """A part of the credit of `month` on `level_id` that is returned, as the level under which it was due says."""

    level_id: str
    month: date
    returned: Amount


History = Mapping[date, Sequence[Account]]
"""The accounts of each month, the one being settled included."""


def earned_back(month: date, history: History, kpis: Mapping[str, Kpi]) -> tuple[EarnBack, ...]:
    """The credits that are returned in the month.

    A credit comes back once, in the month that lies `earn_back_months` after its own, where every month between, that one included,
    reached `earn_back_level`; a month without data, without a line or with a figure that must not be paid on did not reach it. What
    was due is what was paid, so with a share of at most 1 never more comes back than was paid.
    """
    return tuple(
        EarnBack(line.level.level_id, earlier, _returned(line))
        for earlier, accounts in sorted(history.items())
        for account in accounts
        for line in account.lines
        if _may_return(line, earlier, month)
        and all(_is_reached(line, history.get(one, ()), kpis) for one in _after(earlier, month))
    )


def _may_return(line: Line, earlier: date, month: date) -> bool:
    period = line.level.earn_back_months
    return period is not None and line.due > 0 and month_after(earlier, period) == month


def _after(earlier: date, month: date) -> Iterator[date]:
    one = month_after(earlier)
    while one <= month:
        yield one
        one = month_after(one)


def _is_reached(line: Line, accounts: Sequence[Account], kpis: Mapping[str, Kpi]) -> bool:
    """Whether every line on the same subject reached the level that the credit's agreement names."""
    wanted, kpi = line.level.earn_back_level, kpis[line.level.kpi]
    same = [one.judged for account in accounts for one in account.lines if one.level.subject == line.level.subject]
    if wanted is None or not same:
        return False
    return all(one.verdict != "not_payable" and one.settled is not None and meets(kpi, one.settled, wanted) for one in same)


def _returned(line: Line) -> Amount:
    return amount_of({"earn_back_share": line.level.earn_back_share or 0.0, "credit_due": line.due})
