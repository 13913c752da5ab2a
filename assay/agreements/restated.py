"""What a recomputation changes: today's statement minus the published one, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from assay.agreements.money import ZERO
from assay.agreements.published import Plain, as_published
from assay.agreements.statement import Statement


@dataclass(frozen=True, slots=True)
class Figures:
    """What a line of a statement said."""

    numerator: float
    denominator: float
    settled: float | None
    verdict: str
    due: Decimal
    bonus: Decimal


@dataclass(frozen=True, slots=True)
class RestatedLine:
    """A level as published and as it is today; None where the statement had, or has, no such line."""

    level_id: str
    kpi: str
    published: Figures | None
    today: Figures | None

    @property
    def is_changed(self) -> bool:
        return self.published != self.today

    @property
    def difference(self) -> Decimal:
        """What the vendor owes more today on this line; below zero, less."""
        return _owed(self.today) - _owed(self.published)


@dataclass(frozen=True, slots=True)
class Restatement:
    """`difference` is the lines' and that of what was earned back: what is owed more today than was published."""

    vendor_id: str
    month: date
    lines: tuple[RestatedLine, ...]
    published_total: Decimal
    today_total: Decimal
    earned_back_more: Decimal

    @property
    def difference(self) -> Decimal:
        return self.today_total - self.published_total

    @property
    def changed(self) -> tuple[RestatedLine, ...]:
        return tuple(line for line in self.lines if line.is_changed)


def restated(today: Statement, published: Plain) -> Restatement:
    """Today's statement against a published one of the same vendor and month, as `as_published` made it or as it is read back
    from JSON (decimals and dates as text). Raises ValueError for one of another vendor or month."""
    if (published["vendor_id"], str(published["month"])) != (today.vendor_id, today.month.isoformat()):
        raise ValueError(f"{published['vendor_id']} {published['month']} was published, not {today.vendor_id} {today.month}")
    now = as_published(today)
    before, after = _lines(published), _lines(now)
    lines = tuple(_line(level_id, before.get(level_id), after.get(level_id)) for level_id in sorted({*before, *after}))
    earned_back = _money(now["earned_back"]) - _money(published["earned_back"])
    return Restatement(today.vendor_id, today.month, lines, _money(published["total"]), today.total, earned_back)


def _lines(published: Plain) -> dict[str, Plain]:
    accounts = cast(list[Plain], published["accounts"])
    return {str(line["level_id"]): line for account in accounts for line in cast(list[Plain], account["lines"])}


def _line(level_id: str, before: Plain | None, after: Plain | None) -> RestatedLine:
    kpi = str((after or before or {})["kpi"])
    return RestatedLine(level_id, kpi, _figures(before), _figures(after))


def _figures(line: Mapping[str, object] | None) -> Figures | None:
    if line is None:
        return None
    numerator, denominator = (float(str(line[name])) for name in ("numerator", "denominator"))
    settled = None if line["settled"] is None else float(str(line["settled"]))
    return Figures(numerator, denominator, settled, str(line["verdict"]), _money(line["due"]), _money(line["bonus"]))


def _owed(figures: Figures | None) -> Decimal:
    return ZERO if figures is None else figures.due - figures.bonus


def _money(written: object) -> Decimal:
    return Decimal(str(written))
