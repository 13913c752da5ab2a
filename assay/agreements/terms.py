"""What settlement asks of an agreement: when it is in force, what a tier costs, what may be paid on, what was waived."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from assay.agreements.money import exact
from assay.level import Agreement, Tier

Unpaid = Literal[
    "waiver", "dispute", "method", "no_money_agreed", "no_share", "no_tiers", "outside_tiers", "absorbed",
]  # fmt: skip
"""Why a line costs nothing although it was not met, or was not judged: the words of `vocabulary.UNPAID`."""
PAYABLE_METHODS = ("random", "full")
"""Methods of inspection whose figure may be paid on, the preferred one first: only these say anything about what was not looked
at, or leave nothing unlooked at (US Navy MO-327). The others are shown and cost nothing."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A waiver (the client forgives) or a dispute (the vendor objects) of one row, `key`, or of the level's whole month, None.

    `month` is the first of the month. A waiver and a dispute that is granted come to the same: the row, or the month, does not
    count.
    """

    id: str
    kind: Literal["waiver", "dispute"]
    level_id: str
    month: date
    key: str | None
    who: str
    at: datetime
    why: str
    state: Literal["open", "accepted", "rejected", "withdrawn"] = "open"


def accepted(adjustments: Iterable[Adjustment]) -> tuple[Adjustment, ...]:
    """Those that were accepted: what a statement is settled with."""
    return tuple(one for one in adjustments if one.state == "accepted")


def if_granted(adjustments: Iterable[Adjustment]) -> tuple[Adjustment, ...]:
    """The accepted ones and every open one as if it were granted: what the statement would be at most to the vendor's good."""
    return tuple(one for one in adjustments if one.state in ("accepted", "open"))


def month_after(month: date, count: int = 1) -> date:
    """The first of the month that lies `count` months later; earlier where it is negative."""
    place = month.year * 12 + month.month - 1 + count
    return date(place // 12, place % 12 + 1, 1)


def days_in_month(month: date) -> int:
    return monthrange(month.year, month.month)[1]


def days_in_force(agreement: Agreement, month: date) -> int:
    """How many days of the month the agreement was in force; both its days count."""
    last = month.replace(day=days_in_month(month))
    first = max(agreement.effective_from, month)
    return max(0, (min(agreement.effective_to or last, last) - first).days + 1)


def points_at(tiers: Sequence[Tier], settled: float) -> float | None:
    """The points of the tier that the settled result falls into, both ends included; None where it falls into none."""
    value = exact(settled)
    for tier in tiers:
        is_above = tier.from_value is None or value >= exact(tier.from_value)
        if is_above and (tier.to_value is None or value <= exact(tier.to_value)):
            return tier.points
    return None
